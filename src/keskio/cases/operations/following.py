"""Whom a case keeps informed: followers, and those who want to be reminded of it."""

from collections.abc import Collection
from datetime import datetime

from keskio.cases.events import (
    CaseFollowed,
    CaseUnfollowed,
    ReminderCancelled,
    ReminderDue,
    ReminderSet,
)
from keskio.cases.models import Case, Follower, Reminder
from keskio.cases.operations.assigning import CannotServe
from keskio.cases.operations.locking import lock_case
from keskio.cases.operations.resolving import NotInTheFuture, return_to_us
from keskio.journal.actors import Actor
from keskio.journal.operations import cancel_timer, record, set_timer
from keskio.staff import operations as staff_operations
from keskio.staff import queries as staff
from keskio.staff.models import NotificationKind

REMINDERS_AT_MOST = 20


class TooManyReminders(Exception):
    """The agent is to be reminded of this case often enough."""


def follow_case(*, case_id: int, agent_id: int, actor: Actor, now: datetime) -> Case:
    """The agent is told whenever something happens to it. Raises CannotServe."""
    case = lock_case(case_id)
    if not staff.reads(agent_id, client_id=case.client_id, inbox_id=case.inbox_id):
        raise CannotServe
    _, is_new = Follower.objects.get_or_create(
        case=case, agent_id=agent_id, defaults={"client_id": case.client_id}
    )
    if is_new:
        event = CaseFollowed(case_id=case.pk, agent_id=agent_id)
        record(event, client_id=case.client_id, actor=actor, at=now)
    return case


def unfollow_case(*, case_id: int, agent_id: int, actor: Actor, now: datetime) -> Case:
    """Raises Case.DoesNotExist."""
    case = lock_case(case_id)
    gone, _ = Follower.objects.filter(case=case, agent=agent_id).delete()
    if gone:
        event = CaseUnfollowed(case_id=case.pk, agent_id=agent_id)
        record(event, client_id=case.client_id, actor=actor, at=now)
    return case


def tell_followers(*, case_ids: Collection[int], actor: Actor, now: datetime) -> None:
    """Something happened to these cases: whoever follows one, `actor` apart, is told."""
    following: dict[tuple[int, int, int], list[int]] = {}
    followers = Follower.objects.filter(case__in=case_ids).select_related("case")
    for one in followers.order_by("case", "agent"):
        key = (one.case_id, one.case.inbox_id, one.client_id)
        following.setdefault(key, []).append(one.agent_id)
    for (case_id, inbox_id, client_id), agent_ids in following.items():
        staff_operations.notify_agents(
            agent_ids=agent_ids,
            kind=NotificationKind.FOLLOWED,
            case_id=case_id,
            inbox_id=inbox_id,
            client_id=client_id,
            actor=actor,
            now=now,
        )


def set_reminder(
    *,
    case_id: int,
    agent_id: int,
    due_at: datetime,
    returns: bool = False,
    actor: Actor,
    now: datetime,
) -> Reminder:
    """Have the agent told of the case then; with `returns` it also waits for us again.

    Raises NotInTheFuture, CannotServe, TooManyReminders, Case.DoesNotExist.
    """
    if due_at <= now:
        raise NotInTheFuture
    case = lock_case(case_id)
    if not staff.reads(agent_id, client_id=case.client_id, inbox_id=case.inbox_id):
        raise CannotServe
    if Reminder.objects.filter(case=case, agent=agent_id).count() >= REMINDERS_AT_MOST:
        raise TooManyReminders
    reminder = Reminder.objects.create(
        client_id=case.client_id, case=case, agent_id=agent_id, due_at=due_at, returns=returns
    )
    due = ReminderDue(case_id=case.pk, reminder_id=reminder.pk, agent_id=agent_id)
    set_timer(due, key=_key(reminder), client_id=case.client_id, due_at=due_at, actor=actor)
    event = ReminderSet(
        case_id=case.pk,
        reminder_id=reminder.pk,
        agent_id=agent_id,
        due_at=due_at.isoformat(),
        returns=returns,
    )
    record(event, client_id=case.client_id, actor=actor, at=now)
    return reminder


def cancel_reminder(
    *, case_id: int, reminder_id: int, agent_id: int, actor: Actor, now: datetime
) -> None:
    """The agent's own. Raises Reminder.DoesNotExist, also when its time has come."""
    case = lock_case(case_id)
    reminder = Reminder.objects.get(pk=reminder_id, case=case, agent=agent_id)
    cancel_timer(key=_key(reminder))
    event = ReminderCancelled(case_id=case.pk, reminder_id=reminder.pk, agent_id=reminder.agent_id)
    reminder.delete()
    record(event, client_id=case.client_id, actor=actor, at=now)


def remind(*, case_id: int, reminder_id: int, actor: Actor, now: datetime) -> None:
    """The time has come; nothing happens if the reminder was cancelled at the last moment."""
    case = lock_case(case_id)
    reminder = Reminder.objects.filter(pk=reminder_id, case=case).first()
    if reminder is None:
        return
    reminder.delete()
    staff_operations.notify_agent(
        agent_id=reminder.agent_id,
        kind=NotificationKind.REMINDER,
        case_id=case.pk,
        inbox_id=case.inbox_id,
        client_id=case.client_id,
        actor=Actor.agent(reminder.agent_id),
        now=now,
    )
    if reminder.returns:
        return_to_us(case_id=case.pk, actor=actor, now=now)


def _key(reminder: Reminder) -> str:
    return f"reminder:{reminder.pk}"
