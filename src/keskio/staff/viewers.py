"""Who is looking: what every query asks before it shows anything."""

from dataclasses import dataclass

from keskio.journal.actors import Actor
from keskio.kit.scopes import Scope
from keskio.staff.models import Role

RANK = {role: rank for rank, role in enumerate(Role)}


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Somebody signed in, or a program with a token."""

    actor: Actor
    clients: frozenset[int]
    role: Role
    agent_id: int | None = None
    """The person behind it; None for a program that acts for itself."""
    scopes: frozenset[str] = frozenset({"read", "write", "admin"})

    @property
    def scope(self) -> Scope:
        return Scope(self.clients)

    def is_at_least(self, role: Role) -> bool:
        return RANK[self.role] >= RANK[role]
