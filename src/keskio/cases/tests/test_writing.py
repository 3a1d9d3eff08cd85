from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest

from keskio.cases import operations
from keskio.cases.models import ActiveTime, Case, Message, Outcome, State
from keskio.cases.operations import (
    AnsweredMeanwhile,
    CannotServe,
    CaseIsResolved,
    CaseNotResolved,
    EmptyMessage,
    NoRecipient,
    NotInTheFuture,
    UnknownReason,
)
from keskio.cases.tests.make import make_case, receive
from keskio.clients.models import Inbox
from keskio.clients.tests.make import make_client, make_inbox, make_reason
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.models import Entry
from keskio.journal.tests.make import NOON, closing
from keskio.kit.scopes import SYSTEM, writing
from keskio.staff.tests.make import make_agent

pytestmark = pytest.mark.django_db(transaction=True)


def write(case: Case, text: str = "Chain 325 fits.", **chosen: Any) -> Message:
    with writing(SYSTEM):
        return operations.write_reply(
            case_id=case.pk, text=text, actor=SYSTEM_ACTOR, now=NOON, **chosen
        )


class TestWriteReply:
    def test_goes_where_the_customer_wrote_from(self, inbox: Inbox) -> None:
        message = write(make_case(inbox, author="mikko@a.example"))
        assert message.to == [("Mikko Virtanen", "mikko@a.example")]

    def test_honours_reply_to(self, inbox: Inbox) -> None:
        assert write(make_case(inbox, reply_to="other@a.example")).to[0][1] == "other@a.example"

    def test_lets_the_case_wait_for_the_customer(self, inbox: Inbox) -> None:
        case, agent = make_case(inbox), make_agent(inbox.client)
        write(case, agent_id=agent.pk)
        case.refresh_from_db()
        assert (case.state, case.promised_at) == (State.WAITING, None)
        assert case.assignee_id == agent.pk

    def test_refuses_when_the_customer_wrote_meanwhile(self, inbox: Inbox) -> None:
        first = receive(inbox, author="mikko@a.example")
        receive(inbox, author="mikko@a.example", references=(first.message.message_id,), text="PS")
        with pytest.raises(AnsweredMeanwhile) as refusal:
            write(first.case, last_seen=first.message.pk)
        assert [message.text for message in refusal.value.messages] == ["PS"]
        assert not Message.objects.filter(direction="out").exists()

    def test_is_written_once_for_one_request(self, inbox: Inbox) -> None:
        case = make_case(inbox)
        assert write(case, request_key="k").pk == write(case, request_key="k").pk
        assert Message.objects.filter(direction="out").count() == 1

    def test_is_written_once_for_one_request_asked_twice_at_once(self, inbox: Inbox) -> None:
        cases = [make_case(inbox, author=f"{name}@a.example") for name in ("mikko", "anna")]
        ready = Barrier(2)

        def ask(case: Case) -> int:
            ready.wait(timeout=30)
            return write(case, request_key="k").pk

        with ThreadPoolExecutor(max_workers=2) as pool:
            written = set(pool.map(lambda case: closing(lambda: ask(case)), cases))
        assert len(written) == 1

    def test_refuses_nothing_at_all(self, inbox: Inbox) -> None:
        with pytest.raises(EmptyMessage):
            write(make_case(inbox), text=" \n")

    def test_refuses_an_address_that_is_none(self, inbox: Inbox) -> None:
        with pytest.raises(NoRecipient):
            write(make_case(inbox), cc=[("", "nobody at all")])

    def test_carries_the_signature_outside_only(self, shown: None) -> None:
        message = write(make_case(make_inbox(signature="-- \nRauta")))
        assert message.text == "Chain 325 fits."
        assert message.full_text.endswith("-- \nRauta")

    def test_lets_who_was_copied_in_answer(self, inbox: Inbox) -> None:
        case = make_case(inbox)
        write(case, cc=[("Expert", "Expert@b.example")])
        case.refresh_from_db()
        assert "expert@b.example" in case.participants


class TestWriteNote:
    def test_changes_nothing_for_the_customer(self, inbox: Inbox) -> None:
        case = make_case(inbox)
        with writing(SYSTEM):
            note = operations.write_note(
                case_id=case.pk, text="Check.", actor=SYSTEM_ACTOR, now=NOON
            )
        case.refresh_from_db()
        assert (note.direction, note.to, case.state) == ("internal", [], State.OPEN)


