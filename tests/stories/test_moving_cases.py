"""Cases merged, split and put back in a real browser, on the demo world."""

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import Visit

pytestmark = pytest.mark.browser


@pytest.fixture
def page(visit: Visit) -> Page:
    """A case with messages to and fro."""
    opened = visit("/cases/?view=answered")
    opened.locator("[data-row]").first.click()
    opened.wait_for_url("**/cases/*/")
    return opened


class TestMerging:
    def test_by_keyboard_and_back_by_undo(self, page: Page) -> None:
        before = page.url
        page.keyboard.press("m")
        expect(page.locator("#more [data-opens=merge]")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#merge-q")).to_be_focused()
        page.keyboard.type("e")
        page.locator("#merge-found label").first.click()
        page.locator("#merge button.primary").click()
        page.wait_for_url(lambda url: url != before)
        expect(page.locator(".merged-here")).to_have_count(1)
        page.locator(".toast button").click()
        page.wait_for_url(before)
        expect(page.locator(".toast")).to_have_text("A case of its own again.")


class TestAMessage:
    def test_is_split_off_from_its_own_menu_and_put_back(self, page: Page) -> None:
        before, last = page.url, page.locator(".message").last
        count = page.locator(".message").count()
        last.hover()
        last.locator(".message-more").click()
        page.locator(".menu:popover-open button").first.click()
        page.wait_for_url(lambda url: url != before)
        expect(page.locator(".message")).to_have_count(1)
        page.locator(".toast button").click()
        page.wait_for_url(before)
        expect(page.locator(".message")).to_have_count(count)


class TestSpam:
    def test_is_undone_as_long_as_the_toast_is_there(self, page: Page) -> None:
        page.keyboard.press("m")
        page.locator("#more [data-opens=spam]").click()
        page.locator("#spam button.primary").click()
        expect(page.locator(".case-meta .badge")).to_have_text("Spam")
        page.locator(".toast button").click()
        expect(page.locator(".case-meta .badge")).to_have_text("Waits for us")
