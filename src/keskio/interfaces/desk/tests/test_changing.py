from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.utils import timezone

from keskio.cases.models import ActiveTime, Case, State
from keskio.cases.tests.make import make_case
from keskio.clients.models import Client, Inbox
from keskio.clients.tests.make import make_client, make_reason
from keskio.interfaces.desk.tests.seen import fresh, seen
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.kit.scopes import SYSTEM, writing
from keskio.routing import operations as routing
from keskio.staff.models import Agent
from keskio.staff.tests.make import make_agent

pytestmark = pytest.mark.django_db

CHANGES = ["resolve", "reopen", "snooze", "assign", "time", "time/correct"]


@pytest.fixture
def case(inbox: Inbox) -> Case:
    return make_case(inbox)


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
        soon = timezone.now() + timedelta(hours=1)
        sent = {
            "outcome": "solved",
            "until": soon.isoformat(),
            "visit": uuid4(),
            "seconds": 9,
            "minutes": 3,
        }
        assert stranger.post(f"/cases/{case.pk}/{how}/", sent).status_code == 404

    @pytest.mark.parametrize("how", [*CHANGES, "reply", "note"])
    def test_are_not_made_by_following_a_link(self, browser: Browser, case: Case, how: str) -> None:
        assert browser.get(f"/cases/{case.pk}/{how}/").status_code == 405


class TestResolving:
    def test_keeps_reason_and_outcome(self, browser: Browser, company: Client, case: Case) -> None:
        reason = make_reason(company)
        assert "Resolved." in change(browser, case, "resolve", reason=reason.pk, outcome="partly")
        assert (case.state, case.reason_id, case.outcome) == (State.RESOLVED, reason.pk, "partly")

    def test_asks_for_an_outcome(self, browser: Browser, case: Case) -> None:
        assert "Choose how it ended" in change(browser, case, "resolve")
        assert case.state == State.OPEN

    def test_does_not_take_another_clients_reason(self, browser: Browser, case: Case) -> None:
        foreign = make_reason(make_client("Kaari"))
        page = change(browser, case, "resolve", reason=foreign.pk, outcome="solved")
        assert "not one of the client&#x27;s" in page
        assert case.state == State.OPEN

    def test_is_undone_by_reopening(self, browser: Browser, case: Case) -> None:
        change(browser, case, "resolve", outcome="solved")
        assert "Open again." in change(browser, case, "reopen")
        assert case.state == State.OPEN


class TestSnoozing:
    def test_until_a_moment_that_was_offered(self, browser: Browser, case: Case) -> None:
        until = timezone.now() + timedelta(hours=3)
        change(browser, case, "snooze", until=until.isoformat())
        assert (case.state, case.snoozed_until) == (State.SNOOZED, until)

    def test_until_a_moment_by_the_agents_own_clock(
        self, browser: Browser, agent: Agent, case: Case
    ) -> None:
        Agent.objects.filter(pk=agent.pk).update(time_zone="Europe/Warsaw")
        change(browser, case, "snooze", until="other", at="2099-01-02T09:00")
        assert case.snoozed_until is not None
        assert case.snoozed_until.isoformat() == "2099-01-02T08:00:00+00:00"

    @pytest.mark.parametrize("until", ["2020-01-01T09:00+00:00", "later", "2099-01-01T09:00", ""])
    def test_needs_a_moment_to_come(self, browser: Browser, case: Case, until: str) -> None:
        page = change(browser, case, "snooze", until=until)
        assert "That time has passed" in page or "Choose until when" in page
        assert case.state == State.OPEN


class TestAssigning:
    def test_gives_the_case_to_a_colleague_and_back(
        self, browser: Browser, company: Client, case: Case
    ) -> None:
        colleague = make_agent(company)
        change(browser, case, "assign", agent=colleague.pk)
        assert case.assignee_id == colleague.pk
        change(browser, case, "assign", agent="")
        assert case.assignee_id is None

    def test_refuses_who_does_not_serve_the_client(self, browser: Browser, case: Case) -> None:
        page = change(browser, case, "assign", agent=make_agent().pk)
        assert "does not serve the client" in page
        assert case.assignee_id is None


class TestTime:
    def test_is_counted_once_for_each_visit(self, browser: Browser, case: Case) -> None:
        visit = uuid4()
        for seconds in (30, 60, 60, 45):
            sent = {"visit": visit, "seconds": seconds}
            assert browser.post(f"/cases/{case.pk}/time/", sent).status_code == 204
        assert seen(lambda: ActiveTime.objects.get(case=case)).seconds == 60

    def test_is_corrected_by_the_agent(self, browser: Browser, case: Case) -> None:
        browser.post(f"/cases/{case.pk}/time/", {"visit": uuid4(), "seconds": 600})
        page = change(browser, case, "time/correct", minutes=4)
        assert "corrected from 10 min to 4 min" in page
        assert seen(lambda: ActiveTime.objects.get(case=case)).seconds == 240

    def test_is_not_taken_when_it_makes_no_sense(self, browser: Browser, case: Case) -> None:
        for sent in ({"visit": "x", "seconds": 5}, {"visit": uuid4(), "seconds": -5}):
            assert browser.post(f"/cases/{case.pk}/time/", sent).status_code == 400


class TestTakeNext:
    def test_leads_to_whoever_was_promised_soonest(
        self, browser: Browser, agent: Agent, case: Case
    ) -> None:
        with writing(SYSTEM):
            routing.put_in_line(case_ids=[case.pk], actor=SYSTEM_ACTOR, now=case.opened_at)
        response = browser.post("/cases/next/")
        assert response["Location"] == f"/cases/{case.pk}/"
        assert fresh(case).assignee_id == agent.pk

    def test_says_that_nobody_waits(self, browser: Browser) -> None:
        page = browser.post("/cases/next/", follow=True).content.decode()
        assert "Nobody is waiting. You are up to date." in page


class TestPresence:
    def test_is_set_from_every_page(self, browser: Browser, agent: Agent) -> None:
        browser.post("/me/presence/", {"presence": "break"})
        assert Agent.objects.get(pk=agent.pk).presence == "break"

    def test_is_one_of_four(self, browser: Browser) -> None:
        assert browser.post("/me/presence/", {"presence": "asleep"}).status_code == 400

    def test_leads_nowhere_else(self, browser: Browser) -> None:
        sent = {"presence": "here"}
        response = browser.post("/me/presence/", sent, headers={"Referer": "https://evil.example/"})
        assert response["Location"] == "/cases/"


class TestSettings:
    def test_change_the_language_of_the_next_page(self, browser: Browser) -> None:
        page = browser.post("/me/", {"language": "pl"}, follow=True).content.decode()
        assert '<html lang="pl">' in page
        assert "Zapisano." in page
