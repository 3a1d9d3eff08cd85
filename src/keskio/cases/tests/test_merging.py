from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from keskio.cases import operations
from keskio.cases.models import ActiveTime, Case, Message, Outcome, State
from keskio.cases.operations import (
    CaseIsMerged,
    CaseIsSpam,
    CaseNotMerged,
    DifferentClients,
    NothingWouldRemain,
    SameCase,
)
from keskio.cases.tests.make import make_case, receive
from keskio.clients.models import Inbox
from keskio.clients.tests.make import make_inbox
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, writing
from keskio.staff.tests.make import make_agent

pytestmark = pytest.mark.django_db(transaction=True)
LI = "li@customer.example"
HOUR = timedelta(hours=1)


def merge(case: Case, into: Case, *, now: datetime = NOON + HOUR) -> None:
    with writing(SYSTEM):
        operations.merge_case(case_id=case.pk, into_id=into.pk, actor=SYSTEM_ACTOR, now=now)
    case.refresh_from_db()
    into.refresh_from_db()


def unmerge(case: Case, from_: Case, *, now: datetime = NOON + 3 * HOUR) -> None:
    with writing(SYSTEM):
        operations.unmerge_case(case_id=case.pk, actor=SYSTEM_ACTOR, now=now)
    case.refresh_from_db()
    from_.refresh_from_db()


def answer(case: Case, *, now: datetime = NOON + HOUR) -> Message:
    with writing(SYSTEM):
        message = operations.write_reply(case_id=case.pk, text="Yes.", actor=SYSTEM_ACTOR, now=now)
    case.refresh_from_db()
    return message


def resolve(case: Case, *, now: datetime = NOON) -> None:
    with writing(SYSTEM):
        operations.resolve_case(
            case_id=case.pk, reason_id=None, outcome=Outcome.SOLVED, actor=SYSTEM_ACTOR, now=now
        )
    case.refresh_from_db()


def texts(case: Case) -> list[str]:
    return list(Message.objects.filter(case=case).order_by("id").values_list("text", flat=True))


class TestMergeCase:
    def test_tells_everything_in_the_other(self, inbox: Inbox) -> None:
        kept, merged = make_case(inbox, text="One"), make_case(inbox, text="Two", author=LI)
        merge(merged, kept)
        assert (texts(kept), texts(merged)) == (["One", "Two"], [])
        assert (merged.state, merged.merged_into_id) == (State.MERGED, kept.pk)
        assert kept.participants == ["mikko@customer.example", LI]

    def test_lets_the_other_wait_if_either_did_by_the_sooner_promise(self, inbox: Inbox) -> None:
        urgent, case = make_case(inbox), make_case(inbox, now=NOON + HOUR)
        merge(urgent, case)
        assert (case.waiting_since, case.promised_at) == (urgent.waiting_since, urgent.promised_at)
        done = make_case(inbox)
        resolve(done)
        merge(case, done)
        assert (done.state, done.promised_at) == (State.OPEN, urgent.promised_at)

    def test_leaves_a_case_at_rest_when_nobody_waits_in_the_other(self, inbox: Inbox) -> None:
        done, answered = make_case(inbox), make_case(inbox)
        resolve(done)
        answer(answered)
        merge(answered, done)
        assert (done.state, done.outcome) == (State.RESOLVED, Outcome.SOLVED)

    def test_keeps_whoever_was_on_either(self, inbox: Inbox) -> None:
        agent = make_agent(inbox.client)
        case, free = make_case(inbox), make_case(inbox)
        with writing(SYSTEM):
            operations.assign_case(case_id=case.pk, agent_id=agent.pk, actor=agent.actor, now=NOON)
        merge(case, free)
        assert free.assignee_id == agent.pk
        unmerge(case, free)
        assert [case.assignee_id, free.assignee_id] == [agent.pk, None]

    def test_counts_active_time_on(self, inbox: Inbox) -> None:
        agent, visit = make_agent(inbox.client), uuid4()
        kept, merged = make_case(inbox), make_case(inbox)
        spend: dict[str, Any] = {
            "agent_id": agent.pk,
            "visit": visit,
            "actor": agent.actor,
            "now": NOON,
        }
        with writing(SYSTEM):
            operations.spend_active_time(case_id=merged.pk, seconds=30, **spend)
        merge(merged, kept)
        with writing(SYSTEM):
            operations.spend_active_time(case_id=merged.pk, seconds=45, **spend)
        assert ActiveTime.objects.get().seconds == 45
        unmerge(merged, kept)
        assert ActiveTime.objects.get().case_id == merged.pk

    @pytest.mark.parametrize("by", ["reference", "case address"])
    def test_threads_what_comes_for_the_stub_into_the_other(self, inbox: Inbox, by: str) -> None:
        kept, first = make_case(inbox), receive(inbox, author=LI)
        middle = make_case(inbox)
        merge(first.case, middle)
        merge(middle, kept)
        names = (
            {"references": (first.message.message_id,)}
            if by == "reference"
            else {"case_id": first.case.pk}
        )
        came = receive(inbox, author=LI, now=NOON + 2 * HOUR, **names)
        assert (came.case.pk, came.is_new_case) == (kept.pk, False)

    def test_refuses_stubs_spam_itself_and_other_clients(self, inbox: Inbox) -> None:
        kept, stub, junk = make_case(inbox), make_case(inbox), make_case(inbox)
        merge(stub, kept)
        with writing(SYSTEM):
            operations.mark_spam(case_id=junk.pk, actor=SYSTEM_ACTOR, now=NOON)
        for case, into, refusal in (
            (kept, stub, CaseIsMerged),
            (stub, kept, CaseIsMerged),
            (kept, junk, CaseIsSpam),
            (kept, kept, SameCase),
            (kept, make_case(make_inbox()), DifferentClients),
        ):
            with pytest.raises(refusal):
                merge(case, into)

    def test_lets_nobody_write_into_the_stub(self, inbox: Inbox) -> None:
        kept, stub = make_case(inbox), make_case(inbox)
        merge(stub, kept)
        with pytest.raises(CaseIsMerged) as refusal:
            answer(stub)
        assert refusal.value.into_id == kept.pk


