"""What happens to clients and their inboxes; settings say what they were and what they are."""

from dataclasses import dataclass, field
from typing import Any

from keskio.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class _OfClient(Event):
    is_setting = True
    client_id: int
    changes: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def stream(self) -> str:
        return f"client:{self.client_id}"


@dataclass(frozen=True, kw_only=True)
class ClientAdded(_OfClient):
    kind = "client_added"


@dataclass(frozen=True, kw_only=True)
class ClientChanged(_OfClient):
    kind = "client_changed"


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


@dataclass(frozen=True, kw_only=True)
class ReasonChanged(_OfClient):
    kind = "reason_changed"
    reason_id: int


@dataclass(frozen=True, kw_only=True)
class ReasonsOrdered(_OfClient):
    kind = "reasons_ordered"
