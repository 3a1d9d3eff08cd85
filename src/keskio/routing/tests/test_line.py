from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from keskio.cases import operations as cases
from keskio.cases.models import Case, Outcome
from keskio.cases.tests.make import make_case, receive
from keskio.cases.undoing import changed_by
from keskio.channels.tests.make import hear_all
from keskio.clients.models import Inbox
from keskio.clients.tests.make import make_inbox
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.routing import operations
from keskio.routing.models import WorkItem
from keskio.routing.operations import NothingWaits, TakenBySomeoneElse
from keskio.staff import operations as staff
from keskio.staff.models import Agent, Presence
from keskio.staff.queries import viewer_of
from keskio.staff.tests.make import make_agent
from keskio.staff.viewers import Viewer

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOON + timedelta(hours=1)


def waiting_case(inbox: Inbox, **chosen: Any) -> Case:
    case = make_case(inbox, **chosen)
    hear_all()
    return case


def viewer(agent: Agent) -> Viewer:
    with reading(SYSTEM):
        return viewer_of(agent)


def take(agent: Agent) -> WorkItem:
    seen = viewer(agent)
    with writing(seen.scope):
        return operations.take_next(viewer=seen, actor=agent.actor, now=NOON)


def items_in_line() -> list[WorkItem]:
    return list(WorkItem.objects.filter(ended_at__isnull=True))


def reply(case: Case, agent: Agent) -> None:
    with writing(SYSTEM):
        cases.write_reply(
            case_id=case.pk, text="Yes.", actor=agent.actor, agent_id=agent.pk, now=NOON
        )
    hear_all()


def customer_answers(case: Case, inbox: Inbox) -> None:
    mikko = case.participants[0]
    first = case.messages.first()
    assert first is not None
    receive(inbox, author=mikko, references=(first.message_id,), now=LATER)
    hear_all(now=LATER)


class TestTheLine:
    def test_holds_one_item_per_waiting_case(self, inbox: Inbox) -> None:
        case = waiting_case(inbox)
        customer_answers(case, inbox)
        (item,) = items_in_line()
        assert (item.case_id, item.agent_id) == (case.pk, None)

    def test_loses_the_item_by_a_reply(self, inbox: Inbox) -> None:
        agent = make_agent(inbox.client)
        reply(waiting_case(inbox), agent)
        assert not items_in_line()

    def test_loses_the_item_when_resolved_or_snoozed(self, inbox: Inbox) -> None:
        resolved, snoozed = waiting_case(inbox), waiting_case(inbox)
        with writing(SYSTEM):
            cases.resolve_case(
                case_id=resolved.pk,
                reason_id=None,
                outcome=Outcome.SOLVED,
                actor=SYSTEM_ACTOR,
                now=NOON,
            )
            cases.snooze_case(case_id=snoozed.pk, until=LATER, actor=SYSTEM_ACTOR, now=NOON)
        hear_all()
        assert not items_in_line()
        hear_all(now=LATER)
        assert [item.case_id for item in items_in_line()] == [snoozed.pk]

    def test_gives_the_answer_to_the_last_agent_if_present(self, inbox: Inbox) -> None:
        agent = make_agent(inbox.client, here_at=NOON + timedelta(minutes=50))
        case = waiting_case(inbox)
        reply(case, agent)
        customer_answers(case, inbox)
        assert [item.agent_id for item in items_in_line()] == [agent.pk]

    def test_gives_the_answer_to_anybody_if_the_last_agent_is_not(self, inbox: Inbox) -> None:
        agent = make_agent(inbox.client, here_at=NOON)
        case = waiting_case(inbox)
        reply(case, agent)
        customer_answers(case, inbox)
        assert [item.agent_id for item in items_in_line()] == [None]

    def test_gets_back_what_an_agent_who_leaves_had(self, inbox: Inbox) -> None:
        agent = make_agent(inbox.client, here_at=NOON)
        waiting_case(inbox)
        take(agent)
        with writing(SYSTEM):
            staff.set_presence(
                agent_id=agent.pk, presence=Presence.AWAY, actor=agent.actor, now=NOON
            )
        hear_all()
        assert [item.agent_id for item in items_in_line()] == [None]


