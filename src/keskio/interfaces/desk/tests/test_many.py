import re
from html import unescape

import pytest
from django.test import Client as Browser

from keskio.cases.models import Case, State
from keskio.cases.tests.make import make_case
from keskio.clients.models import Inbox
from keskio.interfaces.desk.tests.seen import fresh
from keskio.staff.models import Agent

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(inbox: Inbox) -> list[Case]:
    return [make_case(inbox, author=f"{who}@customer.example") for who in "abc"]


def change(browser: Browser, do: str, cases: list[Case], **chosen: object) -> str:
    """The page it leads to."""
    asked = {"do": do, "case": [case.pk for case in cases]} | chosen
    response = browser.post("/cases/bulk/", asked, follow=True)
    assert response.status_code == 200
    return unescape(response.content.decode())


def undo(browser: Browser, page: str) -> str:
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)
    assert sealed, page
    response = browser.post("/cases/undo/", {"sealed": sealed[1]}, follow=True)
    return unescape(response.content.decode())


class TestManyAtOnce:
    def test_are_given_to_who_asks(self, browser: Browser, cases: list[Case], agent: Agent) -> None:
        page = change(browser, "to-me", cases)
        assert "3 cases changed." in page
        assert {fresh(case).assignee_id for case in cases} == {agent.pk}

    def test_are_resolved_with_one_outcome(self, browser: Browser, cases: list[Case]) -> None:
        change(browser, "resolve", cases, outcome="solved")
        assert {fresh(case).state for case in cases} == {State.RESOLVED}

    def test_rest_until_a_moment(self, browser: Browser, cases: list[Case]) -> None:
        change(browser, "snooze", cases, until="2099-01-02T09:00+00:00")
        assert {fresh(case).state for case in cases} == {State.SNOOZED}

    def test_tell_which_could_not_and_why(self, browser: Browser, cases: list[Case]) -> None:
        change(browser, "resolve", cases[:1], outcome="solved")
        page = change(browser, "resolve", cases, outcome="solved")
        assert "2 cases changed." in page
        assert "1 case was left as it is: The case is already resolved." in page

    def test_leave_alone_what_is_not_the_viewers(
        self, stranger: Browser, cases: list[Case]
    ) -> None:
        page = change(stranger, "to-me", cases)
        assert "3 cases were left as they are" in page
        assert fresh(cases[0]).assignee_id is None

    @pytest.mark.parametrize(
        "asked",
        [
            {"do": "explode"},
            {"do": "to-me", "case": "x"},
            {"do": "to-me", "case": "9" * 30},
            {"do": "assign", "case": ["-1"]},
        ],
    )
    def test_refuse_what_was_never_offered(
        self, browser: Browser, asked: dict[str, object]
    ) -> None:
        assert browser.post("/cases/bulk/", asked).status_code == 400

    def test_change_nothing_while_something_is_not_chosen(
        self, browser: Browser, cases: list[Case]
    ) -> None:
        assert "not chosen yet" in change(browser, "resolve", cases)
        assert fresh(cases[0]).state == State.OPEN


class TestUndo:
    def test_puts_all_of_them_back(self, browser: Browser, cases: list[Case]) -> None:
        page = undo(browser, change(browser, "resolve", cases, outcome="solved"))
        assert "Undone." in page
        assert {fresh(case).state for case in cases} == {State.OPEN}

    def test_keeps_the_promise_that_was_given(self, browser: Browser, cases: list[Case]) -> None:
        promised = cases[0].promised_at
        undo(browser, change(browser, "resolve", cases, outcome="solved"))
        assert fresh(cases[0]).promised_at == promised

    def test_is_offered_after_one_change_too(self, browser: Browser, cases: list[Case]) -> None:
        address = f"/cases/{cases[0].pk}/resolve/"
        page = browser.post(address, {"outcome": "solved"}, follow=True).content.decode()
        undo(browser, page)
        assert fresh(cases[0]).state == State.OPEN

    def test_says_when_it_is_too_late(self, browser: Browser, cases: list[Case]) -> None:
        page = change(browser, "resolve", cases[:1], outcome="solved")
        browser.post(f"/cases/{cases[0].pk}/reopen/")
        assert "cannot be undone any more" in undo(browser, page)

    def test_is_for_who_did_it_alone(
        self, browser: Browser, stranger: Browser, cases: list[Case]
    ) -> None:
        page = change(browser, "resolve", cases, outcome="solved")
        assert "cannot be undone any more" in undo(stranger, page)
        assert fresh(cases[0]).state == State.RESOLVED
