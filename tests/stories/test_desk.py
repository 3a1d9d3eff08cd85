"""A day at the desk in a real browser: the line, many at once, undo, Ctrl K; by keyboard alone."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.installation import Running
from tests.screenshots import AGENT, password_of
from tests.stories.conftest import Visit
from tests.stories.profiles import desktop, phone, told
from tests.stories.seen import grave_findings

pytestmark = pytest.mark.browser


@pytest.fixture
def page(visit: Visit) -> Page:
    """The list of cases."""
    return visit()


def open_first(page: Page) -> None:
    page.locator("[data-row]").first.click()
    page.wait_for_url("**/cases/*/")
    page.wait_for_load_state()


def shown_case(page: Page) -> str:
    return page.locator("#shown").get_attribute("data-case") or ""


def toast_undo(page: Page) -> None:
    expect(page.locator("[data-undo]")).to_be_visible()
    page.keyboard.press("z")


class TestTheLine:
    def test_shows_the_next_case_without_a_new_page(self, page: Page) -> None:
        open_first(page)
        page.evaluate("window.same = true")
        second = page.locator("#line [data-row]").nth(1)
        wanted = second.get_attribute("data-case")
        subject = second.locator(".what").inner_text()
        page.keyboard.press("j")
        expect(page.locator(".case-title")).to_have_text(subject)
        assert page.url.endswith(f"/cases/{wanted}/")
        assert page.title().startswith(subject)
        assert page.evaluate("window.same") is True
        expect(page.locator("#line [aria-current=true]")).to_have_attribute("data-case", wanted)

    def test_goes_back_with_the_browser(self, page: Page) -> None:
        open_first(page)
        before = shown_case(page)
        page.keyboard.press("j")
        expect(page.locator("#shown")).not_to_have_attribute("data-case", before)
        page.go_back()
        expect(page.locator("#shown")).to_have_attribute("data-case", before)

    def test_lets_one_write_and_choose_in_a_case_it_has_brought(self, page: Page) -> None:
        open_first(page)
        before = shown_case(page)
        page.keyboard.press("j")
        expect(page.locator("#shown")).not_to_have_attribute("data-case", before)
        page.keyboard.press("n")
        page.keyboard.type("Half a thought")
        expect(page.locator("#note-text")).to_have_value("Half a thought")
        page.locator("#note-text").blur()
        page.keyboard.press("s")
        expect(page.locator("#snooze")).to_be_visible()

    def test_works_without_scripts(self, chromium: Browser, demo: Running) -> None:
        context = chromium.new_context(
            base_url=f"http://127.0.0.1:{demo.port}", java_script_enabled=False
        )
        page = context.new_page()
        page.goto("/accounts/login/")
        page.fill("input[name=login]", AGENT)
        page.fill("input[name=password]", password_of(AGENT, demo.said))
        page.press("input[name=password]", "Enter")
        page.goto("/cases/?view=all")
        page.locator("[data-row]").first.click()
        page.locator("#line [data-row]").nth(2).click()
        expect(page.locator("#line [data-row]").nth(2)).to_have_attribute("aria-current", "true")
        context.close()

    def test_keeps_itself_up_to_date_but_not_under_the_pointer(self, page: Page) -> None:
        open_first(page)
        row = page.locator("#line [data-row]").nth(3)
        row.hover()
        box, pk = row.bounding_box(), row.get_attribute("data-case")
        page.evaluate("document.querySelector('#line [data-row]').parentElement.remove()")
        moved = row.page.locator(f"#line [data-case='{pk}']")
        page.evaluate("dispatchEvent(new Event('visibilitychange'))")
        page.wait_for_timeout(800)
        assert box
        assert page.locator("#line [data-row]").first.get_attribute("data-case") != pk
        page.mouse.move(900, 300)
        expect(moved).to_be_visible()
        page.evaluate("dispatchEvent(new Event('visibilitychange'))")
        expect(page.locator("#line [data-row]").nth(3)).to_have_attribute("data-case", pk or "")


class TestManyAtOnce:
    def test_are_selected_by_key_and_put_back_by_one(self, page: Page) -> None:
        page.goto("/cases/?view=all&sort=newest")
        for key in ("j", "x", "j", "j", "Shift+X"):
            page.keyboard.press(key)
        expect(page.locator("[data-selected]")).to_have_text("3")
        page.keyboard.press("s")
        page.keyboard.press("2")
        page.keyboard.press("Enter")
        expect(page.locator(".toast")).to_contain_text("3 cases changed.")
        toast_undo(page)
        expect(page.locator(".toast")).to_contain_text("Undone.")

    def test_tell_what_could_not_be_done(self, page: Page) -> None:
        page.goto("/cases/?view=resolved")
        page.locator("[data-selects-all]").check()
        page.keyboard.press("s")
        page.keyboard.press("1")
        page.locator("#bulk-snooze [data-confirms]").click()
        expect(page.locator(".pane-notices")).to_contain_text("The case is already resolved.")


class TestASavedView:
    def test_is_saved_and_found_again(self, page: Page) -> None:
        page.select_option("#filter [name=sort]", "longest")
        page.wait_for_url("**sort=longest**")
        page.keyboard.press("v")
        page.keyboard.type("Longest first")
        page.keyboard.press("Enter")
        rail = page.locator(".rail a", has_text="Longest first")
        expect(rail).to_have_attribute("aria-current", "page")
        page.keyboard.press("Control+k")
        page.keyboard.type("longest fi")
        expect(page.locator("[role=option][aria-selected=true]")).to_contain_text("Longest first")
        page.keyboard.press("Enter")
        page.wait_for_url("**saved=**")


class TestThePalette:
    def test_finds_a_case_and_opens_it(self, page: Page) -> None:
        page.keyboard.press("Control+k")
        page.keyboard.type("moottorisah")
        expect(page.locator("[role=option][aria-selected=true]")).to_contain_text("moottorisah")
        page.keyboard.press("Enter")
        expect(page.locator(".case-title")).to_contain_text("moottorisah")

    def test_does_what_the_page_can_do(self, page: Page) -> None:
        open_first(page)
        page.keyboard.press("Control+k")
        page.keyboard.type("snooze")
        option = page.locator("button[role=option]", has_text="Snooze")
        expect(option.locator(".key")).to_have_text("S")
        page.keyboard.press("ArrowUp")
        while option.first.get_attribute("aria-selected") != "true":
            page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        expect(page.locator("#snooze")).to_be_visible()

    def test_closes_with_one_press(self, page: Page) -> None:
        page.keyboard.press("/")
        page.keyboard.type("x")
        page.keyboard.press("Escape")
        expect(page.locator("#palette")).to_be_hidden()


class TestTheKeys:
    def test_are_read_from_the_page_and_each_does_one_thing(self, page: Page) -> None:
        open_first(page)
        page.keyboard.press("?")
        listed = page.locator("[data-keys-here] kbd").all_inner_texts()
        assert {"R", "N", "E", "S", "H", "T", "P", "1", "2", "3", "/", "?"} <= set(listed)
        assert len(listed) == len(set(listed))
        said = page.locator("[data-keys-here] dd").all_inner_texts()
        assert all(said)
        assert {"Take next", "Resolve", "Reply"} <= set(said)


NO_MOUSE = """
for (const kind of ["pointerdown", "mousedown", "touchstart"])
  addEventListener(kind, () => { throw new Error("somebody used a mouse"); }, true);
