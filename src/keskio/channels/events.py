"""What happens to mail on its way in and out."""

from dataclasses import dataclass

from keskio.cases.events import CaseEvent
from keskio.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class MailArrived(Event):
    """Stored raw. Mail of one inbox is processed in the order of its coming."""

    kind = "mail_arrived"
    inbox_id: int
    arrival_id: int

    @property
    def stream(self) -> str:
        return f"inbox:{self.inbox_id}"


@dataclass(frozen=True, kw_only=True)
class ArrivalFailed(Event):
    """It could not be processed; it is kept, shown, and can be run again."""

    kind = "arrival_failed"
    arrival_id: int
    error: str

    @property
    def stream(self) -> str:
        return f"arrival:{self.arrival_id}"


@dataclass(frozen=True, kw_only=True)
class MessageSent(CaseEvent):
    """The receiving mail server has taken it."""

    kind = "message_sent"
    message_id: int


@dataclass(frozen=True, kw_only=True)
class DeliveryFailed(CaseEvent):
    """Given up, refused, or returned later; a person must know."""

    kind = "delivery_failed"
    message_id: int
    error: str


@dataclass(frozen=True, kw_only=True)
class TrustedServersChanged(Event):
    kind = "trusted_servers_changed"
    is_setting = True
    names: list[str]

    @property
    def stream(self) -> str:
        return "installation"


@dataclass(frozen=True, kw_only=True)
class _InboxEvent(Event):
    """About how mail gets to an inbox and leaves it; never with an address or a secret."""

    inbox_id: int

    @property
    def stream(self) -> str:
        return f"inbox:{self.inbox_id}"


@dataclass(frozen=True, kw_only=True)
class MailboxSet(_InboxEvent):
    kind = "mailbox_set"
    is_setting = True


@dataclass(frozen=True, kw_only=True)
class MailboxRemoved(_InboxEvent):
    kind = "mailbox_removed"
    is_setting = True


@dataclass(frozen=True, kw_only=True)
class OutgoingServerSet(_InboxEvent):
    kind = "outgoing_server_set"
    is_setting = True


@dataclass(frozen=True, kw_only=True)
class OutgoingServerRemoved(_InboxEvent):
    kind = "outgoing_server_removed"
    is_setting = True


@dataclass(frozen=True, kw_only=True)
class MailSkipped(_InboxEvent):
    """It stays at the server; an administrator is shown where and why."""

    kind = "mail_skipped"
    skipped_id: int
