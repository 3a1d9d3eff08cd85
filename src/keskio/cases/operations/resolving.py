"""A case ends, rests, or comes back."""

from collections.abc import Sequence
from datetime import datetime

from keskio.cases.events import CaseReopened, CaseResolved, CaseSnoozed, SnoozeEnded
from keskio.cases.models import Case, FieldValue, Outcome, State
from keskio.cases.operations.locking import (
    lock_case,
    lock_case_told_in,
    require_nothing_new,
)
from keskio.cases.operations.sorting_out import mark_spam
from keskio.cases.waiting import WAITING_FIELDS, rest, snooze_key, wait_again
from keskio.clients import queries as clients
from keskio.journal.actors import SYSTEM_ACTOR, Actor
from keskio.journal.operations import cancel_timer, record, set_timer


class CaseIsResolved(Exception):
    """It has already ended."""


class CaseNotResolved(Exception):
    """It has not ended."""


class UnknownReason(Exception):
    """Not a reason of the case's client."""


class NotInTheFuture(Exception):
    """A snooze or a reminder must end later than now."""


class FieldsMissing(Exception):
    """What the client wants to know of every case before it ends; says the fields' names."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def resolve_case(
    *,
    case_id: int,
    reason_id: int | None,
    outcome: Outcome,
    last_seen: int | None = None,
    actor: Actor,
    now: datetime,
) -> Case:
    """To end as spam is to be marked as spam.

    Raises CaseIsResolved, UnknownReason, FieldsMissing, AnsweredMeanwhile, CaseIsMerged,
    Case.DoesNotExist.
    """
    if outcome == Outcome.SPAM:
        return mark_spam(case_id=case_id, actor=actor, now=now)
    case = lock_case(case_id)
    if case.has_ended:
        raise CaseIsResolved
    require_nothing_new(case, last_seen)
    if reason_id and reason_id not in {one.pk for one in clients.reasons_of(case.client_id)}:
        raise UnknownReason
    _require_fields(case)
    rest(case, State.RESOLVED)
    case.resolved_at, case.reason_id, case.outcome = now, reason_id, outcome
    case.save(update_fields=WAITING_FIELDS)
    cancel_timer(key=snooze_key(case))
    event = CaseResolved(case_id=case.pk, reason_id=reason_id, outcome=outcome)
    record(event, client_id=case.client_id, actor=actor, at=now)
    return case


def reopen_case(*, case_id: int, actor: Actor, now: datetime) -> Case:
    """Raises CaseNotResolved, Case.DoesNotExist."""
    case = lock_case(case_id)
    if case.state != State.RESOLVED:
        raise CaseNotResolved
    _reopen(case, actor=actor, now=now)
    return case


def snooze_case(
    *,
    case_id: int,
    until: datetime,
    last_seen: int | None = None,
    actor: Actor,
    now: datetime,
) -> Case:
    """Let the case rest until then, or until somebody writes.

    Raises NotInTheFuture, CaseIsResolved, AnsweredMeanwhile, Case.DoesNotExist.
    """
    if until <= now:
        raise NotInTheFuture
    case = lock_case(case_id)
    if case.has_ended:
        raise CaseIsResolved
    require_nothing_new(case, last_seen)
    rest(case, State.SNOOZED)
    case.snoozed_until = until
    case.save(update_fields=WAITING_FIELDS)
    event = SnoozeEnded(case_id=case.pk)
    key = snooze_key(case)
    set_timer(event, key=key, client_id=case.client_id, due_at=until, actor=SYSTEM_ACTOR)
    snoozed = CaseSnoozed(case_id=case.pk, until=until.isoformat())
    record(snoozed, client_id=case.client_id, actor=actor, at=now)
    return case


def end_snooze(*, case_id: int, actor: Actor, now: datetime) -> Case:
    """The time has come; nothing happens to a case that rests no longer, or rests for longer."""
    case = lock_case_told_in(case_id)
    if case.state == State.SNOOZED and case.snoozed_until and case.snoozed_until <= now:
        _reopen(case, actor=actor, now=now)
    return case


def return_to_us(*, case_id: int, actor: Actor, now: datetime) -> Case:
    """What we wrote did not arrive: the case waits for us, if it does not already."""
    case = lock_case_told_in(case_id)
    if not case.waits_for_us:
        _reopen(case, actor=actor, now=now)
    return case


def _require_fields(case: Case) -> None:
    required = [field for field in clients.fields_of(case.client_id) if field.required]
    if not required:
        return
    said = set(FieldValue.objects.filter(case=case).values_list("field", flat=True))
    if missing := [field.name for field in required if field.pk not in said]:
        raise FieldsMissing(missing)


def _reopen(case: Case, *, actor: Actor, now: datetime) -> None:
    wait_again(case, inbox=clients.inbox(case.inbox_id), now=now)
    case.save(update_fields=WAITING_FIELDS)
    event = CaseReopened(case_id=case.pk, message_id=None)
    record(event, client_id=case.client_id, actor=actor, at=now)