class TestTakeNext:
    def test_gives_the_soonest_promise_of_all_clients(self, inbox: Inbox) -> None:
        urgent = make_inbox(acknowledges=False, answer_within_hours=1)
        waiting_case(inbox)
        case = waiting_case(urgent)
        item = take(make_agent(inbox.client, urgent.client))
        assert item.case_id == case.pk

    def test_assigns_the_case(self, inbox: Inbox) -> None:
        case = waiting_case(inbox)
        agent = make_agent(inbox.client)
        take(agent)
        assert Case.objects.get(pk=case.pk).assignee_id == agent.pk

    def test_refuses_when_nothing_waits_for_this_agent(self, inbox: Inbox) -> None:
        waiting_case(make_inbox())
        with pytest.raises(NothingWaits):
            take(make_agent(inbox.client))

    def test_passes_over_what_was_answered_a_moment_ago(self, inbox: Inbox) -> None:
        case = waiting_case(inbox)
        agent = make_agent(inbox.client)
        with writing(SYSTEM):
            cases.write_reply(case_id=case.pk, text="Yes.", actor=agent.actor, now=NOON)
        with pytest.raises(NothingWaits):
            take(agent)

    def test_gives_no_item_twice_and_loses_none_to_twenty_at_once(self, inbox: Inbox) -> None:
        for _ in range(60):
            make_case(inbox)
        hear_all()
        agents = [make_agent(inbox.client) for _ in range(20)]

        def take_three(agent: Agent) -> list[int]:
            try:
                return [take(agent).pk for _ in range(3)]
            finally:
                connection.close()

        with ThreadPoolExecutor(20) as pool:
            taken = [item for items in pool.map(take_three, agents) for item in items]
        assert len(taken) == len(set(taken)) == 60


class TestTakeItem:
    def test_refuses_what_somebody_else_has(self, inbox: Inbox) -> None:
        case = waiting_case(inbox)
        one, other = make_agent(inbox.client), make_agent(inbox.client)
        take(one)
        with writing(SYSTEM), pytest.raises(TakenBySomeoneElse):
            operations.take_item(case_id=case.pk, agent_id=other.pk, actor=other.actor, now=NOON)


class TestWhatIsUndone:
    def test_is_in_line_again_with_its_promise_and_its_agent(self, inbox: Inbox) -> None:
        agent = make_agent(inbox.client, here_at=NOON)
        case = waiting_case(inbox)
        take(agent)
        with writing(SYSTEM):
            change = changed_by(lambda: resolve(case), case_id=case.pk)
        hear_all()
        assert items_in_line() == []
        assert change
        with writing(SYSTEM):
            cases.undo_change(change=change, actor=agent.actor, now=NOON)
        hear_all()
        [item] = items_in_line()
        assert (item.promised_at, item.agent_id) == (case.promised_at, agent.pk)

    def test_is_out_of_the_line_when_it_was(self, inbox: Inbox) -> None:
        case = waiting_case(inbox)
        with writing(SYSTEM):
            resolve(case)
        hear_all()
        with writing(SYSTEM):
            change = changed_by(
                lambda: cases.reopen_case(case_id=case.pk, actor=SYSTEM_ACTOR, now=NOON),
                case_id=case.pk,
            )
        hear_all()
        assert len(items_in_line()) == 1
        assert change
        with writing(SYSTEM):
            cases.undo_change(change=change, actor=SYSTEM_ACTOR, now=NOON)
        hear_all()
        assert items_in_line() == []


def resolve(case: Case) -> None:
    cases.resolve_case(
        case_id=case.pk, reason_id=None, outcome=Outcome.SOLVED, actor=SYSTEM_ACTOR, now=NOON
    )
