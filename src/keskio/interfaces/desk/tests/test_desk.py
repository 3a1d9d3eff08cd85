"""The line beside the case, saved views, columns, the palette."""

from html import unescape

import pytest
from django.test import Client as Browser

from keskio.cases.models import SavedView
from keskio.cases.tests.make import make_case, receive
from keskio.clients.models import Client, Inbox
from keskio.clients.tests.make import make_client, make_inbox
from keskio.interfaces.desk.tests.conftest import SignIn
from keskio.interfaces.desk.tests.seen import hear, seen
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, writing
from keskio.staff import operations as staff
from keskio.staff.models import Agent, Team
from keskio.staff.tests.make import make_agent

pytestmark = pytest.mark.django_db


def text_of(browser: Browser, address: str, **headers: str) -> str:
    response = browser.get(address, headers=headers)
    assert response.status_code == 200
    return unescape(response.content.decode())


def line_of(page: str) -> str:
    return page.partition('id="line"')[2].partition('id="shown"')[0]


def make_team(client: Client, *members: Agent) -> Team:
    with writing(SYSTEM):
        return staff.add_team(
            name="Chains",
            agent_ids=[one.pk for one in members],
            client_ids=[client.pk],
            actor=SYSTEM_ACTOR,
            now=NOON,
        )


def save(browser: Browser, **chosen: object) -> str:
    asked = {"view": "waiting", "name": "Late ones"} | chosen
    return unescape(browser.post("/cases/views/", asked, follow=True).content.decode())


class TestTheLineBesideACase:
    def test_marks_the_case_that_is_shown(self, browser: Browser, inbox: Inbox) -> None:
        make_case(inbox, subject="Other")
        case = make_case(inbox, subject="This")
        line = line_of(text_of(browser, f"/cases/{case.pk}/"))
        assert f'data-case="{case.pk}" aria-current="true"' in line
        assert line.count('aria-current="true"') == 1
        assert "Other" in line

    def test_is_the_list_one_came_from(self, browser: Browser, inbox: Inbox) -> None:
        case = make_case(inbox, subject="Nobody has it")
        browser.get("/cases/?view=mine")
        assert "Nothing is with you" in line_of(text_of(browser, f"/cases/{case.pk}/"))

    def test_is_another_where_the_address_says_so(self, browser: Browser, inbox: Inbox) -> None:
        case = make_case(inbox)
        browser.get("/cases/?view=mine")
        line = line_of(text_of(browser, f"/cases/{case.pk}/?view=waiting"))
        assert f'data-case="{case.pk}"' in line
        assert f'data-case="{case.pk}"' in line_of(text_of(browser, f"/cases/{case.pk}/"))

    @pytest.mark.parametrize("kept", ["view=nonsense&client=999999", "view=waiting&after=17_4"])
    def test_survives_whatever_the_browser_remembers(
        self, kept: str, browser: Browser, inbox: Inbox
    ) -> None:
        case = make_case(inbox)
        browser.cookies["line"] = kept
        assert f'data-case="{case.pk}"' in line_of(text_of(browser, f"/cases/{case.pk}/"))

    def test_is_left_out_for_a_page_that_has_it(self, browser: Browser, inbox: Inbox) -> None:
        case = make_case(inbox, subject="Chain")
        part = text_of(browser, f"/cases/{case.pk}/", **{"X-Part": "case"})
        assert "Chain" in part
        assert "<html" not in part
        assert 'id="line"' not in part

    def test_can_be_asked_for_alone(self, browser: Browser, inbox: Inbox) -> None:
        case = make_case(inbox)
        line = text_of(browser, f"/cases/line/?view=all&case={case.pk}")
        assert f'data-case="{case.pk}" aria-current="true"' in line
        assert "<html" not in line


class TestTheCustomer:
    def test_comes_with_what_they_have_written_elsewhere(
        self, browser: Browser, inbox: Inbox
    ) -> None:
        older = receive(inbox, author="a@b.example", text="Is it waterproof?")
        case = make_case(inbox, author="a@b.example", text="And in red?")
        page = text_of(browser, f"/cases/{case.pk}/").partition("pane-customer")[2]
        assert "Is it waterproof?" in page
        assert f"/cases/{older.case.pk}/#message-{older.message.pk}" in page
        assert "And in red?" not in page

    def test_comes_with_what_was_promised_to_them(self, browser: Browser, inbox: Inbox) -> None:
        make_case(inbox, author="a@b.example", subject="Older matter")
        case = make_case(inbox, author="a@b.example")
        page = text_of(browser, f"/cases/{case.pk}/")
        promised = page.partition("Promised to them")[2].partition("</section>")[0]
        assert "Older matter" in promised


