"""What everything that we write has in common: whom it may go to, its files, its row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from keskio.cases.addresses import Addresses, NoRecipient
from keskio.cases.message_ids import make_message_id
from keskio.cases.models import Attachment, Case, Conversation, Draft, Message, Request
from keskio.cases.signing import signed
from keskio.clients import queries as clients
from keskio.journal.actors import Actor
from keskio.kit import blobs
from keskio.kit.transactions import one_at_a_time
from keskio.staff import queries as staff

MAX_FILES = 50
MAX_FILES_BYTES = 25_000_000
"""Of one message together: many mail servers take no more."""


class EmptyMessage(Exception):
    """Neither text nor attachment."""


class TooMuchAttached(Exception):
    """More than MAX_FILES, or together larger than MAX_FILES_BYTES."""


@dataclass(frozen=True)
class OutgoingFile:
    name: str
    content_type: str
    content: bytes
    content_id: str = ""

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def digest(self) -> str:
        """Its content is stored when this is asked."""
        return blobs.store(self.content)


@dataclass(frozen=True)
class KeptFile:
    """As OutgoingFile, its content stored already."""

    name: str
    content_type: str
    size: int
    digest: str
    content_id: str = ""


Files = Sequence[OutgoingFile | KeptFile]


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What goes out: `text` without signature, and with whom it is shared."""

    text: str
    subject: str
    to: Addresses
    cc: Addresses = ()
    bcc: Addresses = ()
    files: Files = ()

    def require_whole(self) -> None:
        """Raises EmptyMessage, NoRecipient, TooMuchAttached."""
        require_content(self.text, self.files)
        self.require_whole_but_text()

    def require_whole_but_text(self) -> None:
        """Raises NoRecipient, TooMuchAttached."""
        require_small(self.files)
        if not self.to:
            raise NoRecipient("")


def require_content(text: str, files: Files) -> None:
    """Raises EmptyMessage."""
    if not text.strip() and not files:
        raise EmptyMessage


def require_small(files: Files) -> None:
    """Raises TooMuchAttached."""
    if len(files) > MAX_FILES or sum(file.size for file in files) > MAX_FILES_BYTES:
        raise TooMuchAttached


def create_note(
    case: Case, *, kind: Message.Kind, text: str, agent_id: int | None, now: datetime
) -> Message:
    inbox = clients.inbox(case.inbox_id)
    return Message.objects.create(
        client_id=case.client_id,
        case=case,
        conversation=_conversation_of(case, None, now=now),
        kind=kind,
        direction=Message.Direction.INTERNAL,
        agent_id=agent_id,
        text=text,
        message_id=make_message_id(inbox.address),
        sent_at=now,
        created_at=now,
    )


def create_letter(
    case: Case,
    letter: Letter,
    *,
    answers: Message | None,
    forwards: Message | None = None,
    kind: Message.Kind = Message.Kind.MESSAGE,
    agent_id: int | None,
    held_until: datetime | None = None,
    now: datetime,
) -> Message:
    inbox = clients.inbox(case.inbox_id)
    by_person = kind == Message.Kind.MESSAGE
    own = staff.agent(agent_id).signature if agent_id else ""
    message = Message.objects.create(
        client_id=case.client_id,
        case=case,
        conversation=_conversation_of(case, answers, now=now),
        kind=kind,
        direction=Message.Direction.OUT,
        agent_id=agent_id,
        author_name=inbox.name,
        author_address=inbox.address,
        to=list(letter.to),
        cc=list(letter.cc),
        bcc=list(letter.bcc),
        subject=letter.subject,
        text=letter.text,
        full_text=signed(letter.text, agent=own, inbox=inbox.signature) if by_person else "",
        message_id=make_message_id(inbox.address),
        in_reply_to=answers.message_id if answers else "",
        forwards=forwards,
        held_until=held_until,
        sent_at=now,
        created_at=now,
    )
    _attach(message, letter.files)
    return message


def written_before(client_id: int, actor: Actor, request_key: str) -> Message | None:
    """What was written for this request, which may be asked twice at the same time, too."""
    if not request_key:
        return None
    key = f"{actor} {request_key}"
    one_at_a_time(f"{client_id} {key}")
    asked = Request.objects.filter(client_id=client_id, key=key)
    before = asked.select_related("message").first()
    return before.message if before else None


def remember(case: Case, actor: Actor, request_key: str, message: Message) -> None:
    if request_key:
        Request.objects.create(
            client_id=case.client_id,
            key=f"{actor} {request_key}",
            message=message,
            created_at=message.created_at,
        )


def let_write(case: Case, message: Message) -> None:
    """Whom we write to openly may write into the case; saving it is the caller's."""
    recipients = [address for _, address in (*message.to, *message.cc)]
    case.participants = list(dict.fromkeys([*case.participants, *recipients]))


def locked_draft(draft_id: int | None, *, agent_id: int | None) -> Draft | None:
    """The agent's own, if it is still there."""
    if not draft_id or not agent_id:
        return None
    return Draft.objects.select_for_update().filter(pk=draft_id, agent_id=agent_id).first()


def files_of(draft: Draft | None) -> list[KeptFile]:
    """Those that were brought while it was written."""
    if draft is None:
        return []
    return [
        KeptFile(
            file.name,
            file.content_type,
            file.size,
            file.digest,
            file.content_id if file.inline else "",
        )
        for file in draft.files.order_by("id")
    ]


def _conversation_of(case: Case, answers: Message | None, *, now: datetime) -> Conversation:
    said = answers or Message.objects.filter(case=case).order_by("-id").first()
    if said:
        return said.conversation
    return Conversation.objects.create(
        client_id=case.client_id,
        inbox_id=case.inbox_id,
        customer_id=case.customer_id,
        opened_at=now,
    )


def _attach(message: Message, files: Files) -> None:
    Attachment.objects.bulk_create(
        Attachment(
            client_id=message.client_id,
            message=message,
            name=file.name[:255],
            content_type=file.content_type[:127],
            size=file.size,
            digest=file.digest,
            content_id=file.content_id,
            inline=bool(file.content_id),
        )
        for file in files
    )
