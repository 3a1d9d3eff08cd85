"""An agent fills in what a case carries by the keyboard alone, and hears the bell of another."""

import pytest
from playwright.sync_api import Page, expect

from tests.screenshots import ADMINISTRATOR, MIKKO, open_page
from tests.stories.conftest import Visit

pytestmark = pytest.mark.browser


@pytest.fixture
def page(visit: Visit) -> Page:
    opened = visit()
    open_page(opened, MIKKO)
    return opened


class TestByKeyboard:
    def test_a_tag_is_found_and_given(self, page: Page) -> None:
        page.keyboard.press("l")
        page.keyboard.type("comp")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        expect(page.locator(".case-meta .tag", has_text="company customer")).to_be_visible()

    def test_the_priority_is_two_keys_and_enter(self, page: Page) -> None:
        for key in ("p", "u", "Enter"):
            page.keyboard.press(key)
        expect(page.locator(".case-meta .badge.red")).to_have_text("Urgent")

    def test_a_value_that_does_not_fit_is_asked_for_again(self, page: Page) -> None:
        page.keyboard.press("d")
        page.get_by_label("Product page").fill("not an address")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Write an address that begins with")).to_be_visible()
        page.get_by_label("Product page").fill("https://rautajasaha.example/housut")
        page.keyboard.press("Enter")
        expect(page.locator(".carried a")).to_have_text("https://rautajasaha.example/housut")

    def test_a_step_is_added_and_done(self, page: Page) -> None:
        page.keyboard.press("c")
        page.keyboard.type("Ask about gloves")
        page.keyboard.press("Enter")
        step = page.get_by_role("checkbox", name="Ask about gloves")
        expect(step).not_to_be_checked()
        step.press("Space")
        expect(page.get_by_role("checkbox", name="Ask about gloves")).to_be_checked()

    def test_following_is_one_key(self, page: Page) -> None:
        page.keyboard.press("w")
        expect(page.get_by_role("button", name="Following")).to_be_visible()


class TestTheBell:
    def test_tells_of_a_case_that_was_handed_over(self, page: Page, visit: Visit) -> None:
        page.keyboard.press("h")
        page.locator("#assign-agent").select_option(label="Riikka Aho, Here")
        page.get_by_label("What they should know").fill("He comes at four.")
        page.get_by_role("button", name="Hand over").last.click()
        expect(page.locator(".message.note", has_text="He comes at four.")).to_be_visible()
        theirs = visit(who=ADMINISTRATOR)
        theirs.get_by_role("button", name="Notifications, 1 new").click()
        theirs.get_by_role("button", name="Jenni Korhonen gave it to you").click()
        expect(theirs.locator(".case-title")).to_have_text(MIKKO)
        expect(theirs.get_by_role("button", name="Notifications", exact=True)).to_be_visible()
