"""What every channel's parser hands on: one contact, as plain values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """Who or what speaks: a person, or a machine on one of three errands; or nobody."""

    MESSAGE = "message"
    BOUNCE = "bounce"
    AUTO_REPLY = "auto-reply"
    COMPLAINT = "complaint"
    NOT_MAIL = "not-mail"


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox as written; `email` is empty when none could be read."""

    name: str
    email: str

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>" if self.name else self.email


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came along; `content_id` (no brackets) is what `cid:` links name."""

    name: str
    content_type: str
    content: bytes
    content_id: str
    inline: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One contact, free of NUL bytes, lone surrogates and control characters.

    Message ids keep their angle brackets. `text` is what is new, `full_text` everything,
    `html` sanitised or empty. `failed_recipients` and `original_message_id` are what a bounce,
    complaint or automatic reply is about. `problems` names what had to be contained.
    """

    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    subject: str
    sender: Address
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    sent_at: datetime | None
    text: str
    full_text: str
    html: str
    attachments: tuple[Attachment, ...]
    kind: Kind
    failed_recipients: tuple[str, ...]
    original_message_id: str
    authentication_results: tuple[str, ...]
    problems: tuple[str, ...]
