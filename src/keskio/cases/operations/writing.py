"""We write: replies, acknowledgements, internal notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from keskio.cases.events import AcknowledgementWritten, NoteWritten, ReplyWritten
from keskio.cases.message_ids import make_message_id
from keskio.cases.models import Attachment, Case, Message, Request, State
from keskio.cases.operations.locking import lock_case, require_nothing_new
from keskio.cases.waiting import WAITING_FIELDS, rest
from keskio.clients import queries as clients
from keskio.journal.actors import Actor
from keskio.journal.operations import record
from keskio.kit import blobs

Addresses = Sequence[tuple[str, str]]
"""Pairs of name and address."""


class EmptyMessage(Exception):
    """Neither text nor attachment."""


class NoRecipient(Exception):
    """Nobody to send it to, or something that is no address; says which."""


@dataclass(frozen=True)
class OutgoingFile:
    name: str
    content_type: str
    content: bytes


def write_reply(
    *,
    case_id: int,
    text: str,
    to: Addresses = (),
    cc: Addresses = (),
    files: Sequence[OutgoingFile] = (),
    last_seen: int | None = None,
    request_key: str = "",
    actor: Actor,
    agent_id: int | None = None,
    now: datetime,
) -> Message:
    """Answer the customer; the case then waits for them, with whoever has it or answered.

    `to` is empty for "where the customer wrote from". `last_seen` is the newest message the
    writer has read. With a `request_key` used before, the message written then is returned.
    Raises EmptyMessage, NoRecipient, AnsweredMeanwhile, Case.DoesNotExist.
    """
    case = lock_case(case_id)
    if written := _written_before(case, actor, request_key):
        return written
    _require_content(text, files)
    require_nothing_new(case, last_seen)
    answered = _answered(case)
    to = _checked(to or _default_recipient(case, answered))
    message = _write_out(
        case, answered, text, to=to, cc=_checked(cc), files=files, agent_id=agent_id, now=now
    )
    _wait_for_customer(case, message, agent_id=agent_id, now=now)
    _remember(case, actor, request_key, message)
    event = ReplyWritten(case_id=case.pk, message_id=message.pk)
    record(event, client_id=case.client_id, actor=actor, at=now)
    return message


def write_acknowledgement(
    *, case_id: int, answers: int, text: str, actor: Actor, now: datetime
) -> Message:
    """Tell the author of message `answers` that it has come; the case goes on waiting for us."""
    case = lock_case(case_id)
    answered = Message.objects.get(pk=answers, case=case)
    to = [(answered.author_name, answered.author_address)]
    message = _create(
        case,
        answered,
        kind=Message.Kind.ACKNOWLEDGEMENT,
        direction=Message.Direction.OUT,
        subject=_reply_subject(case),
        text=text,
        to=to,
        now=now,
    )
    event = AcknowledgementWritten(case_id=case.pk, message_id=message.pk)
    record(event, client_id=case.client_id, actor=actor, at=now)
    return message


def write_note(
    *,
    case_id: int,
    text: str,
    request_key: str = "",
    actor: Actor,
    agent_id: int | None = None,
    now: datetime,
) -> Message:
    """A note for colleagues only. Raises EmptyMessage, Case.DoesNotExist."""
    case = lock_case(case_id)
    if written := _written_before(case, actor, request_key):
        return written
    _require_content(text, ())
    message = _create(
        case,
        None,
        kind=Message.Kind.NOTE,
        direction=Message.Direction.INTERNAL,
        text=text,
        agent_id=agent_id,
        now=now,
    )
    _remember(case, actor, request_key, message)
    event = NoteWritten(case_id=case.pk, message_id=message.pk)
    record(event, client_id=case.client_id, actor=actor, at=now)
    return message


def _written_before(case: Case, actor: Actor, request_key: str) -> Message | None:
    if not request_key:
        return None
    asked = Request.objects.filter(client_id=case.client_id, key=f"{actor} {request_key}")
    before = asked.select_related("message").first()
    return before.message if before else None


def _remember(case: Case, actor: Actor, request_key: str, message: Message) -> None:
    if request_key:
        Request.objects.create(
            client_id=case.client_id,
            key=f"{actor} {request_key}",
            message=message,
            created_at=message.created_at,
        )


def _require_content(text: str, files: Sequence[OutgoingFile]) -> None:
    if not text.strip() and not files:
        raise EmptyMessage


def _answered(case: Case) -> Message | None:
    """The newest message of a person from outside, or of anybody when there is none."""
    received = Message.objects.filter(case=case, direction=Message.Direction.IN)
    from_people = received.filter(kind=Message.Kind.MESSAGE)
    return from_people.order_by("-id").first() or received.order_by("-id").first()


def _default_recipient(case: Case, answered: Message | None) -> Addresses:
    """To whom it was answered; in a case of which only our side is on record, to the customer."""
    if answered is None:
        return [("", address) for address in case.participants[:1]]
    return [(answered.author_name, answered.reply_to or answered.author_address)]


def _checked(recipients: Addresses) -> list[tuple[str, str]]:
    for _, address in recipients:
        try:
            validate_email(address)
        except ValidationError as error:
            raise NoRecipient(address) from error
    return [(name, address.lower()) for name, address in recipients]


def _write_out(
    case: Case,
    answered: Message | None,
    text: str,
    *,
    to: Addresses,
    cc: Addresses,
    files: Sequence[OutgoingFile],
    agent_id: int | None,
    now: datetime,
) -> Message:
    if not to:
        raise NoRecipient("")
    signature = clients.inbox(case.inbox_id).signature
    message = _create(
        case,
        answered,
        kind=Message.Kind.MESSAGE,
        direction=Message.Direction.OUT,
        subject=_reply_subject(case),
        text=text,
        full_text=f"{text}\n\n{signature}" if signature else "",
        to=to,
        cc=cc,
        agent_id=agent_id,
        now=now,
    )
    _attach(message, files)
    return message


def _create(
    case: Case,
    answered: Message | None,
    *,
    kind: Message.Kind,
    direction: Message.Direction,
    text: str,
    now: datetime,
    subject: str = "",
    full_text: str = "",
    to: Addresses = (),
    cc: Addresses = (),
    agent_id: int | None = None,
) -> Message:
    inbox = clients.inbox(case.inbox_id)
    follows = answered or Message.objects.filter(case=case).latest("id")
    is_note = direction == Message.Direction.INTERNAL
    return Message.objects.create(
        client_id=case.client_id,
        case=case,
        conversation_id=follows.conversation_id,
        kind=kind,
        direction=direction,
        agent_id=agent_id,
        author_name="" if is_note else inbox.name,
        author_address="" if is_note else inbox.address,
        to=list(to),
        cc=list(cc),
        subject=subject,
        text=text,
        full_text=full_text,
        message_id=make_message_id(inbox.address),
        in_reply_to=answered.message_id if answered else "",
        sent_at=now,
        created_at=now,
    )


def _reply_subject(case: Case) -> str:
    prefixes = ("re:", "vs:", "sv:", "odp:", "aw:")
    if case.subject.lower().startswith(prefixes):
        return case.subject
    return f"Re: {case.subject}".strip()[:500]


def _attach(message: Message, files: Sequence[OutgoingFile]) -> None:
    Attachment.objects.bulk_create(
        Attachment(
            client_id=message.client_id,
            message=message,
            name=file.name[:255],
            content_type=file.content_type[:127],
            size=len(file.content),
            digest=blobs.store(file.content),
        )
        for file in files
    )


def _wait_for_customer(
    case: Case, message: Message, *, agent_id: int | None, now: datetime
) -> None:
    recipients = [address for _, address in (*message.to, *message.cc)]
    case.participants = list(dict.fromkeys([*case.participants, *recipients]))
    rest(case, State.WAITING)
    case.assignee_id = case.assignee_id or agent_id
    case.last_message_at = now
    case.save(update_fields=[*WAITING_FIELDS, "participants", "assignee", "last_message_at"])
