"""A reply that leaves by itself at a chosen time, unless somebody writes first."""

from datetime import datetime

from keskio.cases import addresses
from keskio.cases.addresses import checked
from keskio.cases.events import CaseReopened, ReplyDue, ReplyScheduled, ReplyUnscheduled
from keskio.cases.models import Case, Draft, State
from keskio.cases.operations.locking import lock_case, require_nothing_new
from keskio.cases.operations.outgoing import EmptyMessage, files_of, require_content
from keskio.cases.waiting import WAITING_FIELDS, rest, wait_again
from keskio.clients import queries as clients
from keskio.journal.actors import SYSTEM_ACTOR, Actor
from keskio.journal.operations import cancel_timer, record, set_timer


class NothingScheduled(Exception):
    """There is no reply of this agent that would leave by itself."""


class NotLater(Exception):
    """What is sent later is sent later than now."""


def schedule_reply(
    *,
    case_id: int,
    agent_id: int,
    send_at: datetime,
    last_seen: int,
    actor: Actor,
    now: datetime,
) -> Draft:
    """Let the agent's draft of a reply leave at `send_at`; the case rests until then.

    Done again, it is moved. What the customer or a colleague writes after `last_seen` holds it
    back. Raises NotLater, EmptyMessage, NoRecipient, AnsweredMeanwhile, Case.DoesNotExist.
    """
    if send_at <= now:
        raise NotLater
    case = lock_case(case_id)
    require_nothing_new(case, last_seen)
    draft = _locked(case, agent_id)
    if draft is None:
        raise EmptyMessage
    require_content(draft.text, files_of(draft))
    for typed in (draft.to, draft.cc, draft.bcc):
        checked(addresses.parsed(typed))
    draft.send_at, draft.last_seen, draft.held_back = send_at, last_seen, False
    draft.save(update_fields=["send_at", "last_seen", "held_back"])
    due = ReplyDue(case_id=case.pk, draft_id=draft.pk)
    key = timer_key(draft)
    set_timer(due, key=key, client_id=case.client_id, due_at=send_at, actor=SYSTEM_ACTOR)
    if case.state in {State.OPEN, State.SNOOZED}:
        rest(case, State.SNOOZED)
        case.snoozed_until = send_at
        case.save(update_fields=WAITING_FIELDS)
    event = ReplyScheduled(case_id=case.pk, agent_id=agent_id, send_at=send_at.isoformat())
    record(event, client_id=case.client_id, actor=actor, at=now)
    return draft


def unschedule_reply(*, case_id: int, agent_id: int, actor: Actor, now: datetime) -> Draft:
    """It stays a draft; a case that rested for it waits for us again.

    Raises NothingScheduled, Case.DoesNotExist.
    """
    case = lock_case(case_id)
    draft = _locked(case, agent_id)
    if draft is None or draft.send_at is None:
        raise NothingScheduled
    _stop(case, draft, held_back=False, actor=actor, now=now)
    return draft


def hold_back(*, case: Case, draft: Draft, actor: Actor, now: datetime) -> None:
    """It was due and does not leave: its writer reads what came, and decides anew."""
    _stop(case, draft, held_back=True, actor=actor, now=now)


def forget_schedule(draft: Draft) -> None:
    """What is sent or thrown away leaves no second time."""
    if draft.send_at:
        cancel_timer(key=timer_key(draft))


def timer_key(draft: Draft) -> str:
    return f"draft:{draft.pk}:send"


def _stop(case: Case, draft: Draft, *, held_back: bool, actor: Actor, now: datetime) -> None:
    rested_for_it = case.state == State.SNOOZED and case.snoozed_until == draft.send_at
    forget_schedule(draft)
    draft.send_at, draft.held_back = None, held_back
    draft.save(update_fields=["send_at", "held_back"])
    event = ReplyUnscheduled(case_id=case.pk, agent_id=draft.agent_id, held_back=held_back)
    record(event, client_id=case.client_id, actor=actor, at=now)
    if rested_for_it:
        wait_again(case, inbox=clients.inbox(case.inbox_id), now=now)
        case.save(update_fields=WAITING_FIELDS)
        reopened = CaseReopened(case_id=case.pk, message_id=None)
        record(reopened, client_id=case.client_id, actor=actor, at=now)


def _locked(case: Case, agent_id: int) -> Draft | None:
    drafts = Draft.objects.select_for_update(of=("self",))
    return drafts.filter(case=case, agent=agent_id, kind=Draft.Kind.REPLY).first()
