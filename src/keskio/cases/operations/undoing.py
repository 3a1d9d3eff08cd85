"""What was just done is taken back."""

from datetime import datetime

from keskio.cases.events import ChangeUndone, SnoozeEnded
from keskio.cases.models import Case, State
from keskio.cases.operations.locking import lock_case
from keskio.cases.undoing import INSTANTS, CannotUndo, Change, Former
from keskio.cases.waiting import WAITING_FIELDS, snooze_key
from keskio.journal.actors import SYSTEM_ACTOR, Actor
from keskio.journal.operations import cancel_timer, record, set_timer


def undo_change(*, change: Change, actor: Actor, now: datetime) -> Case:
    """The case stands as before, with the promise it had: nothing is promised anew.

    Raises CannotUndo when it has changed since, Case.DoesNotExist.
    """
    case = lock_case(change.case_id)
    if Former.of(case) != change.after:
        raise CannotUndo
    _put_back(case, change.before)
    case.save(update_fields=[*WAITING_FIELDS, "assignee"])
    set_snooze(case)
    event = ChangeUndone(
        case_id=case.pk,
        undone=_what_was_done(change),
        waits=case.waits_for_us,
        agent_id=case.assignee_id,
    )
    record(event, client_id=case.client_id, actor=actor, at=now)
    return case


def _put_back(case: Case, before: Former) -> None:
    case.state, case.assignee_id = before.state, before.assignee_id
    case.reason_id, case.outcome = before.reason_id, before.outcome
    case.status_id = before.status_id
    for name in INSTANTS:
        setattr(case, name, before.instant(name))


def set_snooze(case: Case) -> None:
    """As at the time: a case that rested wakes when it was to wake."""
    key = snooze_key(case)
    cancel_timer(key=key)
    if case.state == State.SNOOZED and case.snoozed_until:
        set_timer(
            SnoozeEnded(case_id=case.pk),
            key=key,
            client_id=case.client_id,
            due_at=case.snoozed_until,
            actor=SYSTEM_ACTOR,
        )


def _what_was_done(change: Change) -> str:
    if change.before.assignee_id != change.after.assignee_id:
        return "case_assigned"
    return how_it_ended(change.after.state) or "case_reopened"


def how_it_ended(state: str) -> str:
    """The kind of event that leaves a case in this state; empty where it did not end or rest."""
    return {State.RESOLVED: "case_resolved", State.SNOOZED: "case_snoozed"}.get(State(state), "")
