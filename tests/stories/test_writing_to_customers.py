"""Composing: to whom, with what, when it leaves, and who else is writing."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.installation import Running
from tests.screenshots import ADMINISTRATOR
from tests.stories.conftest import Visit
from tests.stories.post import text_of, wait_until
from tests.stories.profiles import Profile, desktop, phone, told
from tests.stories.seen import assert_sound, open_case

pytestmark = pytest.mark.browser
UNDO_SECONDS = 4
OFFER = "Tarjouspyyntö, 40 m kuormalavahyllyä"
STORE = "varasto@rakennusvirtanen.example"
LINNEA = "linnea@kohtaamo.example"
PICTURE = b"\x89PNG\r\n\x1a\n"


@told(desktop("light"), phone("dark", "pl"))
class TestAnAnswer:
    def test_is_written_taken_back_and_sent(
        self, visit: Visit, profile: Profile, demo: Running, tmp_path: Path
    ) -> None:
        page = visit()
        open_case(page, OFFER)
        text, files = page.locator("#reply-text"), page.locator(".for-reply .draft-files li")
        assert text.evaluate("one => one.lang + one.spellcheck") == "fitrue"
        text.click()
        for cc in (re.compile("^$"), re.compile(STORE)):
            page.locator(".for-reply [data-others]").click()
            expect(page.locator("#cc")).to_have_value(cc)
        page.locator(".for-reply [data-shows-bcc]").click()
        page.fill("#reply-bcc", "arkisto@kohtaamo.example")
        text.press_sequentially("/photo")
        expect(page.locator("#reply-suggested [aria-selected=true]")).to_contain_text("/photo")
        text.press("Enter")
        expect(text).to_have_value(re.compile(r"kuvan.* numerolla \d+"))
        drop(page, tmp_path / f"hylly-{profile}.pdf", onto=".for-reply footer")
        drop(page, tmp_path / "hylly.png", onto="#reply-text")
        expect(files).to_have_count(2)
        expect(text).to_have_value(re.compile(r"!\[hylly.png\]\(cid:"))
        assert_sound(page, profile)
        page.locator(".for-reply [data-send]").click()
        held = page.locator(".message.ours:has([data-held])")
        expect(held).to_contain_text(profile.word("leaves in a moment"))
        held.locator("[data-held-undo] button").click()
        expect(text).to_have_value(re.compile("kuvan"))
        expect(files).to_have_count(2)
        page.locator(".for-reply [data-send]").click()
        expect(page.locator(".message.ours").last).to_contain_text(STORE)
        sent = mail_with(demo, f"hylly-{profile}.pdf")
        assert "Jenni Korhonen, sahat ja metsä\nRauta & Saha, asiakasp" in lines_of(sent)
        assert STORE in sent["Cc"]
        assert sent["Bcc"] is None

    def test_leaves_later_unless_one_thinks_better(self, visit: Visit, profile: Profile) -> None:
        page = visit()
        open_case(page, "Lasku tuli kahteen kertaan")
        page.fill("#reply-text", "Hyvitys on tehty.")
        page.locator("[popovertarget=later]").click()
        page.locator("#later [name=moment]").first.click()
        notice = page.locator(".composer .notice", has_text=profile.word("Leaves by itself:"))
        expect(notice).to_be_visible()
        assert_sound(page, profile)
        notice.locator("button").click()
        expect(notice).to_have_count(0)
        expect(page.locator("#reply-text")).to_have_value("Hyvitys on tehty.")
        with page.expect_response("**/drafts/"):
            page.fill("#reply-text", "")

    def test_is_warned_of_another(self, visit: Visit, profile: Profile) -> None:
        page, theirs = visit(), visit(who=LINNEA)
        for one in (page, theirs):
            open_case(one, "Which sander for a pine floor?")
        theirs.locator("#reply-text").press_sequentially("The big one")
        expect(theirs.locator(".for-reply .draft-state")).to_have_text(profile.word("Draft kept"))
        page.reload()
        expect(page.locator("[data-writers]")).to_contain_text("Linnea Ström")
        page.fill("#reply-text", "The small one.")
        theirs.locator(".for-reply [data-send]").click()
        expect(theirs.locator(".message.ours").last).to_contain_text("The big one")
        page.locator(".for-reply [data-send]").click()
        expect(page.locator(".composer [role=alert]")).to_be_visible()
        expect(page.locator("#reply-text")).to_have_value("The small one.")
        expect(page.locator(".message.ours").last).to_contain_text("The big one")


@told(desktop("light"), phone("dark", "pl"))
class TestOtherMail:
    def test_is_forwarded(self, visit: Visit, profile: Profile, demo: Running) -> None:
        page = visit()
        open_case(page, OFFER)
        page.locator(".message .forward-link").first.click()
        page.fill("#forward-to", "hyllyt@toimittaja.example")
        page.fill("#forward-text", f"Ehditkö? {profile}")
        page.locator(".for-forward [data-send]").click()
        expect(page.locator(".message.ours").last).to_contain_text("hyllyt@toimittaja.example")
        assert mail_with(demo, "halli-pohja.pdf", f"Ehditkö? {profile}")["To"]

    def test_begins_with_us(self, visit: Visit, profile: Profile, demo: Running) -> None:
        page = visit("/mail/")
        page.locator(".inbox-choice a").first.click()
        page.fill("#new-to", "Uusi Tuttu <uusi@tuttu.example>")
        page.fill("#new-subject", f"Kutsu {profile}")
        page.fill("#new-text", "Tule **lauantaina** myymälään.")
        assert_sound(page, profile)
        page.locator("[data-send]").click()
        page.wait_for_url("**/cases/*/")
        expect(page.locator(".case-title")).to_have_text(f"Kutsu {profile}")
        expect(page.locator(".message.ours strong")).to_have_text("lauantaina")
        assert mail_with(demo, f"Kutsu {profile}")["To"] == "Uusi Tuttu <uusi@tuttu.example>"

    def test_is_not_sent_when_it_is_for_a_colleague(self, visit: Visit, profile: Profile) -> None:
        page = visit()
        open_case(page, OFFER)
        page.locator("label:has(#kind-note)").click()
        note = page.locator("#note-text")
        note.press_sequentially("@Riik")
        page.locator("#note-suggested [role=option]").first.click()
        note.press_sequentially(f"onko alennus sovittu? {profile}")
        page.locator(".for-note [data-send]").click()
        expect(page.locator(".message.note").last).to_contain_text("@Riikka Aho onko alennus")
        theirs = visit(who=ADMINISTRATOR)
        theirs.locator("[popovertarget=news]").click()
        theirs.locator("#news .told button").first.click()
        expect(theirs.locator(".message.note").last).to_contain_text(f"sovittu? {profile}")


def drop(page: Page, file: Path, *, onto: str) -> None:
    """As the browser tells of files that are dragged in from a file manager."""
    file.write_bytes(PICTURE if file.suffix == ".png" else b"%PDF-1.4\n" * 5000)
    page.locator(onto).scroll_into_view_if_needed()
    box = page.locator(onto).bounding_box()
    assert box
    dragged = {"items": [], "files": [str(file)], "dragOperationsMask": 1}
    place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    browser = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver"):
        browser.send("Input.dispatchDragEvent", {"type": kind, **place, "data": dragged})
    expect(page.locator(".composer")).to_have_class(re.compile("dropping"))
    browser.send("Input.dispatchDragEvent", {"type": "drop", **place, "data": dragged})
    brought = page.locator(".draft-files li", has_text=file.name)
    expect(brought.locator("[data-remove]")).to_be_visible()
    expect(page.locator(".composer")).not_to_have_class(re.compile("dropping"))


def lines_of(mail: EmailMessage) -> str:
    return text_of(mail).replace("\r\n", "\n")


def mail_with(running: Running, *words: str) -> EmailMessage:
    """The mail that left, by words of it."""
    found: list[EmailMessage] = []

    def is_there() -> bool:
        for path in running.sent.glob("*"):
            mail = message_from_bytes(path.read_bytes(), policy=policy.default)
            assert isinstance(mail, EmailMessage)
            names = [part.get_filename() or "" for part in mail.walk()]
            if all(word in f"{mail['Subject']} {names} {text_of(mail)}" for word in words):
                found.append(mail)
        return bool(found)

    wait_until(is_there)
    return found[0]
