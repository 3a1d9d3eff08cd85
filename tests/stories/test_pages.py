"""Every page that an administrator can reach: nothing that axe calls serious."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.installation import Running
from tests.leaks import visits
from tests.leaks.visits import routes
from tests.screenshots import ADMINISTRATOR
from tests.stories.conftest import Visit
from tests.stories.profiles import desktop, phone, told
from tests.stories.seen import grave_findings

pytestmark = pytest.mark.browser
LONG = "Oven karmin mitoitus vanhaan hirsitaloon, jossa seinä on painunut vuosien varrella 4 cm"
DENTED = "Kiuas tuli kolhiintuneena, kuvat liitteenä"
CASE = "cases/<int:case_id>/"


def at(address: str) -> Callable[[Page], None]:
    return lambda page: opened(page, address)


def case(subject: str, *, view: str = "waiting", dialog: str = "") -> Callable[[Page], None]:
    def open_it(page: Page) -> None:
        opened(page, f"/cases/?view={view}")
        page.click(f"a[data-row][title='{subject}']")
        page.wait_for_url("**/cases/*/")
        if dialog:
            page.click(f"[data-opens={dialog}]")
            expect(page.locator(f"#{dialog}")).to_be_visible()

    return open_it


def opened(page: Page, address: str) -> None:
    page.goto(address)


def new_mail(page: Page) -> None:
    opened(page, "/mail/")
    page.click(".inbox-choice a >> nth=0")
    page.wait_for_url("**/mail/*/")


PAGES: dict[str, list[Callable[[Page], None]]] = {
    "": [at("/")],
    "cases/": [at(f"/cases/?view={view}") for view in ("waiting", "mine", "all", "resolved")],
    CASE: [case(LONG), case(DENTED, view="snoozed"), case(LONG, dialog="resolve")],
    "search/": [
        at("/search/"),
        at("/search/?q=tilauksen"),
        at("/search/?q=mikko"),
        at("/search/?q=zzz"),
    ],
    "mail/": [at("/mail/")],
    "mail/<int:inbox_id>/": [new_mail],
    "admin/": [at("/admin/")],
    "admin/canned/": [at("/admin/canned/")],
    "admin/blocked-senders/": [at("/admin/blocked-senders/")],
    "admin/tags/": [at("/admin/tags/")],
    "admin/statuses/": [at("/admin/statuses/")],
    "admin/fields/": [at("/admin/fields/")],
    "admin/teams/": [at("/admin/teams/")],
    "admin/inboxes/<int:inbox_id>/mail/": [at("/admin/inboxes/1/mail/")],
    "note/": [at("/note/")],
    "me/notifications/": [at("/me/notifications/")],
    "admin/audit/": [at("/admin/audit/")],
    "admin/clients/": [at("/admin/clients/")],
    "admin/clients/new/": [at("/admin/clients/new/")],
    "admin/clients/<int:client_id>/": [at("/admin/clients/1/")],
    "admin/clients/<int:client_id>/inboxes/new/": [at("/admin/clients/1/inboxes/new/")],
    "admin/inboxes/<int:inbox_id>/": [at("/admin/inboxes/1/")],
    "admin/people/": [at("/admin/people/")],
    "admin/people/invite/": [at("/admin/people/invite/")],
    "admin/people/<int:agent_id>/": [at("/admin/people/1/")],
    "admin/roles/": [at("/admin/roles/")],
    "admin/roles/new/": [at("/admin/roles/new/")],
    "admin/tokens/": [at("/admin/tokens/")],
    "admin/settings-file/": [at("/admin/settings-file/")],
    "admin/health/": [at("/admin/health/")],
    "admin/unprocessed/": [at("/admin/unprocessed/")],
    "me/": [at("/me/")],
    "accounts/logout/": [at("/accounts/logout/")],
    "accounts/inactive/": [at("/accounts/inactive/")],
    "accounts/signup/": [at("/accounts/signup/")],
    "accounts/reauthenticate/": [at("/accounts/reauthenticate/")],
    "accounts/password/change/": [at("/accounts/password/change/")],
    "accounts/password/reset/": [at("/accounts/password/reset/")],
    "accounts/password/reset/done/": [at("/accounts/password/reset/done/")],
    "accounts/password/reset/key/done/": [at("/accounts/password/reset/key/done/")],
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": [
        at("/accounts/password/reset/key/1-set-password/")
    ],
    "accounts/2fa/": [at("/accounts/2fa/")],
    "accounts/2fa/totp/activate/": [at("/accounts/2fa/totp/activate/")],
    "nowhere/": [at("/nowhere/")],
}
"""How each is reached; some in more than one state."""

ELSEWHERE = {
    "api/v1/docs": "for programmers, and drawn by another package",
    "messages/<int:message_id>/html/": "a customer's mail: no script runs in it, not even axe",
    "admin/canned/<int:canned_id>/": "the form of admin/canned/, filled in",
    "accounts/login/": "looked at signed out, below",
    "invited/<word>/": "opened by a link in a mail: the story of the administration does",
    "admin/roles/own/<role>/": "the form of a new role, filled in; the demo has no own one",
    "first-visit/": "looked at in an empty installation, below",
    "accounts/password/set/": "leads on: every agent who gets in has a password",
    "accounts/2fa/authenticate/": "leads on: for who has a second step",
    "accounts/2fa/reauthenticate/": "for who has a second step",
    "accounts/2fa/totp/deactivate/": "for who has a second step",
    "accounts/2fa/recovery-codes/": "for who has a second step",
    "accounts/2fa/recovery-codes/generate/": "for who has a second step",
    "accounts/2fa/recovery-codes/download/": "for who has a second step",
}
NO_PAGES = {
    "healthz",
    "api/v1/openapi.json",
    "attachments/<int:attachment_id>/",
    "cases/line/",
    "cases/<int:case_id>/dialogs/",
    "cases/<int:case_id>/other-cases/",
    "cases/<int:case_id>/other-customers/",
    "note/found/",
    "palette/",
    "drafts/files/<int:file_id>/",
    "drafts/addresses/",
    "drafts/words/",
    "admin/settings-file/download/",
}


@pytest.fixture
def page(visit: Visit) -> Page:
    return visit("/me/", who=ADMINISTRATOR)


class TestEveryPage:
    def test_is_looked_at(self) -> None:
        known = {*PAGES, *ELSEWHERE, *NO_PAGES, *only_posted_to()}
        assert routes() - known == set()

    @told(desktop("light"), phone("dark"))
    def test_has_nothing_grave(self, page: Page) -> None:
        findings = {}
        for route, ways in PAGES.items():
            for number, reach in enumerate(ways):
                reach(page)
                if found := grave_findings(page):
                    findings[f"{route} {number}"] = found
        assert findings == {}

    @told(desktop("dark"), phone("light"))
    def test_is_so_before_signing_in(self, page: Page) -> None:
        page.context.clear_cookies()
        opened(page, "/accounts/login/")
        assert grave_findings(page) == []

    @told(phone("light", "fi"))
    def test_fits_onto_a_phone_where_words_are_long(self, page: Page) -> None:
        too_wide = {}
        for route, ways in PAGES.items():
            ways[0](page)
            too_wide[route] = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
        assert {route: by for route, by in too_wide.items() if by > 0} == {}


class TestTheFirstVisit:
    def test_has_nothing_grave(self, chromium: Browser, empty: Running) -> None:
        page = chromium.new_page()
        opened(page, f"http://127.0.0.1:{empty.port}/")
        assert "first-visit" in page.url
        assert grave_findings(page) == []
        page.close()


def only_posted_to() -> set[str]:
    routes_of = {
        method: {visit.route for visit in visits.PAGES if visit.method == method}
        for method in ("GET", "POST")
    }
    forms = routes_of["POST"] - routes_of["GET"]
    return {visits.by_its_name(route) for route in forms}
