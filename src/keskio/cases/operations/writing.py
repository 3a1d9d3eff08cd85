"""We write: replies, forwarded messages, new mails, acknowledgements, internal notes."""

from datetime import datetime, timedelta

from keskio.cases.addresses import Addresses, checked
from keskio.cases.events import (
    AcknowledgementWritten,
    AgentMentioned,
    CaseStarted,
    MessageForwarded,
    NoteWritten,
    ReplyWritten,
)
from keskio.cases.mentions import mentioned
from keskio.cases.models import Case, Draft, Message, State
from keskio.cases.operations.locking import (
    lock_case,
    lock_case_told_in,
    require_nothing_new,
)
from keskio.cases.operations.outgoing import (
    Files,
    KeptFile,
    Letter,
    create_letter,
    create_note,
    files_of,
    let_write,
    locked_draft,
    remember,
    require_content,
    written_before,
)
from keskio.cases.operations.scheduling import forget_schedule
from keskio.cases.waiting import WAITING_FIELDS, as_it_stands, rest
from keskio.clients import queries as clients
from keskio.customers.operations import Claim, recognise_customer
from keskio.journal.actors import Actor
from keskio.journal.operations import record
from keskio.staff import queries as staff

ANSWERED = ("re:", "vs:", "sv:", "odp:", "aw:")
PASSED_ON = ("fwd:", "fw:", "vl:", "vb:", "pd:")
LONGEST_HOLD = timedelta(minutes=2)


class CannotForward(Exception):
    """A note is for colleagues only."""


def write_reply(  # noqa: PLR0913
    *,
    case_id: int,
    text: str,
    to: Addresses = (),
    cc: Addresses = (),
    bcc: Addresses = (),
    files: Files = (),
    draft_id: int | None = None,
    last_seen: int | None = None,
    undo_seconds: int = 0,
    request_key: str = "",
    actor: Actor,
    agent_id: int | None = None,
    now: datetime,
) -> Message:
    """Answer the customer; the case then waits for them, with whoever has it or answered.

    `to` is empty for "where the customer wrote from". `last_seen` is the newest message the
    writer has read. The files of draft `draft_id` go along, and the draft is gone. It leaves
    after `undo_seconds`, and can be taken back until then. With a `request_key` used before,
    the message written then is returned.
    Raises EmptyMessage, NoRecipient, TooMuchAttached, AnsweredMeanwhile, CaseIsMerged,
    Case.DoesNotExist.
    """
    case = lock_case(case_id)
    if written := written_before(case.client_id, actor, request_key):
        return written
    draft = locked_draft(draft_id, agent_id=agent_id)
    require_nothing_new(case, last_seen)
    answered = _answered(case)
    letter = Letter(
        text=text,
        subject=_subject(case.subject, "Re:", ANSWERED),
        to=checked(to or _default_recipient(case, answered)),
        cc=checked(cc),
        bcc=checked(bcc),
        files=[*files, *files_of(draft)],
    )
    letter.require_whole()
    message = create_letter(
        case,
        letter,
        answers=answered,
        agent_id=agent_id,
        held_until=_held_until(undo_seconds, now),
        now=now,
    )
    _wait_for_customer(case, message, agent_id=agent_id, now=now)
    _finish(case, message, draft, actor=actor, request_key=request_key)
    event = ReplyWritten(case_id=case.pk, message_id=message.pk)
    record(event, client_id=case.client_id, actor=actor, at=now)
    return message


