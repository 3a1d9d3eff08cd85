"""An administrator invites an agent, who chooses a password and sees only what they may."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.installation import Running
from tests.stories.post import PostOffice, text_of

pytestmark = pytest.mark.browser
PASSWORD = "a long enough pass phrase"
PHONE: ViewportSize = {"width": 390, "height": 780}


@pytest.fixture
def administrator(chromium: Browser, empty: Running) -> Iterator[Page]:
    """On the first page after the first visit, of an installation of their own."""
    context = chromium.new_context(
        base_url=f"http://127.0.0.1:{empty.port}", locale="en-GB", reduced_motion="reduce"
    )
    page = context.new_page()
    found = re.search(r"http\S+\?code=\w+", empty.said)
    assert found
    page.goto(found[0])
    page.fill("[name=name]", "Riikka Aho")
    page.fill("[name=email]", "riikka@rauta.example")
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=company]", "Rauta & Saha")
    page.fill("[name=address]", "help@rauta.example")
    page.select_option("[name=language]", "en")
    page.click("main form button")
    page.wait_for_url("**/cases/")
    yield page
    context.close()


@pytest.fixture
def newcomer(chromium: Browser, empty: Running) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=f"http://127.0.0.1:{empty.port}", viewport=PHONE, locale="en-GB"
    )
    yield context.new_page()
    context.close()


class TestInviting:
    def test_leads_to_somebody_who_sees_only_what_they_may(
        self, administrator: Page, newcomer: Page, post_office: PostOffice
    ) -> None:
        invite(administrator)
        link = link_in(post_office)
        accept(newcomer, link)
        expect(newcomer.locator("text=Administration")).to_have_count(0)
        for closed in ("/admin/", "/admin/people/", "/admin/settings-file/", "/admin/audit/"):
            assert status_of(newcomer, closed) == 403
        assert status_of(newcomer, link) == 404
        administrator.reload()
        administrator.click("tr:has-text('Jenni') a")
        administrator.click("button:has-text('Deactivate')")
        expect(administrator.locator("main .notice")).to_contain_text("Deactivated")
        newcomer.goto("/cases/")
        assert "login" in newcomer.url
        administrator.click(".rail >> text=Changes")
        expect(administrator.locator("table")).to_contain_text("Person deactivated")


def invite(page: Page) -> None:
    page.click("nav >> text=Administration")
    page.click(".rail >> text=People")
    page.click("text=Invite somebody")
    page.fill("[name=name]", "Jenni Korhonen")
    page.fill("[name=email]", "jenni@rauta.example")
    page.select_option("[name=language]", "en")
    page.check("label:has-text('Rauta & Saha') input")
    page.click("main form button.primary")
    expect(page.locator("tr:has-text('Jenni')")).to_contain_text("invited")


def accept(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.locator("h1")).to_have_text("Welcome, Jenni Korhonen")
    page.fill("[name=password]", "short")
    page.click("main form button")
    expect(page.locator(".error").first).to_be_visible()
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_url("**/cases/")


def status_of(page: Page, address: str) -> int:
    answer = page.goto(address)
    assert answer
    return answer.status


def link_in(post_office: PostOffice) -> str:
    envelope, mail = post_office.wait_for(1)
    assert envelope.rcpt_tos == ["jenni@rauta.example"]
    found = re.search(r"http://\S+/invited/\S+/", text_of(mail))
    assert found
    return found[0]
