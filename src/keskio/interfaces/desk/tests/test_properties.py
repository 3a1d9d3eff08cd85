from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.utils import timezone

from keskio.cases.models import Case, CaseTag, ChecklistItem, FieldValue, Follower, Reminder
from keskio.cases.tests.make import make_case
from keskio.clients import operations as clients
from keskio.clients import queries
from keskio.clients.models import Client, Field, FieldKind, Inbox, StatusOf
from keskio.interfaces.desk.tests.seen import fresh, seen
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, writing
from keskio.staff import operations as staff
from keskio.staff.models import Agent, AgentNotification, NotificationKind
from keskio.staff.tests.make import make_agent

pytestmark = pytest.mark.django_db
WHO: Any = {"actor": SYSTEM_ACTOR, "now": NOON}
CHANGES = ["priority", "status", "tags", "fields", "follow", "checklist", "reminders", "hand-over"]


@pytest.fixture
def case(inbox: Inbox) -> Case:
    return make_case(inbox)


@pytest.fixture
def field(company: Client) -> Field:
    made: Field = define(clients.add_field, company, name="Worth", kind=FieldKind.NUMBER)
    return made


def define(operation: Any, company: Client, **chosen: Any) -> Any:
    with writing(SYSTEM):
        return operation(client_id=company.pk, **chosen, **WHO)


def change(browser: Browser, case: Case, how: str, **sent: object) -> str:
    """What the page says after the change."""
    response = browser.post(f"/cases/{case.pk}/{how}/", sent, follow=True)
    assert response.status_code == 200
    fresh(case)
    return response.content.decode()


class TestChanges:
    @pytest.mark.parametrize("how", CHANGES)
    def test_of_another_clients_case_are_not_found(
        self, stranger: Browser, case: Case, how: str
    ) -> None:
        soon = (timezone.now() + timedelta(hours=1)).isoformat()
        sent = {"priority": 4, "text": "Call", "until": soon}
        assert stranger.post(f"/cases/{case.pk}/{how}/", sent).status_code == 404

    @pytest.mark.parametrize("how", CHANGES)
    def test_are_not_made_by_following_a_link(self, browser: Browser, case: Case, how: str) -> None:
        assert browser.get(f"/cases/{case.pk}/{how}/").status_code == 405

    @pytest.mark.parametrize(
        ("how", "sent"),
        [
            ("priority", {"priority": "9"}),
            ("status", {"status": "x"}),
            ("tags", {"tag": "x"}),
            ("hand-over", {"to": "agent:x"}),
            ("hand-over", {"to": "cat:1"}),
        ],
    )
    def test_that_make_no_sense_are_refused(
        self, browser: Browser, case: Case, how: str, sent: dict[str, str]
    ) -> None:
        assert browser.post(f"/cases/{case.pk}/{how}/", sent).status_code == 400


class TestSmallChanges:
    def test_in_one_go_are_one_line_that_can_be_opened(self, browser: Browser, case: Case) -> None:
        pages = [change(browser, case, "checklist", text=f"Step {n}") for n in range(3)]
        page = pages[-1]
        assert "3 changes by <b>Jenni Korhonen</b>" in page
        assert "Step added by <b>Jenni Korhonen</b>: <b>Step 2</b>" in page

    def test_around_a_message_are_told_on_either_side(self, browser: Browser, case: Case) -> None:
        for _ in range(2):
            change(browser, case, "checklist", text="Before")
        browser.post(f"/cases/{case.pk}/note/", {"text": "Hm", "request_key": uuid4()})
        for _ in range(2):
            change(browser, case, "checklist", text="After")
        page = browser.get(f"/cases/{case.pk}/").content.decode()
        assert "changes by" not in page
        assert page.count("Step added by") == 4