def forward_message(  # noqa: PLR0913
    *,
    message_id: int,
    text: str = "",
    to: Addresses,
    cc: Addresses = (),
    bcc: Addresses = (),
    files: Files = (),
    with_attachments: bool = True,
    draft_id: int | None = None,
    undo_seconds: int = 0,
    request_key: str = "",
    actor: Actor,
    agent_id: int | None = None,
    now: datetime,
) -> Message:
    """Pass a message on to anyone; what they answer comes to the case, which stands as it stood.

    Raises NoRecipient, TooMuchAttached, CannotForward, Message.DoesNotExist.
    """
    original = Message.objects.prefetch_related("attachments").get(pk=message_id)
    if original.direction == Message.Direction.INTERNAL:
        raise CannotForward
    case = lock_case(original.case_id)
    if written := written_before(case.client_id, actor, request_key):
        return written
    draft = locked_draft(draft_id, agent_id=agent_id)
    passed_on = _attachments(original) if with_attachments else []
    letter = Letter(
        text=text,
        subject=_subject(original.subject or case.subject, "Fwd:", PASSED_ON),
        to=checked(to),
        cc=checked(cc),
        bcc=checked(bcc),
        files=[*files, *files_of(draft), *passed_on],
    )
    letter.require_whole_but_text()
    message = create_letter(
        case,
        letter,
        answers=None,
        forwards=original,
        agent_id=agent_id,
        held_until=_held_until(undo_seconds, now),
        now=now,
    )
    let_write(case, message)
    case.last_message_at = now
    case.save(update_fields=["participants", "last_message_at"])
    _finish(case, message, draft, actor=actor, request_key=request_key)
    event = MessageForwarded(
        case_id=case.pk, message_id=message.pk, forwarded_message_id=original.pk
    )
    record(event, client_id=case.client_id, actor=actor, at=now)
    return message


def start_case(  # noqa: PLR0913
    *,
    inbox_id: int,
    subject: str,
    text: str,
    to: Addresses,
    cc: Addresses = (),
    bcc: Addresses = (),
    files: Files = (),
    draft_id: int | None = None,
    undo_seconds: int = 0,
    request_key: str = "",
    actor: Actor,
    agent_id: int | None = None,
    now: datetime,
) -> Message:
    """Write to anyone first: a new case, waiting for whom it is to.

    Raises EmptyMessage, NoRecipient, TooMuchAttached, Inbox.DoesNotExist.
    """
    inbox = clients.inbox(inbox_id)
    if written := written_before(inbox.client_id, actor, request_key):
        return written
    draft = locked_draft(draft_id, agent_id=agent_id)
    letter = Letter(
        text=text,
        subject=" ".join(subject.split())[:500],
        to=checked(to),
        cc=checked(cc),
        bcc=checked(bcc),
        files=[*files, *files_of(draft)],
    )
    letter.require_whole()
    name, address = letter.to[0]
    claim = Claim(kind="email", value=address, name=name)
    customer = recognise_customer(client_id=inbox.client_id, claim=claim, actor=actor, now=now)
    case = Case.objects.create(
        client_id=inbox.client_id,
        inbox=inbox,
        customer=customer,
        subject=letter.subject,
        state=State.WAITING,
        assignee_id=agent_id,
        opened_at=now,
        last_message_at=now,
    )
    message = create_letter(
        case,
        letter,
        answers=None,
        agent_id=agent_id,
        held_until=_held_until(undo_seconds, now),
        now=now,
    )
    let_write(case, message)
    case.save(update_fields=["participants"])
    _finish(case, message, draft, actor=actor, request_key=request_key)
    event = CaseStarted(case_id=case.pk, message_id=message.pk, inbox_id=inbox.pk)
    record(event, client_id=case.client_id, actor=actor, at=now)
    return message


def write_acknowledgement(
    *, case_id: int, answers: int, text: str, actor: Actor, now: datetime
) -> Message:
    """Tell the author of message `answers` that it has come; the case goes on waiting for us."""
    case = lock_case_told_in(case_id)
    answered = Message.objects.get(pk=answers, client=case.client_id)
    message = create_letter(
        case,
        Letter(
            text=text,
            subject=_subject(case.subject, "Re:", ANSWERED),
            to=[(answered.author_name, answered.author_address)],
        ),
        answers=answered,
        kind=Message.Kind.ACKNOWLEDGEMENT,
        agent_id=None,
        now=now,
    )
    event = AcknowledgementWritten(case_id=case.pk, message_id=message.pk)
    record(event, client_id=case.client_id, actor=actor, at=now)
    return message


