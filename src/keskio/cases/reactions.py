"""What happens to cases when something else has happened, and whom they then keep informed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from keskio.cases import operations, queries
from keskio.cases.events import (
    AgentMentioned,
    CaseEvent,
    CaseStarted,
    CaseTookIn,
    CaseUnmerged,
    ContactRecorded,
    MessageForwarded,
    MessageReceived,
    MessagesJoined,
    MessageTakenBack,
    NoteWritten,
    ReminderDue,
    ReplyDue,
    ReplyWritten,
    SnoozeEnded,
)
from keskio.customers.events import CustomerMet, IdentityMoved
from keskio.journal.actors import SYSTEM_ACTOR, Actor
from keskio.staff import operations as staff
from keskio.staff.events import AgentChanged, AgentDeactivated, AgentServes, InboxDoorSet
from keskio.staff.models import NotificationKind

if TYPE_CHECKING:
    from keskio.journal.models import Entry

Said = (
    MessageReceived
    | ReplyWritten
    | NoteWritten
    | CaseStarted
    | MessageForwarded
    | MessageTakenBack
    | ContactRecorded
)
Moved = MessagesJoined | CaseUnmerged | CaseTookIn
Met = CustomerMet | IdentityMoved


def wake(event: SnoozeEnded, entry: "Entry") -> None:
    operations.end_snooze(case_id=event.case_id, actor=SYSTEM_ACTOR, now=entry.happened_at)


def remind(event: ReminderDue, entry: "Entry") -> None:
    operations.remind(
        case_id=event.case_id,
        reminder_id=event.reminder_id,
        actor=SYSTEM_ACTOR,
        now=entry.happened_at,
    )


def tell_followers(run: Sequence[tuple[CaseEvent, "Entry"]]) -> None:
    """Those who did the same thing to many cases are told of together."""
    followed = queries.followed({event.case_id for event, _ in run})
    by_actor: dict[Actor, set[int]] = {}
    for event, entry in run:
        if event.case_id in followed:
            by_actor.setdefault(entry.actor, set()).add(event.case_id)
    now = max(entry.happened_at for _, entry in run)
    for actor, case_ids in by_actor.items():
        operations.tell_followers(case_ids=case_ids, actor=actor, now=now)


def tell_mentioned(event: AgentMentioned, entry: "Entry") -> None:
    staff.notify_agent(
        agent_id=event.agent_id,
        kind=NotificationKind.MENTION,
        case_id=event.case_id,
        inbox_id=queries.inbox_of(event.case_id),
        client_id=entry.client_id,
        actor=entry.actor,
        now=entry.happened_at,
    )


def send_scheduled(event: ReplyDue, entry: "Entry") -> None:
    operations.send_scheduled(
        case_id=event.case_id,
        draft_id=event.draft_id,
        actor=SYSTEM_ACTOR,
        now=entry.happened_at,
    )


def index(run: Sequence[tuple[Said | Moved | Met, "Entry"]]) -> None:
    """What is not there any more is not found any more."""
    met, said, told_in = set[int](), set[int](), set[int]()
    for event, _ in run:
        match event:
            case CustomerMet():
                met.add(event.customer_id)
            case IdentityMoved():
                met |= {event.customer_id, event.before_id}
            case MessagesJoined() | CaseUnmerged():
                said.update(event.message_ids)
            case CaseTookIn():
                told_in.add(event.case_id)
            case ContactRecorded():  # with the comment that an employee passed it on with
                said.add(event.message_id)
                told_in.add(event.case_id)
            case _:
                said.add(event.message_id)
    operations.index_customers(met)
    operations.index_messages(said, told_in=told_in)


def take_back_from(event: AgentChanged | AgentDeactivated | AgentServes, entry: "Entry") -> None:
    """They may have less than before: what is not theirs any more goes back to the line."""
    held = queries.cases_held_by(event.agent_id)
    operations.take_back_cases(
        case_ids=[case.pk for case in held], actor=SYSTEM_ACTOR, now=entry.happened_at
    )


def take_back_in(event: InboxDoorSet, entry: "Entry") -> None:
    held = queries.cases_held_in(event.inbox_id)
    operations.take_back_cases(
        case_ids=[case.pk for case in held], actor=SYSTEM_ACTOR, now=entry.happened_at
    )
