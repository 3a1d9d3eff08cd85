"""An answer is written: pasted, illustrated, kept, found on another device, sent and taken back."""

import pytest
from playwright.sync_api import Page, expect

from tests.screenshots import MIKKO, open_page
from tests.stories.conftest import Visit

pytestmark = pytest.mark.browser
UNDO_SECONDS = 60
"""For taking back: the machine may be slow."""
PROVOKED = "Applying inline style violates"
"""What the browser says of the styles in what is pasted; they are not applied."""
FROM_WORD = """
<meta charset="utf-8"><style>p { color: red }</style><script>document.title = "hacked"</script>
<b style="font-weight:normal"><p style="font-family:Calibri">Take the <span
style="font-weight:700">green</span> one, see <a href="https://a.example/x">the page</a>:</p>
<p style="mso-list:l0 level1">·  a helmet</p><p style="mso-list:l0 level1">·  gloves</p>
<p><a href="javascript:alert(1)">more</a> * 2</p></b>
"""
CLEAN = (
    "Take the **green** one, see [the page](https://a.example/x):\n\n"
    "- a helmet\n- gloves\n\nmore \\* 2"
)
PASTE = """
([html, picture]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  if (picture) data.items.add(new File([new Uint8Array(picture)], "saw.png", {type: "image/png"}));
  const paste = {clipboardData: data, bubbles: true, cancelable: true};
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", paste));
}
"""


@pytest.fixture
def page(visit: Visit) -> Page:
    opened = visit()
    open_page(opened, MIKKO)
    return opened


class TestAnAnswer:
    def test_pasted_from_a_word_processor_is_clean_and_kept(self, page: Page) -> None:
        text = page.locator("#reply-text")
        text.fill("")
        text.focus()
        page.evaluate(PASTE, [FROM_WORD, None])
        assert text.input_value() == CLEAN
        assert page.title() != "hacked"
        expect(page.locator(".for-reply .draft-state")).to_have_text("Draft kept")
        page.reload()
        assert page.locator("#reply-text").input_value() == CLEAN

    def test_shows_a_pasted_picture_and_leaves_it_behind_again(self, page: Page) -> None:
        text = page.locator("#reply-text")
        text.fill("See ")
        text.focus()
        page.evaluate(PASTE, [None, list(b"\x89PNG\r\n\x1a\n")])
        brought = page.locator(".for-reply .draft-files li")
        expect(brought).to_have_count(1)
        page.locator(".for-reply [data-shows-preview]").click()
        expect(page.locator(".for-reply .preview img")).to_have_attribute("alt", "saw.png")
        brought.locator("[data-remove]").click()
        expect(brought).to_have_count(0)
        expect(text).to_have_value("See ")

    def test_is_formatted_by_keys(self, page: Page) -> None:
        text = page.locator("#reply-text")
        text.fill("")
        text.press("Control+b")
        text.press_sequentially("Yes")
        text.press("End")
        text.press("Enter")
        text.press_sequentially("- one\ntwo\n\n")
        assert text.input_value() == "**Yes**\n- one\n- two\n"

    def test_tells_of_a_change_in_another_tab(self, page: Page) -> None:
        other = page.context.new_page()
        page.locator("#reply-text").fill("Mine")
        expect(page.locator(".for-reply .draft-state")).to_have_text("Draft kept")
        other.goto(page.url)
        other.locator("#reply-text").fill("Other")
        expect(other.locator(".for-reply .draft-state")).to_have_text("Draft kept")
        page.locator("#reply-text").fill("Mine again")
        page.get_by_role("button", name="Show that one").click()
        expect(page.locator("#reply-text")).to_have_value("Other")


class TestAnAddress:
    def test_is_offered_while_one_types_and_taken_by_key(self, page: Page) -> None:
        page.locator("#reply-text").fill("Veikko knows.")
        cc = page.locator("#cc")
        cc.fill("")
        cc.press_sequentially("vei")
        expect(cc).to_have_attribute("aria-expanded", "true")
        listed = page.locator("#cc-suggested")
        expect(listed.get_by_role("option")).to_have_count(1)
        expect(listed).to_contain_text("veikko@kohtaamo.example, colleague")
        expect(cc).to_have_attribute("aria-activedescendant", "cc-suggested-0")
        cc.press("Enter")
        expect(cc).to_have_value("Veikko Laine <veikko@kohtaamo.example>, ")
        expect(cc).to_have_attribute("aria-expanded", "false")
        cc.press_sequentially("kohtaamo")
        expect(listed.get_by_role("option").nth(1)).to_be_visible()
        first, second = listed.get_by_role("option").all()[:2]
        cc.press("ArrowDown")
        expect(first).to_have_attribute("aria-selected", "false")
        expect(second).to_have_attribute("aria-selected", "true")
        cc.press("Escape")
        expect(listed).to_be_hidden()
        expect(page.locator(".for-reply .draft-state")).to_have_text("Draft kept")
        page.reload()
        assert cc.input_value().startswith("Veikko Laine <veikko@kohtaamo.example>, ")


class TestSendingAndResolving:
    def test_is_undone_by_one_key(self, page: Page) -> None:
        badge = page.locator(".case-meta .badge").first
        expect(badge).to_have_text("Waits for us")
        page.locator("#cc").fill("")
        page.locator("#reply-text").fill("Here you are.")
        page.locator("#reply-text").press("Control+Shift+Enter")
        dialog = page.locator("#resolve")
        expect(dialog).to_be_visible()
        dialog.locator("[name=outcome]").first.check()
        dialog.locator("button.primary").click()
        expect(badge).to_have_text("Resolved")
        page.keyboard.press("z")
        expect(badge).to_have_text("Waits for us")
        expect(page.locator("#reply-text")).to_have_value("Here you are.")


class TestANote:
    def test_names_a_colleague_by_a_few_letters(self, page: Page) -> None:
        page.keyboard.press("n")
        note = page.locator("#note-text")
        note.press_sequentially("@")
        first = page.locator("#note-suggested [role=option]").first
        name = first.inner_text().strip()
        box = first.bounding_box()
        assert box
        under = page.evaluate(
            "([x, y]) => document.elementFromPoint(x, y)?.closest('[role=option]') !== null",
            [box["x"] + 5, box["y"] + 5],
        )
        assert under, "what is suggested is not hidden by anything"
        note.press("Enter")
        assert note.input_value() == f"@{name} "
