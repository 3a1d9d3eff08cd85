"""Who is looking: what every query asks before it shows anything."""

from dataclasses import dataclass, field

from keskio.journal.actors import Actor
from keskio.kit.scopes import Scope
from keskio.staff.models import Role
from keskio.staff.rights import PRESETS, Right


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Somebody signed in, or a program with a token."""

    actor: Actor
    clients: frozenset[int]
    role: str
    rights: frozenset[Right] = frozenset()
    closed_inboxes: frozenset[int] = field(default=frozenset())
    """Inboxes, of any client, that are closed to this viewer: nothing in them is shown."""
    teams: frozenset[int] = frozenset()
    agent_id: int | None = None
    """The person behind it; None for a program that acts for itself."""
    scopes: frozenset[str] = frozenset({"read", "write", "admin"})
    needs_second_step: bool = False
    """Signs in with a password alone, where two steps are asked for."""

    @property
    def scope(self) -> Scope:
        return Scope(self.clients)

    def may(self, right: Right) -> bool:
        return right in self.rights

    def is_at_least(self, role: Role) -> bool:
        """Whether the viewer may all that somebody of this role may."""
        return self.rights >= PRESETS[role]
