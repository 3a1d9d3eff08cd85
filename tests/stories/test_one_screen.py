"""One screen: the line, the conversation and the customer; lists, views, and everything by name."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.screenshots import ADMINISTRATOR, MIKKO
from tests.stories.conftest import Visit
from tests.stories.profiles import Profile, desktop, phone, told
from tests.stories.seen import assert_sound, number_of, open_case, show

pytestmark = pytest.mark.browser
EVERYONE = "everyone who serves %(name)s"


@told(desktop("dark"), phone("light", "fi"))
class TestOneScreen:
    def test_holds_the_line_the_case_and_the_customer(self, visit: Visit, profile: Profile) -> None:
        page = visit()
        open_case(page, MIKKO)
        expect(page.get_by_role("region", name=profile.word("Messages"))).to_be_visible()
        show(page, "line", profile)
        line = page.get_by_role("region", name=profile.word("The line"))
        waiting = line.locator("[data-tab='1'] span").inner_text()
        assert int(waiting) >= line.locator("[data-row]").count() > 10
        before = number_of(page)
        line.locator("[data-row]").nth(3).click()
        expect(page.locator("#shown")).not_to_have_attribute("data-case", before)
        page.go_back()
        expect(page.locator(".case-title")).to_have_text(MIKKO)
        show(page, "customer", profile)
        customer = page.get_by_role("complementary", name=profile.word("Customer"))
        expect(customer.locator(".identity")).to_contain_text("mikko.lahtinen@posti.example")
        expect(customer.locator(".promised")).to_have_count(1)
        assert_sound(page, profile)
        customer.get_by_role("link", name="Mikko soitti myymälään").click()
        expect(page.locator(".case-title")).not_to_have_text(MIKKO)
        show(page, "customer", profile)
        written = customer.locator(".timeline .excerpt").all_inner_texts()
        assert written[0].startswith("Moi taas Jenni")
        assert written[-1].startswith("Hei!")

    def test_lists_densely_and_changes_many(self, visit: Visit, profile: Profile) -> None:
        page = visit("/cases/?view=all&sort=newest")
        columns = page.locator("thead th").count()
        page.locator("[data-opens=columns]").click()
        page.locator("#columns [name=column]:not(:checked)").first.check()
        page.locator("#columns .primary").click()
        expect(page.locator("thead th")).to_have_count(columns + 1)
        page.goto("/cases/?view=all&sort=newest")
        subjects = page.locator("tbody [data-row]").all_inner_texts()
        for row in (0, 1):
            page.locator("tbody input[name=case]").nth(row).check()
        expect(page.locator("[data-selected]")).to_have_text("2")
        page.locator("[data-opens=bulk-snooze]").click()
        page.locator("#bulk-snooze [type=radio]").first.check()
        page.locator("#bulk-snooze [data-confirms]").click()
        toast = page.locator(".toast")
        expect(toast).to_contain_text("2")
        expect(page.locator("tbody [data-row]").first).to_be_visible()
        toast.locator("[data-undo]").click()
        expect(toast).to_contain_text(profile.word("Undone."))
        assert page.locator("tbody [data-row]").all_inner_texts() == subjects
        assert_sound(page, profile)

    def test_shares_views_with_colleagues(self, visit: Visit, profile: Profile) -> None:
        page = visit(who=ADMINISTRATOR)
        page.select_option("#filter [name=sort]", "longest")
        page.wait_for_url("**sort=longest**")
        page.locator("[data-opens=save-view]").click()
        page.fill("#view-name", f"Jono {profile}")
        page.select_option("#view-share", label=profile.word(EVERYONE, name="Kaari"))
        page.locator("#save-view form .primary").first.click()
        page.wait_for_load_state()
        colleague = visit()
        find(colleague, f"Jono {profile}").click()
        colleague.wait_for_url("**saved=**")

    def test_reaches_everything_by_name(self, visit: Visit, profile: Profile) -> None:
        page = visit(who=ADMINISTRATOR)
        for words in (MIKKO, "Mikko Lahtinen", profile.word("Blocked senders")):
            find(page, words)
            page.keyboard.press("Escape")
        find(page, profile.word("Save as a view")).click()
        expect(page.locator("#save-view")).to_be_visible()


def find(page: Page, words: str) -> Locator:
    """What the palette offers under these words, beside to search for them."""
    page.get_by_role("banner").locator("[data-opens=palette]").click()
    page.locator("#palette input").fill(words)
    offered = page.locator("[role=option]:not([href^='/search/'])", has_text=words).first
    expect(offered).to_be_visible()
    return offered
