"""What a channel hands over when somebody has written."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from keskio.journal.actors import Actor

if TYPE_CHECKING:
    from keskio.clients.models import Inbox
    from keskio.customers.models import Customer


@dataclass(frozen=True, kw_only=True)
class IncomingFile:
    name: str
    content_type: str
    content: bytes
    content_id: str = ""
    inline: bool = False


@dataclass(frozen=True, kw_only=True)
class IncomingMessage:
    """One message from outside, parsed and contained; addresses are lower case."""

    kind: str
    author_address: str
    author_name: str = ""
    reply_to: str = ""
    to: tuple[tuple[str, str], ...] = ()
    """Pairs of name and address, our own inboxes among them."""
    cc: tuple[tuple[str, str], ...] = ()
    subject: str = ""
    text: str = ""
    full_text: str = ""
    html: str = ""
    message_id: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    """The Message-IDs it may answer, nearest first; a bounce's original among them."""
    case_id: int | None = None
    """The case that a signed address in it names."""
    about: tuple[str, ...] = ()
    """Addresses that automatic mail speaks for, such as a bounce's failed recipients."""
    authentic: str = ""
    sent_at: datetime
    attachments: tuple[IncomingFile, ...] = ()

    @property
    def is_automatic(self) -> bool:
        return self.kind != "message"

    @property
    def tells_of_failure(self) -> bool:
        """A report of delay or success is a bounce by its form, but names nobody."""
        return self.kind == "bounce" and bool(self.about)


@dataclass(frozen=True, kw_only=True)
class Reception:
    """A message, by which inbox it came, when, and from whom as far as is known."""

    inbox: "Inbox"
    customer: "Customer | None"
    incoming: IncomingMessage
    own_addresses: set[str]
    """Ours among those it names: they never become participants."""
    actor: Actor
    at: datetime
    blocked: bool = False
    """The client wants nothing of this sender: kept, but nobody is to look at it."""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """What an employee and a customer said to each other elsewhere, to be kept here."""

    inbox: "Inbox"
    """From where the customer would be answered; its client is joined."""
    conversed_in: "Inbox"
    """By which it came on record."""
    customer: "Customer | None"
    said: IncomingMessage
    is_ours: bool
    """The employee spoke; else the customer did."""
    participants: tuple[str, ...] = ()
    """The addresses outside, the customer's first."""
    comment: str = ""
    """What the employee wrote above a mail that was passed on: for colleagues."""
    agent_id: int | None = None
    """The employee, if that is proved; only then may it join what is there."""
