"""What happens to clients, their inboxes, and what their cases carry.

Settings say what they were and what they are.
"""

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
class _OfDefinition(_OfClient):
    """`what`: tag, status or field."""

    what: str
    definition_id: int


@dataclass(frozen=True, kw_only=True)
class DefinitionAdded(_OfDefinition):
    kind = "definition_added"


@dataclass(frozen=True, kw_only=True)
class DefinitionChanged(_OfDefinition):
    kind = "definition_changed"


@dataclass(frozen=True, kw_only=True)
class DefinitionRemoved(_OfDefinition):
    """No longer offered or shown; stories go on naming it."""

    kind = "definition_removed"


@dataclass(frozen=True, kw_only=True)
class ReasonChanged(_OfClient):
    kind = "reason_changed"
    reason_id: int


@dataclass(frozen=True, kw_only=True)
class ReasonsOrdered(_OfClient):
    kind = "reasons_ordered"
