import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from keskio.cases import operations, queries
from keskio.cases.models import Case, Outcome, Priority
from keskio.cases.queries import SORTS, NoSuchOrder, Only, Sort, View
from keskio.cases.queries.ranges import COUNTED_UP_TO, FEW, RANGES_AT_ONCE
from keskio.cases.tests.make import make_case
from keskio.clients.models import Inbox
from keskio.clients.tests.make import make_client, make_inbox
from keskio.customers.operations import Claim, recognise_customer
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.staff.models import Agent, Role
from keskio.staff.tests.make import make_agent
from keskio.staff.viewers import Viewer

pytestmark = pytest.mark.django_db(transaction=True)


def seeing(*inboxes: Inbox, agent_id: int | None = None) -> Viewer:
    clients = frozenset(inbox.client_id for inbox in inboxes)
    return Viewer(actor=SYSTEM_ACTOR, clients=clients, role=Role.AGENT, agent_id=agent_id)


def listed(
    viewer: Viewer, view: View, sort: Sort | None = None, *, limit: int = 2, **only: object
) -> list[int]:
    """All pages, one after the other."""
    found: list[int] = []
    after = ""
    while True:
        with reading(SYSTEM):
            page = queries.list_cases(
                viewer=viewer,
                view=view,
                sort=sort,
                only=Only(**only),  # type: ignore[arg-type]
                after=after,
                limit=limit,
            )
        found += [case.pk for case in page.cases]
        if page.next is None:
            return found
        after = page.next


@pytest.fixture
def inbox() -> Inbox:
    return make_inbox()


@pytest.fixture
def cases(inbox: Inbox) -> list[Case]:
    """Five that wait, of three customers of two inboxes, one after the other."""
    other = make_inbox(inbox.client)
    return [
        make_case(where, author=f"{who}@customer.example", now=NOON + timedelta(minutes=number))
        for number, (where, who) in enumerate(
            [(inbox, "a"), (inbox, "b"), (other, "a"), (inbox, "c"), (inbox, "b")]
        )
    ]


class TestEveryOrder:
    @pytest.mark.parametrize(("view", "sort"), [(v, s) for v in View for s in SORTS[v]])
    def test_shows_each_case_once(self, inbox: Inbox, view: View, sort: Sort) -> None:
        agent = make_agent(inbox.client)
        made = {make_case(inbox, now=NOON + timedelta(minutes=n)).pk for n in range(5)}
        for pk in made:
            bring_into(view, pk, agent.pk)
        found = listed(seeing(inbox, agent_id=agent.pk), view, sort)
        assert sorted(found) == sorted(made)

    def test_begins_with_who_has_waited_longest(self, inbox: Inbox, cases: list[Case]) -> None:
        found = listed(seeing(inbox), View.WAITING, Sort.LONGEST)
        assert found == [case.pk for case in cases]

    def test_begins_with_the_urgent_then_the_high(self, inbox: Inbox, cases: list[Case]) -> None:
        levels = [Priority.LOW, Priority.HIGH, Priority.NORMAL, Priority.URGENT, Priority.HIGH]
        for case, priority in zip(cases, levels, strict=True):
            with writing(SYSTEM):
                operations.set_priority(
                    case_id=case.pk, priority=priority, actor=SYSTEM_ACTOR, now=NOON
                )
        in_line = [cases[place].pk for place in (3, 1, 4, 0, 2)]
        assert listed(seeing(inbox), View.WAITING) == in_line
        assert listed(seeing(inbox), View.WAITING, Sort.PROMISE) == [one.pk for one in cases]

    def test_turns_round(self, inbox: Inbox, cases: list[Case]) -> None:
        newest = listed(seeing(inbox), View.ALL, Sort.NEWEST)
        assert newest == listed(seeing(inbox), View.ALL, Sort.OLDEST)[::-1]
        assert newest[0] == cases[-1].pk

    def test_keeps_a_customers_cases_together(self, inbox: Inbox, cases: list[Case]) -> None:
        by_id = {case.pk: case.customer_id for case in cases}
        found = [by_id[pk] for pk in listed(seeing(inbox), View.WAITING, Sort.CUSTOMER)]
        assert found == sorted(found, key=lambda pk: pk or 0, reverse=True)

    def test_that_a_view_is_not_kept_in_is_refused(self, inbox: Inbox) -> None:
        with pytest.raises(NoSuchOrder):
            listed(seeing(inbox), View.RESOLVED, Sort.CUSTOMER)

    def test_uses_the_index_made_for_it(self, inbox: Inbox) -> None:
        if connection.vendor != "sqlite":
            pytest.skip("PostgreSQL reads a small table whole, whatever indexes there are")
        names = {
            Sort.LINE: "case_by_rank",
            Sort.PROMISE: "case_by_promise",
            Sort.LONGEST: "case_by_wait",
            Sort.NEWEST: "case_by_news",
            Sort.OLDEST: "case_by_news",
            Sort.CUSTOMER: "case_by_customer",
        }
        for sort, index in names.items():
            assert f"USING INDEX {index}" in plan(inbox, sort) or (
                f"USING COVERING INDEX {index}" in plan(inbox, sort)
            )


