"""Who may only note and listen has a desk without the rest: no button, no key, no entry."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.installation import Running
from tests.screenshots import ADMINISTRATOR, AGENT, MIKKO, open_page, password_of, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium: Browser, demo: Running) -> Iterator[Page]:
    context = chromium.new_context(base_url=f"http://127.0.0.1:{demo.port}", locale="en-GB")
    context.set_default_timeout(30_000)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    context.close()
    assert faults == []


@pytest.fixture
def at_the_counter(page: Page, demo: Running) -> Page:
    """The demo's role for the shops, given to an agent whom the administrator visits first."""
    sign_in(page, ADMINISTRATOR, password_of(ADMINISTRATOR, demo.said))
    page.goto("/admin/people/")
    page.click("tr:has-text('Jenni') a")
    page.select_option("[name=role]", label="Shop counter")
    page.click("main form button.primary")
    page.context.clear_cookies()
    sign_in(page, AGENT, password_of(AGENT, demo.said))
    open_page(page, MIKKO)
    return page


class TestWhoMayOnlyNote:
    def test_is_offered_that_and_nothing_else(self, at_the_counter: Page) -> None:
        page = at_the_counter
        expect(page.locator("#kind-note")).to_be_checked()
        expect(
            page.locator("#kind-reply, #assign, #resolve, #more, [data-opens=tags]")
        ).to_have_count(0)
        address = page.url
        for key in "aehsmrtp":
            page.keyboard.press(key)
        expect(page.locator("dialog[open]")).to_have_count(0)
        assert page.url == address
        page.keyboard.press("?")
        keys = page.locator("#keys")
        expect(keys).to_be_visible()
        expect(keys).not_to_contain_text("send and resolve")
        expect(keys).to_contain_text("down, up the list")
        page.keyboard.press("Escape")
        page.keyboard.press("Control+k")
        page.locator("#palette input").fill("a")
        entries = page.locator("#palette-found [role=option]")
        expect(entries.first).to_be_visible()
        expect(
            entries.filter(has_text=re.compile("Resolve|Hand over|Take next|New mail"))
        ).to_have_count(0)
        page.keyboard.press("Escape")
        page.keyboard.press("n")
        page.locator("#note-text").fill("He is here now.")
        page.locator("#note-text").press("Control+Enter")
        expect(page.locator("article.note").last).to_contain_text("He is here now.")
        page.goto("/cases/")
        expect(page.locator("tbody tr").first).to_be_visible()
        expect(page.locator("#bulk, tbody input[type=checkbox]")).to_have_count(0)
