"""Contacts elsewhere come on record: in the customer's story, and no work for anybody."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from keskio.cases.events import ContactRecorded
from keskio.cases.incoming import Contact, IncomingFile
from keskio.cases.message_ids import make_message_id
from keskio.cases.models import (
    Attachment,
    Case,
    Conversation,
    Message,
    Outcome,
    Request,
    State,
)
from keskio.cases.operations.locking import lock_case
from keskio.cases.operations.outgoing import EmptyMessage
from keskio.journal.actors import Actor
from keskio.journal.operations import record
from keskio.kit import blobs

if TYPE_CHECKING:
    from keskio.clients.models import Inbox

SUBJECT_LENGTH = 500
OPEN = (State.OPEN, State.WAITING, State.SNOOZED)


@dataclass(frozen=True)
class Recorded:
    message: Message
    case: Case
    is_new_case: bool


def record_contact(*, contact: Contact, actor: Actor, now: datetime) -> Recorded:
    """Keep a mail of an employee's exchange with a customer; kept before, it is not kept again.

    It joins the case it belongs to, or one that is open with the same people; else it gets one of
    its own that is resolved already. What is not proved to be the employee's joins nothing.
    """
    at = min(contact.said.sent_at, now)
    if contact.agent_id is not None and (known := _known(contact)):
        case, message, is_new = lock_case(known.case_id), known, False
    else:
        joined = _case_to_join(contact) if contact.agent_id is not None else None
        case, is_new = joined or _recorded_case(contact, at=at, now=now), joined is None
        message = _keep(contact, case, at=at)
        event = ContactRecorded(
            case_id=case.pk,
            message_id=message.pk,
            channel=Conversation.Channel.EMAIL,
            agent_id=contact.agent_id,
        )
        record(event, client_id=case.client_id, actor=actor, at=now)
    if contact.comment.strip():
        _comment(contact, message, now=now)
    return Recorded(message, case, is_new)


def note_contact(
    *,
    inbox: "Inbox",
    customer_id: int,
    channel: Conversation.Channel,
    text: str,
    request_key: str = "",
    actor: Actor,
    agent_id: int | None,
    now: datetime,
) -> Message:
    """Keep what was said on the phone or face to face, in the words of who was there.

    With a `request_key` used before, the message written then is returned. Raises EmptyMessage.
    """
    key = f"{actor} {request_key}"
    asked = Request.objects.filter(client_id=inbox.client_id, key=key) if request_key else None
    if asked is not None and (before := asked.select_related("message").first()):
        return before.message
    if not text.strip():
        raise EmptyMessage
    case = _noted_case(inbox, customer_id, text, now=now)
    message = Message.objects.create(
        client_id=case.client_id,
        case=case,
        conversation=_conversation(case, inbox, channel, at=now),
        kind=Message.Kind.NOTE,
        direction=Message.Direction.INTERNAL,
        agent_id=agent_id,
        text=text,
        message_id=make_message_id(inbox.address),
        sent_at=now,
        created_at=now,
    )
    if request_key:
        Request.objects.create(client_id=case.client_id, key=key, message=message, created_at=now)
    event = ContactRecorded(
        case_id=case.pk, message_id=message.pk, channel=channel, agent_id=agent_id
    )
    record(event, client_id=case.client_id, actor=actor, at=now)
    return message


def _known(contact: Contact) -> Message | None:
    same = Message.objects.filter(
        client_id=contact.inbox.client_id, message_id=contact.said.message_id
    )
    return same.order_by("id").first()


def _case_to_join(contact: Contact) -> Case | None:
    """What it answers, if the people are the same; else what is open between them."""
    people = set(contact.participants)
    cases = Case.objects.filter(client_id=contact.inbox.client_id)
    answered = Message.objects.filter(
        client_id=contact.inbox.client_id, message_id__in=contact.said.references
    )
    found = list(cases.filter(pk__in=answered.values("case")).order_by("-id"))
    if contact.customer is not None:
        open_ones = cases.filter(customer=contact.customer, state__in=OPEN)
        found += open_ones.order_by("-last_message_at", "-id")[:20]
    same = (case for case in found if people and people <= set(case.participants))
    case = next(same, None)
    return lock_case(case.pk) if case else None


def _recorded_case(contact: Contact, *, at: datetime, now: datetime) -> Case:
    return Case.objects.create(
        client_id=contact.inbox.client_id,
        inbox=contact.inbox,
        customer=contact.customer,
        subject=contact.said.subject[:SUBJECT_LENGTH],
        state=State.RESOLVED,
        outcome=Outcome.RECORDED,
        participants=list(contact.participants),
        opened_at=at,
        last_message_at=at,
        resolved_at=now,
    )


def _noted_case(inbox: "Inbox", customer_id: int, text: str, *, now: datetime) -> Case:
    return Case.objects.create(
        client_id=inbox.client_id,
        inbox=inbox,
        customer_id=customer_id,
        subject=text.strip().partition("\n")[0][:80],
        state=State.RESOLVED,
        outcome=Outcome.RECORDED,
        opened_at=now,
        last_message_at=now,
        resolved_at=now,
    )


def _keep(contact: Contact, case: Case, *, at: datetime) -> Message:
    """Dated by its author: it stands in the story where it was said."""
    said = contact.said
    if at > case.last_message_at:
        case.last_message_at = at
        case.save(update_fields=["last_message_at"])
    message = Message.objects.create(
        client_id=case.client_id,
        case=case,
        conversation=_conversation(case, contact.conversed_in, Conversation.Channel.EMAIL, at=at),
        kind=Message.Kind.MESSAGE,
        direction=Message.Direction.OUT if contact.is_ours else Message.Direction.IN,
        agent_id=contact.agent_id if contact.is_ours else None,
        author_name=said.author_name[:200],
        author_address=said.author_address[:320],
        to=said.to,
        cc=said.cc,
        subject=said.subject[:SUBJECT_LENGTH],
        text=said.text,
        full_text=said.full_text if said.full_text != said.text else "",
        html=said.html,
        message_id=said.message_id,
        in_reply_to=said.in_reply_to,
        authentic=said.authentic,
        sent_at=said.sent_at,
        created_at=at,
    )
    Attachment.objects.bulk_create(_attachment(message, file) for file in said.attachments)
    return message


def _conversation(
    case: Case, inbox: "Inbox", channel: Conversation.Channel, *, at: datetime
) -> Conversation:
    return Conversation.objects.create(
        client_id=case.client_id,
        inbox=inbox,
        customer_id=case.customer_id,
        channel=channel,
        opened_at=at,
    )


def _comment(contact: Contact, message: Message, *, now: datetime) -> None:
    """Once: passed on twice, it is said once."""
    said = Message.objects.filter(case=message.case_id, kind=Message.Kind.NOTE)
    if said.filter(in_reply_to=message.message_id, text=contact.comment).exists():
        return
    Message.objects.create(
        client_id=message.client_id,
        case_id=message.case_id,
        conversation_id=message.conversation_id,
        kind=Message.Kind.NOTE,
        direction=Message.Direction.INTERNAL,
        agent_id=contact.agent_id,
        text=contact.comment,
        message_id=make_message_id(contact.inbox.address),
        in_reply_to=message.message_id,
        sent_at=now,
        created_at=now,
    )


def _attachment(message: Message, file: IncomingFile) -> Attachment:
    return Attachment(
        client_id=message.client_id,
        message=message,
        name=file.name[:255],
        content_type=file.content_type[:127],
        size=len(file.content),
        digest=blobs.store(file.content),
        content_id=file.content_id[:255],
        inline=file.inline,
    )