"""


@told(desktop("light"), desktop("dark", "da"))
class TestAWholeCaseByKeyboard:
    def test_is_taken_read_answered_resolved_and_left(self, visit: Visit) -> None:
        page = visit()
        page.add_init_script(NO_MOUSE)
        page.reload()
        page.keyboard.press("t")
        page.wait_for_url("**/cases/*/")
        page.wait_for_load_state()
        taken = shown_case(page)
        page.locator(".pane-case .scroll").focus()
        page.keyboard.press("PageUp")
        page.keyboard.press("r")
        page.keyboard.type("/")
        canned = page.locator("#reply-suggested [aria-selected=true]")
        expect(canned).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.locator("#reply-text")).not_to_have_value("/")
        page.keyboard.press("Control+Shift+Enter")
        expect(page.locator("#resolve")).to_be_visible()
        page.keyboard.press("1")
        page.keyboard.press("s")
        page.keyboard.press("Enter")
        expect(page.locator(".case-head [data-key=o]")).to_be_visible()
        page.keyboard.press("j")
        expect(page.locator("#shown")).not_to_have_attribute("data-case", taken)
        page.keyboard.press("t")
        page.wait_for_load_state()
        assert re.search(r"/cases/\d+/$", page.url)


class TestWhoListens:
    def test_hears_what_each_part_is(self, page: Page) -> None:
        open_first(page)
        for role, name in (
            ("region", "The line"),
            ("navigation", "Which cases"),
            ("region", "Messages"),
            ("complementary", "Customer"),
            ("button", "Take next"),
            ("button", "Search or do anything"),
            ("button", "Resolve"),
            ("textbox", "Reply to"),
        ):
            expect(page.get_by_role(role, name=name).first).to_be_visible()  # type: ignore[arg-type]

    def test_hears_which_case_has_come(self, page: Page) -> None:
        open_first(page)
        subject = page.locator("#line [data-row] .what").nth(1).inner_text()
        page.keyboard.press("j")
        expect(page.locator("#said")).to_have_text(subject)

    def test_hears_what_the_palette_has_chosen(self, page: Page) -> None:
        page.keyboard.press("Control+k")
        field = page.get_by_role("combobox", name="Search or do anything")
        page.keyboard.press("ArrowDown")
        chosen = field.get_attribute("aria-activedescendant")
        expect(page.locator(f"#{chosen}")).to_have_attribute("aria-selected", "true")

    @told(desktop(), phone())
    def test_meets_nothing_grave(self, page: Page) -> None:
        findings = {"list": grave_findings(page)}
        page.locator("tbody input[name=case]").first.check()
        findings["selected"] = grave_findings(page)
        page.goto("/cases/?view=all")
        open_first(page)
        findings["case"] = grave_findings(page)
        page.keyboard.press("Control+k")
        expect(page.locator("[role=option]").first).to_be_visible()
        findings["palette"] = grave_findings(page)
        page.keyboard.press("Escape")
        assert {name: found for name, found in findings.items() if found} == {}


class TestOnAPhone:
    @told(phone())
    def test_one_pane_at_a_time(self, page: Page) -> None:
        open_first(page)
        expect(page.locator(".pane-case")).to_be_visible()
        expect(page.locator(".pane-line")).to_be_hidden()
        page.get_by_text("Line", exact=True).click()
        expect(page.locator(".pane-case")).to_be_hidden()
        before = shown_case(page)
        page.locator("#line [data-row]").nth(2).click()
        expect(page.locator("#shown")).not_to_have_attribute("data-case", before)
        expect(page.locator(".pane-case")).to_be_visible()
        assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
