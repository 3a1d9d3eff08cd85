"""Cases: what they carry, whose they are, how they run together and come apart; told in words."""

import pytest
from playwright.sync_api import Page, expect

from tests.screenshots import ADMINISTRATOR
from tests.stories.conftest import Visit
from tests.stories.profiles import Profile, desktop, phone, told
from tests.stories.seen import assert_sound, confirm, more, number_of, open_case, show

pytestmark = pytest.mark.browser
TERRACE = "Terassilaudat, milloin toimitus?"
SCREWS = "Terassi: ruuvit samaan kuormaan?"
PAUSE, LEAVES = "Pause i tre måneder, brækket fod", "Opsigelse"


@told(desktop("dark"), phone("light", "da"))
class TestACase:
    def test_carries_what_its_client_wants_to_know(self, visit: Visit, profile: Profile) -> None:
        page = visit()
        open_case(page, TERRACE)
        for dialog in ("priority", "status", "tags"):
            change(page, dialog, profile)
        page.locator(".properties [data-opens=fields]").last.click()
        page.locator("#fields input[type=text]").first.fill(f"L-{profile}")
        confirm(page, "fields")
        show(page, "customer", profile)
        expect(page.locator(".carried")).to_contain_text(f"L-{profile}")
        page.fill("#new-step", f"Soita {profile}")
        page.press("#new-step", "Enter")
        show(page, "customer", profile)
        page.get_by_role("checkbox", name=f"Soita {profile}").click()
        show(page, "customer", profile)
        expect(page.get_by_role("checkbox", name=f"Soita {profile}")).to_be_checked()
        assert_sound(page, profile)

    def test_is_handed_on_with_a_word(self, visit: Visit, profile: Profile) -> None:
        page = visit()
        open_case(page, "Porakoneen akku ei lataudu")
        page.locator(".case-head [data-opens=assign]").click()
        page.select_option("#assign-agent", label="Hardware experts")
        page.fill("#assign-note", f"Akku on takuussa. {profile}")
        confirm(page, "assign")
        expect(page.locator(".case-meta")).to_contain_text("Hardware experts")
        expect(page.locator(".message.note").last).to_contain_text(f"takuussa. {profile}")
        expect(page.locator(".happening").last).to_contain_text("Jenni Korhonen")
        page.locator("[data-opens=time]").click()
        page.fill("#minutes", "12")
        confirm(page, "time")
        expect(page.locator("[data-time]")).to_have_text("12")
        show(page, "customer", profile)
        page.locator("[data-opens=remind]").click()
        page.locator("#remind [name=until]").first.check()
        confirm(page, "remind")
        show(page, "customer", profile)
        reminders = page.locator(".reminder")
        expect(reminders.first).to_be_visible()
        assert_sound(page, profile)
        reminders.first.locator("button").click()
        show(page, "customer", profile)
        expect(reminders).to_have_count(0)


@told(desktop("dark"), phone("light", "da"))
class TestCases:
    def test_come_apart_and_run_together(self, visit: Visit, profile: Profile) -> None:
        page = visit()
        open_case(page, TERRACE)
        case, merged = number_of(page), page.locator(".merged-here")
        expect(merged).to_contain_text(SCREWS)
        merged.locator("button").click()
        expect(page.locator(".case-title")).to_have_text(SCREWS)
        dialog = more(page, "merge")
        dialog.locator("#merge-q").fill(f"#{case}")
        dialog.locator("#merge-found label", has_text=TERRACE).click()
        assert_sound(page, profile)
        confirm(page, "merge")
        expect(page.locator(".case-title")).to_have_text(TERRACE)
        expect(merged).to_contain_text(SCREWS)

    def test_are_linked_and_split(self, visit: Visit, profile: Profile) -> None:
        page = visit()
        open_case(page, LEAVES if profile.is_phone else PAUSE)
        before, count = page.url, page.locator(".message").count()
        last = page.locator(".message").last
        last.scroll_into_view_if_needed()
        last.locator(".message-more").click(force=True)
        page.locator(".menu:popover-open button").first.click()
        page.wait_for_url(lambda url: url != before)
        expect(page.locator(".message")).to_have_count(1)
        show(page, "customer", profile)
        links = page.locator(".links li")
        expect(links).to_have_count(1)
        assert_sound(page, profile)
        links.locator("button").click()
        page.wait_for_load_state()
        expect(links).to_have_count(0)
        page.goto(before)
        expect(page.locator(".message")).to_have_count(count - 1)

    def test_belong_to_somebody_or_nobody(self, visit: Visit, profile: Profile) -> None:
        page, name = visit(who=ADMINISTRATOR), f"Uusi Omistaja {profile}"
        open_case(page, "Laskutusosoitteen vaihto")
        more(page, "change-customer")
        page.fill("#customer-name", name)
        confirm(page, "change-customer")
        show(page, "customer", profile)
        expect(page.locator(".customer-name")).to_have_text(name)
        open_case(page, "Fwd: Offer for 12 workbenches")
        more(page, "spam").locator("[value=address]").check()
        confirm(page, "spam")
        expect(page.locator(".case-meta .badge").first).to_have_text(profile.word("Spam"))
        page.goto("/admin/blocked-senders/")
        blocked = page.locator("tr", has_text="maria.lopez@elsewhere.example")
        assert_sound(page, profile)
        blocked.locator("button").click()
        expect(blocked).to_have_count(0)
        open_case(page, "Fwd: Offer for 12 workbenches")
        page.locator(".case-head .notice button").click()
        expect(page.locator(".case-meta .badge").first).to_have_text(profile.word("Waits for us"))


def change(page: Page, dialog: str, profile: Profile) -> None:
    """Choose something else in a dialog of what the case carries."""
    show(page, "customer", profile)
    before = page.locator(".properties").inner_text()
    page.locator(f".properties [data-opens={dialog}]").first.click()
    page.locator(f"#{dialog} :is([type=radio], [type=checkbox]):not(:checked)").first.check()
    confirm(page, dialog)
    show(page, "customer", profile)
    expect(page.locator(".properties")).not_to_have_text(before, use_inner_text=True)