class TestUnmergeCase:
    def test_gives_back_what_the_stub_had_and_leaves_what_came_later(self, inbox: Inbox) -> None:
        kept, first = make_case(inbox, text="One"), receive(inbox, text="Two", author=LI)
        merge(first.case, kept)
        receive(
            inbox,
            text="Later",
            author=LI,
            references=(first.message.message_id,),
            now=NOON + 2 * HOUR,
        )
        unmerge(first.case, kept)
        assert (texts(first.case), texts(kept)) == (["Two"], ["One", "Later"])
        assert kept.participants == ["mikko@customer.example", LI], "she wrote there, too"

    def test_takes_back_whom_it_had_brought(self, inbox: Inbox) -> None:
        kept, merged = make_case(inbox), make_case(inbox, author=LI)
        merge(merged, kept)
        unmerge(merged, kept)
        assert (kept.participants, merged.participants) == (["mikko@customer.example"], [LI])

    def test_puts_both_back_as_they_were(self, inbox: Inbox) -> None:
        done, asked = make_case(inbox), make_case(inbox, now=NOON + HOUR)
        resolve(done)
        before = [Case.objects.filter(pk=case.pk).values().get() for case in (done, asked)]
        merge(asked, done, now=NOON + 2 * HOUR)
        unmerge(asked, done)
        after = [Case.objects.filter(pk=case.pk).values().get() for case in (done, asked)]
        assert after == before

    def test_wakes_a_snooze_that_is_over_by_now(self, inbox: Inbox) -> None:
        kept, snoozed = make_case(inbox), make_case(inbox)
        with writing(SYSTEM):
            operations.snooze_case(
                case_id=snoozed.pk, until=NOON + HOUR, actor=SYSTEM_ACTOR, now=NOON
            )
        merge(snoozed, kept)
        unmerge(snoozed, kept)
        assert (snoozed.state, snoozed.waiting_since) == (State.OPEN, NOON + 3 * HOUR)

    def test_leaves_a_case_that_was_answered_meanwhile(self, inbox: Inbox) -> None:
        kept, merged = make_case(inbox), make_case(inbox)
        merge(merged, kept)
        answer(kept, now=NOON + 2 * HOUR)
        unmerge(merged, kept)
        assert (kept.state, merged.state) == (State.WAITING, State.OPEN)

    @pytest.mark.parametrize("order", [(1, 2), (2, 1)])
    def test_in_any_order_leaves_the_case_as_it_was(
        self, inbox: Inbox, order: tuple[int, int]
    ) -> None:
        cases = [make_case(inbox, text=str(number)) for number in range(3)]
        resolve(cases[0])
        for hours in (1, 2):
            merge(cases[hours], cases[0], now=NOON + hours * HOUR)
        unmerge(cases[order[0]], cases[0])
        assert cases[0].state == State.OPEN
        unmerge(cases[order[1]], cases[0])
        assert [case.state for case in cases] == [State.RESOLVED, State.OPEN, State.OPEN]
        assert [texts(case) for case in cases] == [["0"], ["1"], ["2"]]

    def test_brings_stubs_within_stubs_back_whole(self, inbox: Inbox) -> None:
        inner, middle, outer = (make_case(inbox, text=text) for text in ("a", "b", "c"))
        merge(inner, middle)
        merge(middle, outer, now=NOON + 2 * HOUR)
        with pytest.raises(CaseIsMerged):
            unmerge(inner, middle)
        unmerge(middle, outer)
        assert (texts(middle), texts(outer), texts(inner)) == (["a", "b"], ["c"], [])
        unmerge(inner, middle)
        assert (texts(inner), texts(middle)) == (["a"], ["b"])

    def test_refuses_what_is_no_stub_or_would_be_empty(self, inbox: Inbox) -> None:
        kept, first, other = make_case(inbox), receive(inbox), make_case(inbox)
        with pytest.raises(CaseNotMerged):
            unmerge(kept, first.case)
        merge(first.case, kept)
        with writing(SYSTEM):
            operations.move_message(
                message_id=first.message.pk, to_id=other.pk, actor=SYSTEM_ACTOR, now=NOON
            )
        with pytest.raises(NothingWouldRemain):
            unmerge(first.case, kept)