class TestAList:
    def test_can_be_narrowed_to_an_inbox(self, inbox: Inbox, cases: list[Case]) -> None:
        other = cases[2]
        viewer = seeing(inbox)
        assert listed(viewer, View.WAITING, inbox_id=other.inbox_id) == [other.pk]

    def test_can_be_narrowed_to_an_agent(self, inbox: Inbox, cases: list[Case]) -> None:
        agent = make_agent(inbox.client)
        bring_into(View.MINE, cases[1].pk, agent.pk)
        assert listed(seeing(inbox), View.ALL, agent_id=agent.pk) == [cases[1].pk]

    def test_counts_what_it_shows(self, inbox: Inbox, cases: list[Case]) -> None:
        with reading(SYSTEM):
            only = Only(inbox_id=inbox.pk)
            count = queries.count_cases(viewer=seeing(inbox), view=View.ALL, only=only)
        assert count == len(listed(seeing(inbox), View.ALL, inbox_id=inbox.pk)) == 4

    def test_of_a_client_not_served_is_empty(self, inbox: Inbox, cases: list[Case]) -> None:
        other = make_inbox(make_client("Kaari"))
        hidden = frozenset([inbox.client_id])
        assert listed(seeing(other), View.ALL, client_ids=hidden) == []

    def test_goes_on_over_more_clients_than_one_statement_takes(self, inbox: Inbox) -> None:
        made = [make_case(inbox, now=NOON + timedelta(minutes=n)).pk for n in range(4)]
        clients = frozenset({inbox.client_id, *range(10**6, 10**6 + RANGES_AT_ONCE)})
        viewer = Viewer(actor=SYSTEM_ACTOR, clients=clients, role=Role.AGENT)
        assert listed(viewer, View.ALL) == made[::-1]


class TestANarrowedList:
    """However many cases there are: beyond FEW, another way leads to the same."""

    @pytest.fixture(params=["few", "many"])
    def times(self, request: pytest.FixtureRequest) -> int:
        return 4 if request.param == "few" else FEW // 7

    @pytest.mark.parametrize("sort", SORTS[View.WAITING])
    def test_has_each_case_once_in_its_order(self, inbox: Inbox, sort: Sort, times: int) -> None:
        other = make_inbox(inbox.client, language="fi")
        agent = make_agent(inbox.client)
        made = grown([inbox, other], [None, agent], ["", "", "fi", "sv"], times)
        narrowed: list[tuple[dict[str, object], Callable[[Case], bool]]] = [
            ({"inbox_id": inbox.pk}, lambda case: case.inbox_id == inbox.pk),
            ({"agent_id": agent.pk}, lambda case: case.assignee_id == agent.pk),
            ({"language": "fi"}, lambda case: spoken(case) == "fi"),
            (
                {"inbox_id": other.pk, "agent_id": agent.pk, "language": "fi"},
                lambda case: (
                    case.inbox_id == other.pk
                    and case.assignee_id == agent.pk
                    and spoken(case) == "fi"
                ),
            ),
        ]
        for only, fits in narrowed:
            expected = [case.pk for case in in_order(made, sort) if fits(case)]
            assert listed(seeing(inbox), View.WAITING, sort, limit=times, **only) == expected
            with reading(SYSTEM):
                count = queries.count_cases(
                    viewer=seeing(inbox),
                    view=View.WAITING,
                    only=Only(**only),  # type: ignore[arg-type]
                )
            assert count == min(len(expected), COUNTED_UP_TO)

    @pytest.mark.parametrize("sort", SORTS[View.WAITING])
    def test_leaves_closed_inboxes_out(self, inbox: Inbox, sort: Sort, times: int) -> None:
        closed = make_inbox(inbox.client)
        made = grown([inbox, make_inbox(inbox.client), closed], [None], [""] * 4, times)
        viewer = replace(seeing(inbox), closed_inboxes=frozenset([closed.pk]))
        expected = [case.pk for case in in_order(made, sort) if case.inbox_id != closed.pk]
        assert listed(viewer, View.WAITING, sort, limit=times) == expected
        assert listed(viewer, View.WAITING, sort, inbox_id=closed.pk) == []