class TestASavedView:
    def test_stands_among_the_views(self, browser: Browser, inbox: Inbox) -> None:
        page = save(browser, inbox=inbox.pk, sort="longest")
        assert "View saved." in page
        assert "Late ones" in text_of(browser, "/cases/")
        view = seen(SavedView.objects.get)
        assert (view.inbox_id, view.sort, view.shared_with_id) == (inbox.pk, "longest", None)

    def test_of_the_same_name_is_replaced(self, browser: Browser, inbox: Inbox) -> None:
        save(browser, sort="longest")
        save(browser, sort="newest")
        assert seen(SavedView.objects.get).sort == "newest"

    def test_is_its_owners_alone_until_it_is_shared(
        self, supervisor: Browser, company: Client, sign_in: SignIn
    ) -> None:
        colleague = sign_in(make_agent(company))
        save(supervisor)
        assert "Late ones" not in text_of(colleague, "/cases/")
        save(supervisor, share=f"client:{company.pk}")
        assert "Late ones" in text_of(colleague, "/cases/")

    def test_is_not_shown_to_who_does_not_serve_the_client(
        self, supervisor: Browser, company: Client, stranger: Browser
    ) -> None:
        save(supervisor, share=f"client:{company.pk}")
        view = seen(SavedView.objects.get)
        assert "Late ones" not in text_of(stranger, "/cases/")
        assert stranger.post(f"/cases/views/{view.pk}/remove/").status_code == 404

    def test_is_not_shared_with_a_client_one_does_not_serve(self, supervisor: Browser) -> None:
        assert "Not saved" in save(supervisor, share=f"client:{make_client('Kaari').pk}")
        assert not seen(SavedView.objects.exists)

    def test_is_shared_with_a_team(
        self, supervisor: Browser, company: Client, sign_in: SignIn
    ) -> None:
        member, colleague = make_agent(company), make_agent(company)
        team = make_team(company, member, make_agent(company))
        save(supervisor, share=f"team:{team.pk}", client=company.pk)
        assert seen(SavedView.objects.get).shared_with_team_id == team.pk
        for who, times in ((sign_in(member), 1), (sign_in(colleague), 0), (supervisor, 1)):
            rail = text_of(who, "/cases/").partition("</aside>")[0]
            assert rail.count("Late ones") == times
        with writing(SYSTEM):
            staff.remove_team(team_id=team.pk, actor=SYSTEM_ACTOR, now=NOON)
        assert "Late ones" not in text_of(sign_in(member), "/cases/")
        assert "Late ones" in text_of(supervisor, "/cases/")

    def test_is_not_shared_with_a_team_that_has_no_part_in_it(
        self, supervisor: Browser, company: Client
    ) -> None:
        other = make_client("Kaari")
        team = make_team(other, make_agent(other))
        assert "Not saved" in save(supervisor, share=f"team:{team.pk}")
        assert "Not saved" in save(supervisor, share="team:999999")
        assert "Not saved" in save(supervisor, share="team:x")
        assert not seen(SavedView.objects.exists)

    def test_is_not_about_an_inbox_one_does_not_serve(self, browser: Browser) -> None:
        assert "Not saved" in save(browser, inbox=make_inbox(make_client("Kaari")).pk)

    def test_is_removed_by_its_owner_alone(
        self, supervisor: Browser, company: Client, sign_in: SignIn
    ) -> None:
        save(supervisor, share=f"client:{company.pk}")
        address = f"/cases/views/{seen(SavedView.objects.get).pk}/remove/"
        colleague = sign_in(make_agent(company))
        assert "Only who made a view" in unescape(
            colleague.post(address, follow=True).content.decode()
        )
        supervisor.post(address)
        assert not seen(SavedView.objects.exists)

    def test_is_shared_by_who_has_the_right_alone(self, browser: Browser, company: Client) -> None:
        form = {"name": "Late ones", "share": f"client:{company.pk}"}
        assert browser.post("/cases/views/", form).status_code == 403
        assert not seen(SavedView.objects.exists)


class TestColumns:
    def test_are_those_that_the_agent_chose(self, browser: Browser, inbox: Inbox) -> None:
        case = make_case(inbox)
        browser.post("/cases/columns/", {"column": ["number", "state", "nonsense"]})
        page = text_of(browser, "/cases/")
        assert f'<td class="id">#{case.pk}</td>' in page
        assert "Waits for us" in page
        assert '<td class="when">' not in page

    def test_of_a_saved_view_go_before_them(self, browser: Browser, inbox: Inbox) -> None:
        make_case(inbox)
        save(browser, column=["opened"])
        view = seen(SavedView.objects.get)
        assert '<td class="opened">' in text_of(browser, f"/cases/?saved={view.pk}")


class TestThePalette:
    def test_finds_a_case_by_number_subject_and_customer(
        self, browser: Browser, inbox: Inbox
    ) -> None:
        case = make_case(inbox, subject="Chain for a saw", author_name="Mikko Virtanen")
        hear()
        for words in (str(case.pk), f"%23{case.pk}", "for a SAW", "virtan"):
            assert f'href="/cases/{case.pk}/"' in text_of(browser, f"/palette/?q={words}"), words

    def test_finds_a_customer_by_the_start_of_an_address(
        self, browser: Browser, inbox: Inbox
    ) -> None:
        make_case(inbox, author="mikko@customer.example", author_name="")
        page = text_of(browser, "/palette/?q=mikko@")
        assert "Customers" in page

    def test_finds_pages_and_views(self, browser: Browser, administrator: Browser) -> None:
        save(browser)
        assert "saved=" in text_of(browser, "/palette/?q=late")
        assert "/admin/" in text_of(administrator, "/palette/?q=health")
        assert "/admin/" not in text_of(browser, "/palette/?q=health")

    def test_finds_nothing_of_others(self, stranger: Browser, inbox: Inbox, agent: Agent) -> None:
        case = make_case(inbox, subject="Secret", author="mikko@customer.example")
        hear()
        for words in ("secret", str(case.pk), "mikko"):
            assert f"/cases/{case.pk}/" not in text_of(stranger, f"/palette/?q={words}")

    @pytest.mark.parametrize("words", ["9" * 30, "%00", "²", "%"])
    def test_takes_whatever_is_typed(self, browser: Browser, words: str) -> None:
        assert browser.get("/palette/", {"q": words}).status_code == 200