class TestTags:
    def test_are_exactly_those_that_were_ticked(
        self, browser: Browser, company: Client, case: Case
    ) -> None:
        one, other = (define(clients.add_tag, company, name=name) for name in ("saw", "<b>VIP"))
        change(browser, case, "tags", tag=[one.pk])
        page = change(browser, case, "tags", tag=[other.pk])
        assert seen(lambda: CaseTag.objects.get(case=case)).tag_id == other.pk
        assert "Tag <b>saw</b> taken off by <b>Jenni Korhonen</b>" in page
        assert "Tagged <b>&lt;b&gt;VIP</b> by <b>Jenni Korhonen</b>" in page

    def test_that_are_gone_meanwhile_are_refused_in_words(
        self, browser: Browser, company: Client, case: Case
    ) -> None:
        tag = define(clients.add_tag, company, name="saw")
        with writing(SYSTEM):
            clients.remove_tag(tag_id=tag.pk, **WHO)
        assert "no longer there" in change(browser, case, "tags", tag=[tag.pk])


class TestPriorityAndStatus:
    def test_are_set_and_told(self, browser: Browser, company: Client, case: Case) -> None:
        status = define(clients.add_status, company, name="shop is asked", state=StatusOf.OPEN)
        change(browser, case, "status", status=status.pk)
        page = change(browser, case, "priority", priority=4)
        assert (case.status_id, case.priority) == (status.pk, 4)
        assert "Status set to <b>shop is asked</b>" in page
        assert "Priority changed from Normal to Urgent" in page


class TestFields:
    def test_are_filled_in_and_shown_in_the_readers_form(
        self, browser: Browser, case: Case, field: Field
    ) -> None:
        page = change(browser, case, "fields", **{str(field.pk): "1 200,5"})
        assert seen(lambda: FieldValue.objects.get(case=case)).value == 1200.5
        assert "1,200.5" in page
        assert "<b>Worth</b> filled in by" in page

    def test_that_do_not_fit_are_shown_again_with_what_they_want(
        self, browser: Browser, case: Case, field: Field
    ) -> None:
        response = browser.post(f"/cases/{case.pk}/fields/", {str(field.pk): "<much>"})
        page = response.content.decode()
        assert response.status_code == 422
        assert "Write a number" in page
        assert 'value="&lt;much&gt;"' in page
        assert "data-opened" in page

    def test_that_are_required_hold_back_the_end(
        self, browser: Browser, company: Client, case: Case
    ) -> None:
        define(clients.add_field, company, name="Order", kind=FieldKind.TEXT, required=True)
        page = change(browser, case, "resolve", outcome="solved")
        assert "first fill in Order" in page
        assert case.state == "open"


class TestAChecklist:
    def test_is_worked_through(self, browser: Browser, agent: Agent, case: Case) -> None:
        change(browser, case, "checklist", text="Call the shop")
        item = seen(lambda: ChecklistItem.objects.get(case=case))
        page = change(browser, case, f"checklist/{item.pk}", do="done")
        assert seen(lambda: ChecklistItem.objects.get(case=case)).done_by_id == agent.pk
        assert "Step done by <b>Jenni Korhonen</b>: <b>Call the shop</b>" in page
        change(browser, case, f"checklist/{item.pk}", do="remove")
        assert not seen(ChecklistItem.objects.exists)


class TestWhoIsTold:
    def test_is_whoever_follows(self, browser: Browser, agent: Agent, case: Case) -> None:
        assert "Following" in change(browser, case, "follow", following=1)
        assert seen(lambda: Follower.objects.get(case=case)).agent_id == agent.pk
        change(browser, case, "follow")
        assert not seen(Follower.objects.exists)

    def test_is_whoever_wants_to_be_reminded(self, browser: Browser, case: Case) -> None:
        until = timezone.now() + timedelta(hours=3)
        change(browser, case, "reminders", until=until.isoformat(), returns="1")
        reminder = seen(lambda: Reminder.objects.get(case=case))
        assert (reminder.due_at, reminder.returns) == (until, True)
        change(browser, case, f"reminders/{reminder.pk}/cancel")
        assert not seen(Reminder.objects.exists)

    def test_needs_a_time(self, browser: Browser, case: Case) -> None:
        assert "Choose when" in change(browser, case, "reminders", until="soon")