def grown(
    inboxes: list[Inbox], agents: list[Agent | None], languages: list[str], times: int
) -> list[Case]:
    """Every combination so many times, as they stand when they wait; orders differ."""
    kinds = itertools.product(range(times), inboxes, agents, languages)
    with writing(SYSTEM):
        customers = [
            recognise_customer(
                client_id=inboxes[0].client_id,
                claim=Claim(kind="email", value=f"{name}@customer.example"),
                actor=SYSTEM_ACTOR,
                now=NOON,
            )
            for name in "abc"
        ]
        return Case.objects.bulk_create(
            Case(
                client_id=inbox.client_id,
                inbox=inbox,
                customer=customers[number % 3],
                assignee=agent,
                language=language,
                priority=Priority.values[number % 4],
                opened_at=NOON,
                last_message_at=NOON + timedelta(minutes=number * 7 % 1013),
                waiting_since=NOON + timedelta(minutes=number * 11 % 1019),
                promised_at=NOON + timedelta(minutes=number * 13 % 1021),
            )
            for number, (_, inbox, agent, language) in enumerate(kinds)
        )


def spoken(case: Case) -> str:
    return case.language or case.inbox.language


def in_order(cases: list[Case], sort: Sort) -> list[Case]:
    keys: dict[Sort, Callable[[Case], Any]] = {
        Sort.LINE: lambda case: (Priority(case.priority).rank, case.promised_at, case.pk),
        Sort.PROMISE: lambda case: (case.promised_at, case.pk),
        Sort.LONGEST: lambda case: (case.waiting_since, case.pk),
        Sort.NEWEST: lambda case: (case.last_message_at, case.pk),
        Sort.OLDEST: lambda case: (case.last_message_at, case.pk),
        Sort.CUSTOMER: lambda case: (case.customer_id or 0, case.pk),
    }
    return sorted(cases, key=keys[sort], reverse=sort in {Sort.NEWEST, Sort.CUSTOMER})


def bring_into(view: View, case_id: int, agent_id: int) -> None:
    with writing(SYSTEM):
        if view == View.MINE:
            operations.assign_case(case_id=case_id, agent_id=agent_id, actor=SYSTEM_ACTOR, now=NOON)
        if view == View.ANSWERED:
            operations.write_reply(case_id=case_id, text="Yes.", actor=SYSTEM_ACTOR, now=NOON)
        if view == View.SNOOZED:
            until = NOON + timedelta(days=1)
            operations.snooze_case(case_id=case_id, until=until, actor=SYSTEM_ACTOR, now=NOON)
        if view == View.SPAM:
            operations.mark_spam(case_id=case_id, actor=SYSTEM_ACTOR, now=NOON)
        if view == View.RESOLVED:
            operations.resolve_case(
                case_id=case_id,
                reason_id=None,
                outcome=Outcome.SOLVED,
                actor=SYSTEM_ACTOR,
                now=NOON,
            )


def plan(inbox: Inbox, sort: Sort) -> str:
    with CaptureQueriesContext(connection) as asked, reading(SYSTEM):
        queries.list_cases(viewer=seeing(inbox), view=View.WAITING, sort=sort, limit=5)
    sql = next(one["sql"] for one in asked if "UNION" in one["sql"] or "place" in one["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return " ".join(str(row[-1]) for row in cursor.fetchall())