def write_note(
    *,
    case_id: int,
    text: str,
    draft_id: int | None = None,
    request_key: str = "",
    actor: Actor,
    agent_id: int | None = None,
    now: datetime,
) -> Message:
    """A note for colleagues only; whom it names with @ is told of it.

    Raises EmptyMessage, CaseIsMerged, Case.DoesNotExist.
    """
    case = lock_case(case_id)
    if written := written_before(case.client_id, actor, request_key):
        return written
    require_content(text, ())
    draft = locked_draft(draft_id, agent_id=agent_id)
    message = create_note(case, kind=Message.Kind.NOTE, text=text, agent_id=agent_id, now=now)
    _finish(case, message, draft, actor=actor, request_key=request_key)
    event = NoteWritten(case_id=case.pk, message_id=message.pk)
    record(event, client_id=case.client_id, actor=actor, at=now)
    for mentioned_id in _mentioned(case, text, but=agent_id):
        mention = AgentMentioned(case_id=case.pk, message_id=message.pk, agent_id=mentioned_id)
        record(mention, client_id=case.client_id, actor=actor, at=now)
    return message


def _mentioned(case: Case, text: str, *, but: int | None) -> list[int]:
    if "@" not in text:
        return []
    colleagues = staff.readers_of(client_id=case.client_id, inbox_id=case.inbox_id)
    return sorted(mentioned(text, [(one.pk, one.name) for one in colleagues]) - {but or 0})


def _held_until(undo_seconds: int, now: datetime) -> datetime | None:
    hold = min(timedelta(seconds=undo_seconds), LONGEST_HOLD)
    return now + hold if hold > timedelta() else None


def _finish(
    case: Case, message: Message, draft: Draft | None, *, actor: Actor, request_key: str
) -> None:
    """The same is not written twice, and what has become of the draft is no draft any more."""
    remember(case, actor, request_key, message)
    if draft is not None:
        forget_schedule(draft)
        draft.delete()


def _answered(case: Case) -> Message | None:
    """The newest message of a person from outside, or of anybody when there is none."""
    received = Message.objects.filter(case=case, direction=Message.Direction.IN)
    from_people = received.filter(kind=Message.Kind.MESSAGE)
    return from_people.order_by("-id").first() or received.order_by("-id").first()


def _default_recipient(case: Case, answered: Message | None) -> Addresses:
    """To whom it was answered; in a case of which only our side is there, to whom we wrote."""
    if answered is None:
        ours = Message.objects.filter(case=case, kind=Message.Kind.MESSAGE, forwards=None)
        first = ours.order_by("id").first()
        written_to = [(name, address) for name, address in first.to] if first else []
        return written_to or [("", address) for address in case.participants[:1]]
    return [(answered.author_name, answered.reply_to or answered.author_address)]


def _attachments(message: Message) -> list[KeptFile]:
    """A forwarded picture stands beside the text: what showed it inside is not passed on."""
    return [
        KeptFile(file.name, file.content_type, file.size, file.digest)
        for file in message.attachments.all()
    ]


def _subject(subject: str, prefix: str, alike: tuple[str, ...]) -> str:
    if subject.lower().startswith(alike):
        return subject
    return f"{prefix} {subject}".strip()[:500]


def _wait_for_customer(
    case: Case, message: Message, *, agent_id: int | None, now: datetime
) -> None:
    if message.held_until:
        message.case_before = as_it_stands(case)
        message.save(update_fields=["case_before"])
    let_write(case, message)
    rest(case, State.WAITING)
    case.assignee_id = case.assignee_id or agent_id
    case.last_message_at = now
    case.save(update_fields=[*WAITING_FIELDS, "participants", "assignee", "last_message_at"])
