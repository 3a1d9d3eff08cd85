"""What stories do and look for on more than one page."""

import re
from urllib.parse import quote

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.stories.profiles import Profile

GRAVE = {"serious", "critical"}


def open_case(page: Page, subject: str) -> None:
    """By the search, as who has only its subject does."""
    page.goto(f"/search/?q={quote(subject)}")
    page.locator("[data-row]", has_text=re.compile(f"^{re.escape(subject)}$")).first.click()
    page.wait_for_url(re.compile(r"/cases/\d+/"))
    expect(page.locator(".case-title")).to_have_text(subject)


def number_of(page: Page) -> str:
    return page.locator("#shown").get_attribute("data-case") or ""


def show(page: Page, pane: str, profile: Profile) -> None:
    """`line`, `case` or `customer`: a phone shows one of them, a smaller window two."""
    if profile.is_phone:
        page.locator(f".pane-switch label:has(#show-{pane})").click()


def more(page: Page, dialog: str) -> Locator:
    """A dialog from the menu of what is done to a case more rarely."""
    page.locator("[popovertarget=more]").click()
    page.locator(f"#more [data-opens={dialog}]").click()
    expect(page.locator(f"#{dialog}")).to_be_visible()
    return page.locator(f"#{dialog}")


def confirm(page: Page, dialog: str) -> None:
    with page.expect_navigation():
        page.locator(f"#{dialog} form .primary").click()


def grave_findings(page: Page) -> list[str]:
    """What axe calls serious."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['help']}: {[node['target'] for node in one['nodes']][:3]}"
        for one in found
        if one["impact"] in GRAVE
    ]


def assert_sound(page: Page, profile: Profile) -> None:
    """The page speaks the language, fits the window, and axe has nothing grave to say."""
    assert page.locator("html").get_attribute("lang") == profile.language
    for _ in range(20):  # what appears may move while it does
        if (wider := page.evaluate("document.scrollingElement.scrollWidth - innerWidth")) <= 0:
            break
        page.wait_for_timeout(100)
    assert wider <= 0, page.url
    assert grave_findings(page) == []
