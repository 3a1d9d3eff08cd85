from datetime import timedelta

import pytest

from keskio.cases import operations
from keskio.cases.models import Case, Outcome, State
from keskio.cases.operations import CannotUndo
from keskio.cases.tests.make import make_case, receive
from keskio.cases.undoing import Change, changed_by, seal, unseal
from keskio.clients.models import Inbox
from keskio.clients.tests.make import make_inbox
from keskio.journal.actors import SYSTEM_ACTOR, Actor
from keskio.journal.models import Entry, Timer
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.staff.tests.make import make_agent

pytestmark = pytest.mark.django_db(transaction=True)
JENNI = Actor.agent(1)
SOON = NOON + timedelta(seconds=5)


@pytest.fixture
def case() -> Case:
    return make_case(make_inbox())


def resolve(case: Case) -> Change:
    with writing(SYSTEM):
        change = changed_by(
            lambda: operations.resolve_case(
                case_id=case.pk, reason_id=None, outcome=Outcome.SOLVED, actor=JENNI, now=NOON
            ),
            case_id=case.pk,
        )
    assert change
    return change


def snooze(case: Case, days: int) -> Change:
    with writing(SYSTEM):
        change = changed_by(
            lambda: operations.snooze_case(
                case_id=case.pk, until=NOON + timedelta(days=days), actor=JENNI, now=NOON
            ),
            case_id=case.pk,
        )
    assert change
    return change


def timers() -> list[Timer]:
    with reading(SYSTEM):
        return list(Timer.objects.all())


def undo(change: Change) -> Case:
    with writing(SYSTEM):
        return operations.undo_change(change=change, actor=JENNI, now=SOON)


class TestUndoChange:
    def test_gives_a_resolved_case_its_old_promise_back(self, case: Case) -> None:
        undone = undo(resolve(case))
        assert (undone.state, undone.outcome) == (State.OPEN, "")
        assert (undone.promised_at, undone.waiting_since) == (case.promised_at, case.waiting_since)

    def test_is_told_in_the_journal_as_what_it_is(self, case: Case) -> None:
        undo(resolve(case))
        with reading(SYSTEM):
            entry = Entry.objects.latest("id")
        assert entry.kind == "change_undone"
        assert entry.payload["undone"] == "case_resolved"
        assert entry.payload["waits"] is True

    def test_takes_a_case_back_from_whom_it_was_given_to(self, case: Case) -> None:
        with reading(SYSTEM):
            client = case.client
        agent = make_agent(client)
        with writing(SYSTEM):
            change = changed_by(
                lambda: operations.assign_case(
                    case_id=case.pk, agent_id=agent.pk, actor=JENNI, now=NOON
                ),
                case_id=case.pk,
            )
        assert change
        assert undo(change).assignee_id is None

    def test_stops_the_clock_of_a_snooze(self, case: Case) -> None:
        undo(snooze(case, days=1))
        assert timers() == []

    def test_sets_the_clock_of_the_snooze_before_it(self, case: Case) -> None:
        snooze(case, days=1)
        undo(snooze(case, days=3))
        assert [timer.due_at for timer in timers()] == [NOON + timedelta(days=1)]

    def test_wakes_no_case_that_was_resolved_out_of_its_snooze(self, case: Case) -> None:
        snooze(case, days=1)
        undone = undo(resolve(case))
        assert undone.state == State.SNOOZED
        assert [timer.due_at for timer in timers()] == [NOON + timedelta(days=1)]

    def test_refuses_when_the_customer_has_written_since(self) -> None:
        inbox: Inbox = make_inbox()
        first = receive(inbox, author="mikko@a.example")
        change = resolve(first.case)
        receive(inbox, author="mikko@a.example", references=(first.message.message_id,), text="PS")
        with pytest.raises(CannotUndo):
            undo(change)

    def test_refuses_the_second_time(self, case: Case) -> None:
        change = resolve(case)
        undo(change)
        with pytest.raises(CannotUndo):
            undo(change)


class TestASealedChange:
    def test_comes_back_as_it_was(self, case: Case) -> None:
        change = resolve(case)
        assert unseal(seal([change], actor="agent:1"), actor="agent:1") == [change]

    def test_opens_for_nobody_else(self, case: Case) -> None:
        sealed = seal([resolve(case)], actor="agent:1")
        with pytest.raises(CannotUndo):
            unseal(sealed, actor="agent:2")

    def test_of_a_whole_page_fits_into_a_form(self, case: Case) -> None:
        changes = [resolve(case)] * 50
        assert len(seal(changes, actor="agent:1")) < 4000

    def test_cannot_be_made_up(self) -> None:
        with pytest.raises(CannotUndo):
            unseal("W1tdXQ:1abc:def", actor=str(SYSTEM_ACTOR))
