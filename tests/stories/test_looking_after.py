"""Administration: what cases carry, teams, roles, canned responses, settings as a file, changes."""

import pytest
from playwright.sync_api import Page, expect

from tests.screenshots import ADMINISTRATOR
from tests.stories.conftest import Visit
from tests.stories.profiles import Profile, desktop, phone, told
from tests.stories.seen import assert_sound

pytestmark = pytest.mark.browser


@told(desktop("dark"), phone("light", "sv"))
class TestTheAdministration:
    def test_says_what_each_page_is_for(self, visit: Visit, profile: Profile) -> None:
        page = visit("/admin/", who=ADMINISTRATOR)
        pages = page.locator(".admin-index li")
        said = [one.locator("p").inner_text() for one in pages.all()]
        assert len(said) > 12
        assert all(len(words) > 20 for words in said)
        assert_sound(page, profile)

    @pytest.mark.parametrize("kind", ["tags", "statuses", "fields"])
    def test_defines_what_cases_carry(self, visit: Visit, profile: Profile, kind: str) -> None:
        page, name = visit(f"/admin/{kind}/", who=ADMINISTRATOR), f"{kind} {profile}"
        section = page.locator("section.section").first
        section.locator("details").last.locator("summary").click()
        form = section.locator("form:has([name=client])")
        form.locator("[name$=name]").fill(name)
        submit(page, "section.section >> nth=0 >> form:has([name=client]) >> .primary")
        made = page.locator(".definitions li", has_text=name)
        made.locator("summary").click()
        made.locator("[name$=name]").fill(f"{name} 2")
        assert_sound(page, profile)
        made.locator(".primary").click()
        expect(page.locator(".definitions li", has_text=f"{name} 2")).to_have_count(1)

    def test_makes_teams_and_canned_responses(self, visit: Visit, profile: Profile) -> None:
        page = visit("/admin/teams/", who=ADMINISTRATOR)
        page.locator("summary").last.click()
        form = page.locator("form[action$='/teams/']")
        form.locator("[name$=name]").fill(f"Team {profile}")
        for name in ("agent_ids", "client_ids"):
            form.locator(f"[name$={name}]").first.check()
        submit(page, "form[action$='/teams/'] .primary")
        expect(page.locator(".definitions")).to_contain_text(f"Team {profile}")
        page.goto("/admin/canned/")
        page.fill("[name=shortcut]", f"hej-{profile}")
        page.fill("[name=name]", f"Hej {profile}")
        page.locator("main textarea").first.fill("Hej {{ customer.name }}!")
        submit(page, "main .section form .primary")
        expect(page.locator("table")).to_contain_text(f"/hej-{profile}")
        assert_sound(page, profile)

    def test_gives_a_role_certain_rights(self, visit: Visit, profile: Profile) -> None:
        page, slug = visit("/admin/roles/new/", who=ADMINISTRATOR), f"extra-{profile}"
        page.fill("[name=name]", f"Extra {profile}")
        page.fill("[name=slug]", slug)
        page.locator("[name=rights]").first.check()
        submit(page, "main form .primary")
        page.goto("/admin/roles/")
        role = page.locator(f"section[aria-labelledby='role-{slug}']")
        expect(role.locator(".rights li")).to_have_count(1)
        role.locator("[name=asked]").click()
        expect(role).to_contain_text(profile.word("Must sign in with two steps."))
        assert_sound(page, profile)
        page.goto("/admin/audit/")
        expect(page.locator("table.audit")).to_contain_text(f"Extra {profile}")

    def test_puts_settings_in_from_a_file(self, visit: Visit, profile: Profile) -> None:
        page = visit("/admin/settings-file/", who=ADMINISTRATOR)
        text = page.locator("main textarea")
        text.fill("roles:\n- slug: nobody\n  nonsense: 1\n")
        submit(page, "[value=compare]")
        expect(page.locator("[role=alert]")).to_contain_text(profile.word("Nothing was changed."))

        with page.expect_download() as download:
            page.locator("a[href$='/download/']").click()
        settings = download.value.path().read_text()
        changed = settings.replace(
            "answer_within_hours: 8", f"answer_within_hours: {12 + profile.is_phone}", 1
        )
        assert changed != settings
        text.fill(changed)
        submit(page, "[value=compare]")
        expect(page.locator("table.audit")).to_contain_text(str(12 + profile.is_phone))
        assert_sound(page, profile)
        submit(page, "[value=apply]")
        page.goto("/admin/settings-file/")
        text.fill(changed)
        submit(page, "[value=compare]")
        expect(page.locator("main")).to_contain_text(
            profile.word("Nothing: all of it is set like this already.")
        )


def submit(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.locator(button).first.click()
