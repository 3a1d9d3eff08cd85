"""A message comes in: into the case it belongs to, or a new one."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from keskio.cases.events import CaseOpened, CaseReopened, MessageReceived
from keskio.cases.incoming import IncomingMessage
from keskio.cases.models import Attachment, Case, Conversation, Message, Outcome, State
from keskio.cases.operations.locking import lock_case
from keskio.cases.threading import Place, place_of
from keskio.cases.waiting import WAITING_FIELDS, wait_again
from keskio.clients import queries as clients
from keskio.journal.actors import Actor
from keskio.journal.operations import record
from keskio.kit import blobs

if TYPE_CHECKING:
    from keskio.clients.models import Inbox
    from keskio.customers.models import Customer

SUBJECT_LENGTH = 500
MAX_PARTICIPANTS = 200


@dataclass(frozen=True)
class Received:
    message: Message
    case: Case
    is_new_case: bool


def receive_message(
    *,
    inbox: "Inbox",
    customer: "Customer | None",
    incoming: IncomingMessage,
    own_addresses: set[str],
    actor: Actor,
    now: datetime,
) -> Received:
    """Store what came; the case waits for us if a person wrote, or what we wrote bounced.

    `now` is when it arrived. `own_addresses` never become participants.
    """
    place = place_of(incoming, client_id=inbox.client_id)
    needs_us = not incoming.is_automatic or (incoming.kind == "bounce" and place.answers_ours)
    participants = _participants(incoming, own_addresses)
    if place.case_id is None:
        case = _open(inbox, customer, incoming, place, participants, now=now)
        message = _store(case, _converse(case, now).pk, incoming, now=now)
        _record_opening(case, message, actor=actor, at=now)
    else:
        case = lock_case(place.case_id)
        message = _store(case, _conversation_of(case, now), incoming, now=now)
        _join(
            case,
            customer,
            participants,
            message,
            needs_us=needs_us,
            inbox=inbox,
            actor=actor,
            now=now,
        )
    event = MessageReceived(
        case_id=case.pk, message_id=message.pk, message_kind=message.kind, waits=needs_us
    )
    record(event, client_id=case.client_id, actor=actor, at=now)
    return Received(message, case, is_new_case=place.case_id is None)


def _participants(incoming: IncomingMessage, own_addresses: set[str]) -> list[str]:
    """Who may write into the case from now on; the author first."""
    if incoming.is_automatic:
        others = incoming.about
    else:
        others = tuple(address for _, address in (*incoming.to, *incoming.cc))
    everybody = dict.fromkeys((incoming.author_address, *others))
    return [address for address in everybody if address and address not in own_addresses][
        :MAX_PARTICIPANTS
    ]


def _open(
    inbox: "Inbox",
    customer: "Customer | None",
    incoming: IncomingMessage,
    place: Place,
    participants: list[str],
    *,
    now: datetime,
) -> Case:
    waits = not incoming.is_automatic
    return Case.objects.create(
        client_id=inbox.client_id,
        inbox=inbox,
        customer=customer,
        subject=incoming.subject[:SUBJECT_LENGTH],
        state=State.OPEN if waits else State.RESOLVED,
        outcome="" if waits else Outcome.AUTOMATIC,
        participants=participants,
        linked_to_id=place.linked_to,
        opened_at=now,
        last_message_at=now,
        waiting_since=now if waits else None,
        promised_at=clients.promise_of(inbox, now=now) if waits else None,
        resolved_at=None if waits else now,
    )


def _converse(case: Case, now: datetime) -> Conversation:
    return Conversation.objects.create(
        client_id=case.client_id,
        inbox_id=case.inbox_id,
        customer_id=case.customer_id,
        opened_at=now,
    )


def _conversation_of(case: Case, now: datetime) -> int:
    """The case's newest; a case can be older than its first message by mail."""
    latest = (
        Message.objects.filter(case=case).order_by("-id").values_list("conversation", flat=True)
    )
    return latest.first() or _converse(case, now).pk


def _store(
    case: Case, conversation_id: int, incoming: IncomingMessage, *, now: datetime
) -> Message:
    cut = incoming.full_text != incoming.text
    message = Message.objects.create(
        client_id=case.client_id,
        case=case,
        conversation_id=conversation_id,
        kind=incoming.kind,
        direction=Message.Direction.IN,
        author_name=incoming.author_name[:200],
        author_address=incoming.author_address[:320],
        reply_to=incoming.reply_to[:320],
        to=incoming.to,
        cc=incoming.cc,
        subject=incoming.subject[:SUBJECT_LENGTH],
        text=incoming.text,
        full_text=incoming.full_text if cut else "",
        html=incoming.html,
        message_id=incoming.message_id,
        in_reply_to=incoming.in_reply_to,
        authentic=incoming.authentic,
        sent_at=incoming.sent_at,
        created_at=now,
    )
    _attach(message, incoming)
    return message


def _attach(message: Message, incoming: IncomingMessage) -> None:
    if not incoming.attachments:
        return
    Attachment.objects.bulk_create(
        Attachment(
            client_id=message.client_id,
            message=message,
            name=file.name[:255],
            content_type=file.content_type[:127],
            size=len(file.content),
            digest=blobs.store(file.content),
            content_id=file.content_id[:255],
            inline=file.inline,
        )
        for file in incoming.attachments
    )


def _record_opening(case: Case, message: Message, *, actor: Actor, at: datetime) -> None:
    automatic = case.outcome == Outcome.AUTOMATIC
    event = CaseOpened(case_id=case.pk, message_id=message.pk, automatic=automatic)
    record(event, client_id=case.client_id, actor=actor, at=at)


def _join(
    case: Case,
    customer: "Customer | None",
    participants: list[str],
    message: Message,
    *,
    needs_us: bool,
    inbox: "Inbox",
    actor: Actor,
    now: datetime,
) -> None:
    """Bring the case up to date with its new message, and reopen it if it did not wait."""
    if message.kind == Message.Kind.MESSAGE:
        known = set(case.participants)
        case.participants += [address for address in participants if address not in known]
    case.customer = case.customer or customer
    case.last_message_at = max(case.last_message_at, now)
    reopened = needs_us and case.state != State.OPEN
    if reopened:
        wait_again(case, inbox=inbox, now=now)
    case.save(update_fields=[*WAITING_FIELDS, "participants", "customer", "last_message_at"])
    if reopened:
        event = CaseReopened(case_id=case.pk, message_id=message.pk)
        record(event, client_id=case.client_id, actor=actor, at=now)
