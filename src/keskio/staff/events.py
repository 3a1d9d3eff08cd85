"""What happens to agents, their presence, teams and tokens."""

from dataclasses import dataclass

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
    role: str


@dataclass(frozen=True, kw_only=True)
class AgentServes(_OfAgent):
    """From now on the agent serves exactly these clients."""

    kind = "agent_serves"
    client_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class PresenceChanged(_OfAgent):
    kind = "presence_changed"
    presence: str


@dataclass(frozen=True, kw_only=True)
class _OfToken(Event):
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