class TestHandingOver:
    def test_to_a_colleague_brings_the_note_and_rings_the_bell(
        self, browser: Browser, company: Client, case: Case, sign_in: Any
    ) -> None:
        colleague = make_agent(company)
        page = change(browser, case, "hand-over", to=f"agent:{colleague.pk}", note="At home.")
        assert case.assignee_id == colleague.pk
        assert "At home." in page
        theirs = sign_in(colleague)
        assert "Notifications, 1 new" in theirs.get("/cases/").content.decode()

    def test_to_a_team_and_back_to_everybody(
        self, browser: Browser, company: Client, agent: Agent, case: Case
    ) -> None:
        with writing(SYSTEM):
            team = staff.add_team(name="Saws", agent_ids=[agent.pk], client_ids=[company.pk], **WHO)
        page = change(browser, case, "hand-over", to=f"team:{team.pk}")
        assert "With the team Saws" in page
        page = change(browser, case, "hand-over", to="")
        assert case.team_id is None
        assert "Released from its team" in page


class TestNotifications:
    @pytest.fixture
    def told(self, agent: Agent, case: Case) -> AgentNotification:
        with writing(SYSTEM):
            staff.notify_agent(
                agent_id=agent.pk,
                kind=NotificationKind.MENTION,
                case_id=case.pk,
                inbox_id=case.inbox_id,
                client_id=case.client_id,
                **WHO,
            )
            return AgentNotification.objects.get()

    def test_lead_to_the_case_and_are_read_then(
        self, browser: Browser, case: Case, told: AgentNotification
    ) -> None:
        page = browser.get("/me/notifications/?part").content.decode()
        assert "Keskiö mentioned you" in page
        assert case.subject in page
        response = browser.post(f"/me/notifications/{told.pk}/")
        assert response["Location"] == f"/cases/{case.pk}/"
        assert fresh(told).read_at is not None

    def test_of_somebody_else_are_not_found(
        self, sign_in: Any, company: Client, told: AgentNotification
    ) -> None:
        other = sign_in(make_agent(company))
        assert other.post(f"/me/notifications/{told.pk}/").status_code == 404
        assert fresh(told).read_at is None

    def test_are_all_read_at_once(self, browser: Browser, told: AgentNotification) -> None:
        browser.post("/me/notifications/read/")
        assert fresh(told).read_at is not None


class TestDefinitions:
    @pytest.mark.parametrize(
        ("page", "sent"),
        [
            ("tags", {"name": "Gold", "colour": "sky"}),
            ("statuses", {"name": "Gold", "state": "waiting"}),
            ("fields", {"name": "Gold", "kind": "choice", "choices": "a\nb", "required": "on"}),
        ],
    )
    def test_are_added_refused_changed_and_removed(
        self, administrator: Browser, company: Client, page: str, sent: dict[str, str]
    ) -> None:
        new = {f"new-{company.pk}-{name}": value for name, value in sent.items()}
        address = f"/admin/{page}/"
        shown = administrator.post(address, {"client": company.pk, **new}, follow=True)
        assert "Gold" in shown.content.decode()
        again = administrator.post(address, {"client": company.pk, **new})
        assert again.status_code == 422
        assert "Another one has this name" in again.content.decode()
        all_of = {"tags": "tags_of", "statuses": "statuses_of", "fields": "fields_of"}[page]
        (one,) = defined(all_of, company)
        changed = {f"{one.pk}-{name}": value for name, value in sent.items()}
        changed |= {f"{one.pk}-name": "Silver", f"{one.pk}-position": "4"}
        administrator.post(f"{address}{one.pk}/", changed)
        assert [one.name for one in defined(all_of, company)] == ["Silver"]
        administrator.post(f"{address}{one.pk}/", {"remove": "1"})
        assert defined(all_of, company) == []

    def test_are_not_for_agents(self, browser: Browser) -> None:
        for page in ("tags", "statuses", "fields", "teams"):
            assert browser.get(f"/admin/{page}/").status_code == 403

    def test_of_teams_want_people(
        self, administrator: Browser, company: Client, agent: Agent
    ) -> None:
        sent = {"new-name": "Saws", "new-client_ids": company.pk}
        assert administrator.post("/admin/teams/", sent).status_code == 422
        sent["new-agent_ids"] = agent.pk
        page = administrator.post("/admin/teams/", sent, follow=True).content.decode()
        assert "Saws" in page


def defined(all_of: str, company: Client) -> list[Any]:
    return seen(lambda: getattr(queries, all_of)(company.pk))
