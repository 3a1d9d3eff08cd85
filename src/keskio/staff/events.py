"""What happens to agents, roles, closed inboxes, teams, presence and tokens.

Settings say what they were and what they are now; passwords and keys are never among it.
"""

from dataclasses import dataclass, field
from typing import Any

from keskio.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class _OfAgent(Event):
    agent_id: int

    @property
    def stream(self) -> str:
        return f"agent:{self.agent_id}"


@dataclass(frozen=True, kw_only=True)
class AgentAdded(_OfAgent):
    kind = "agent_added"
    is_setting = True
    role: str


@dataclass(frozen=True, kw_only=True)
class AgentChanged(_OfAgent):
    kind = "agent_changed"
    is_setting = True
    changes: dict[str, list[Any]]


@dataclass(frozen=True, kw_only=True)
class AgentInvited(_OfAgent):
    """A link to choose a password is under way."""

    kind = "agent_invited"
    is_setting = True


@dataclass(frozen=True, kw_only=True)
class AgentJoined(_OfAgent):
    """They have chosen their password."""

    kind = "agent_joined"
    is_setting = True


@dataclass(frozen=True, kw_only=True)
class AgentDeactivated(_OfAgent):
    kind = "agent_deactivated"
    is_setting = True


@dataclass(frozen=True, kw_only=True)
class AgentReactivated(_OfAgent):
    kind = "agent_reactivated"
    is_setting = True


@dataclass(frozen=True, kw_only=True)
class PasswordReset(_OfAgent):
    """By somebody else: the old one is worth nothing, and all sessions have ended."""

    kind = "password_reset"
    is_setting = True


@dataclass(frozen=True, kw_only=True)
class SecondStepReset(_OfAgent):
    kind = "second_step_reset"
    is_setting = True


@dataclass(frozen=True, kw_only=True)
class AgentServes(_OfAgent):
    """From now on the agent serves exactly these clients."""

    kind = "agent_serves"
    is_setting = True
    client_ids: list[int]
    before: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class PresenceChanged(_OfAgent):
    kind = "presence_changed"
    presence: str


@dataclass(frozen=True, kw_only=True)
class _OfRole(Event):
    is_setting = True
    role: str

    @property
    def stream(self) -> str:
        return f"role:{self.role}"


@dataclass(frozen=True, kw_only=True)
class RoleAdded(_OfRole):
    kind = "role_added"
    changes: dict[str, list[Any]]


@dataclass(frozen=True, kw_only=True)
class RoleChanged(_OfRole):
    kind = "role_changed"
    changes: dict[str, list[Any]]


@dataclass(frozen=True, kw_only=True)
class RoleRemoved(_OfRole):
    kind = "role_removed"
    changes: dict[str, list[Any]]


@dataclass(frozen=True, kw_only=True)
class SecondStepAsked(_OfRole):
    """Whether this role (empty: everybody) must sign in with two steps."""

    kind = "second_step_asked"
    changes: dict[str, list[Any]]


@dataclass(frozen=True, kw_only=True)
class InboxDoorSet(Event):
    """Who may enter an inbox: exactly these agents, or everybody (null)."""

    kind = "inbox_door_set"
    is_setting = True
    inbox_id: int
    agent_ids: list[int] | None
    before: list[int] | None

    @property
    def stream(self) -> str:
        return f"door:{self.inbox_id}"


@dataclass(frozen=True, kw_only=True)
class _OfToken(Event):
    is_setting = True
    token_id: int

    @property
    def stream(self) -> str:
        return f"token:{self.token_id}"


@dataclass(frozen=True, kw_only=True)
class TokenMade(_OfToken):
    kind = "token_made"
    role: str


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(_OfToken):
    kind = "token_revoked"


@dataclass(frozen=True, kw_only=True)
class _OfTeam(Event):
    is_setting = True
    team_id: int

    @property
    def stream(self) -> str:
        return f"team:{self.team_id}"


@dataclass(frozen=True, kw_only=True)
class TeamAdded(_OfTeam):
    kind = "team_added"


@dataclass(frozen=True, kw_only=True)
class TeamChanged(_OfTeam):
    """From now on it has exactly these members and clients."""

    kind = "team_changed"
    agent_ids: list[int]
    client_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class TeamRemoved(_OfTeam):
    kind = "team_removed"
