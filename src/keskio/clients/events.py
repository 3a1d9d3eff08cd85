"""What happens to clients and their inboxes."""

from dataclasses import dataclass

from keskio.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class _OfClient(Event):
    client_id: int

    @property
    def stream(self) -> str:
        return f"client:{self.client_id}"


@dataclass(frozen=True, kw_only=True)
class ClientAdded(_OfClient):
    kind = "client_added"


@dataclass(frozen=True, kw_only=True)
class InboxAdded(_OfClient):
    kind = "inbox_added"
    inbox_id: int


@dataclass(frozen=True, kw_only=True)
class InboxChanged(_OfClient):
    kind = "inbox_changed"
    inbox_id: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class ReasonAdded(_OfClient):
    kind = "reason_added"
    reason_id: int
