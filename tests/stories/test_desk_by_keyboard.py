"""The desk's scripts at work in a real browser, on the demo world."""

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import Visit

pytestmark = pytest.mark.browser


@pytest.fixture
def page(visit: Visit) -> Page:
    """The list of cases."""
    return visit()


def open_case(page: Page, row: int) -> None:
    page.locator("[data-row]").nth(row).click()
    page.wait_for_url("**/cases/*/")
    page.wait_for_load_state()


class TestKeys:
    def test_walk_the_list_and_open_a_case(self, page: Page) -> None:
        second = page.locator("[data-row]").nth(1)
        subject = second.inner_text()
        for key in ("j", "j", "j", "k", "Enter"):
            page.keyboard.press(key)
        expect(page.locator(".case-title")).to_have_text(subject)

    def test_resolve_with_one_for_the_reason_and_one_for_the_outcome(self, page: Page) -> None:
        open_case(page, 0)
        for key in ("e", "2", "s"):
            page.keyboard.press(key)
        chosen = page.locator("#resolve :checked")
        expect(chosen).to_have_count(2)
        page.keyboard.press("Enter")
        expect(page.locator(".case-meta .badge", has_text="Resolved")).to_be_visible()

    def test_rest_while_one_types(self, page: Page) -> None:
        open_case(page, 0)
        page.keyboard.press("n")
        page.keyboard.type("resets")
        expect(page.locator("#note-text")).to_have_value("resets")
        expect(page.locator("dialog[open]")).to_have_count(0)

    def test_show_themselves(self, page: Page) -> None:
        page.keyboard.press("?")
        expect(page.locator("#keys")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#keys")).to_be_hidden()


class TestADraft:
    def test_is_kept_until_it_is_sent(self, page: Page) -> None:
        open_case(page, 2)
        page.keyboard.press("r")
        page.keyboard.type("Half a thought")
        page.reload()
        expect(page.locator("#reply-text")).to_have_value("Half a thought")
        page.locator("#reply-text").press("Control+Enter")
        expect(page.locator(".toast")).to_have_text("Sent.")
        expect(page.locator("#reply-text")).to_have_value("")
        expect(page.locator(".message.ours").last).to_contain_text("Half a thought")


class TestSendAndResolve:
    def test_sends_and_then_asks_how_it_ended(self, page: Page) -> None:
        open_case(page, 4)
        page.keyboard.press("r")
        page.keyboard.type("All done.")
        page.keyboard.press("Control+Shift+Enter")
        expect(page.locator("#resolve")).to_be_visible()
        expect(page.locator(".message.ours").last).to_contain_text("All done.")


class TestActiveTime:
    def test_is_told_when_the_page_is_left(self, page: Page) -> None:
        open_case(page, 3)
        address = page.url
        page.mouse.move(200, 200)
        page.wait_for_timeout(2500)
        page.goto("/cases/")
        page.wait_for_timeout(500)
        page.goto(address)
        assert int(page.get_attribute("[data-time]", "data-before") or 0) >= 2