def resolve(case: Case, **chosen: Any) -> Case:
    wanted = {"reason_id": None, "outcome": Outcome.SOLVED, **chosen}
    with writing(SYSTEM):
        return operations.resolve_case(case_id=case.pk, actor=SYSTEM_ACTOR, now=NOON, **wanted)


class TestResolveCase:
    def test_keeps_reason_and_outcome_in_the_journal(self, inbox: Inbox) -> None:
        reason = make_reason(inbox.client)
        case = resolve(make_case(inbox), reason_id=reason.pk)
        assert case.state == State.RESOLVED
        payload = Entry.objects.get(kind="case_resolved").payload
        assert payload == {"case_id": case.pk, "reason_id": reason.pk, "outcome": "solved"}

    def test_refuses_a_resolved_case(self, inbox: Inbox) -> None:
        case = resolve(make_case(inbox))
        with pytest.raises(CaseIsResolved):
            resolve(case)

    def test_refuses_another_clients_reason(self, inbox: Inbox) -> None:
        with pytest.raises(UnknownReason):
            resolve(make_case(inbox), reason_id=make_reason(make_client()).pk)

    def test_refuses_when_the_customer_wrote_meanwhile(self, inbox: Inbox) -> None:
        first = receive(inbox)
        receive(inbox, references=(first.message.message_id,))
        with pytest.raises(AnsweredMeanwhile):
            resolve(first.case, last_seen=first.message.pk)


class TestReopenCase:
    def test_makes_a_new_promise(self, inbox: Inbox) -> None:
        case = resolve(make_case(inbox))
        with writing(SYSTEM):
            case = operations.reopen_case(case_id=case.pk, actor=SYSTEM_ACTOR, now=NOON)
        assert (case.state, case.outcome) == (State.OPEN, "")
        assert case.promised_at is not None

    def test_refuses_an_open_case(self, inbox: Inbox) -> None:
        case = make_case(inbox)
        with writing(SYSTEM), pytest.raises(CaseNotResolved):
            operations.reopen_case(case_id=case.pk, actor=SYSTEM_ACTOR, now=NOON)


class TestSnoozeCase:
    def test_refuses_the_past(self, inbox: Inbox) -> None:
        case = make_case(inbox)
        with writing(SYSTEM), pytest.raises(NotInTheFuture):
            operations.snooze_case(case_id=case.pk, until=NOON, actor=SYSTEM_ACTOR, now=NOON)

    def test_is_ended_by_the_customer(self, inbox: Inbox) -> None:
        first = receive(inbox)
        until = NOON + timedelta(days=1)
        with writing(SYSTEM):
            operations.snooze_case(case_id=first.case.pk, until=until, actor=SYSTEM_ACTOR, now=NOON)
        case = receive(inbox, references=(first.message.message_id,)).case
        assert (case.state, case.snoozed_until) == (State.OPEN, None)


class TestAssignCase:
    def test_refuses_an_agent_of_another_client(self, inbox: Inbox) -> None:
        case, stranger = make_case(inbox), make_agent(make_client())
        with writing(SYSTEM), pytest.raises(CannotServe):
            operations.assign_case(
                case_id=case.pk, agent_id=stranger.pk, actor=SYSTEM_ACTOR, now=NOON
            )


class TestActiveTime:
    def test_counts_a_visit_once_however_often_it_is_told(self, inbox: Inbox) -> None:
        case, agent, visit = make_case(inbox), make_agent(inbox.client), uuid4()
        for seconds in (30, 60, 60, 30):
            with writing(SYSTEM):
                operations.spend_active_time(
                    case_id=case.pk,
                    agent_id=agent.pk,
                    visit=visit,
                    seconds=seconds,
                    actor=agent.actor,
                    now=NOON,
                )
        assert ActiveTime.objects.get().seconds == 60
        entries = Entry.objects.filter(kind="active_time_spent")
        assert sum(entry.payload["seconds"] for entry in entries) == 60

    def test_keeps_measured_beside_corrected(self, inbox: Inbox) -> None:
        case, agent = make_case(inbox), make_agent(inbox.client)
        with writing(SYSTEM):
            operations.spend_active_time(
                case_id=case.pk,
                agent_id=agent.pk,
                visit=uuid4(),
                seconds=90,
                actor=agent.actor,
                now=NOON,
            )
            operations.correct_active_time(
                case_id=case.pk,
                agent_id=agent.pk,
                visit=uuid4(),
                seconds=60,
                actor=agent.actor,
                now=NOON,
            )
        payload = Entry.objects.get(kind="active_time_corrected").payload
        assert (payload["measured_seconds"], payload["seconds"]) == (90, 60)
