"""Every read about agents, and who somebody is."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from keskio.clients import queries as clients
from keskio.journal.actors import Actor
from keskio.kit.prepared import prepared
from keskio.staff.models import (
    Agent,
    AgentNotification,
    Membership,
    Presence,
    Role,
    Team,
    TeamClient,
    TeamMember,
    Token,
)
from keskio.staff.operations import digest_of
from keskio.staff.viewers import RANK, Viewer

PRESENT_FOR = timedelta(minutes=15)
"""Who has done nothing for so long is not there, whatever their sign says."""

UNREAD_UP_TO = 100


class UnknownToken(Exception):
    """No token has this key, or it was revoked, or its agent has left."""


def viewer_of(agent: Agent) -> Viewer:
    """What this agent may see (one query); administrators see every client."""
    return Viewer(
        actor=agent.actor,
        clients=_clients_of(agent),
        role=Role(agent.role),
        agent_id=agent.pk,
    )


def viewer_with(key: str) -> Viewer:
    """Whom a token's key stands for (two queries). Raises UnknownToken."""
    token = next(iter(_tokens(digest_of(key))), None)
    if token is None or (token.agent and not token.agent.is_active):
        raise UnknownToken
    return Viewer(
        actor=token.agent.actor if token.agent else Actor.token(token.pk),
        clients=_clients_of_token(token),
        role=_role_of_token(token),
        agent_id=token.agent_id,
        scopes=frozenset(token.scopes),
    )


def is_present(agent: Agent, *, now: datetime) -> bool:
    """Whether new work may be given to the agent (no query)."""
    seen = agent.seen_at is not None and agent.seen_at > now - PRESENT_FOR
    return agent.is_active and seen and agent.presence == Presence.HERE


def is_away(agent: Agent) -> bool:
    """Whether the agent has left for today, or for good (no query)."""
    return not agent.is_active or agent.presence == Presence.AWAY


def agent(agent_id: int) -> Agent:
    """Raises Agent.DoesNotExist (one query)."""
    return agents_by_id.get([agent_id])


@prepared
def agents_by_id(agent_ids: Collection[int]) -> QuerySet[Agent]:
    """Those there are, whoever has left included (one query)."""
    return Agent.objects.filter(pk__in=agent_ids)


@prepared
def agents_serving(clients: Collection[int]) -> QuerySet[Agent]:
    """Active agents who serve any of these clients, administrators too, by name (one query)."""
    members = Membership.objects.filter(client__in=clients).values("agent")
    serving = Q(pk__in=members) | Q(role=Role.ADMINISTRATOR)
    return Agent.objects.filter(serving, is_active=True).order_by("name")


def serves(agent_id: int, *, client_id: int) -> bool:
    """Whether an active agent may be given cases of this client (one query)."""
    return bool(_serving(agent_id, client_id))


def employee_with(address: str, *, client_id: int) -> Agent | None:
    """The active agent who signs in with this address and serves the client (one query)."""
    found = Agent.objects.filter(email=address, is_active=True)
    member = Membership.objects.filter(client=client_id).values("agent")
    return found.filter(Q(pk__in=member) | Q(role=Role.ADMINISTRATOR)).first()


def addresses_of_agents(among: Collection[str]) -> set[str]:
    """Those of these addresses that are colleagues' (one query)."""
    return set(Agent.objects.filter(email__in=among).values_list("email", flat=True))


def names_of(agent_ids: Collection[int]) -> dict[int, str]:
    """For showing who did what (one query)."""
    return {agent.pk: str(agent) for agent in agents_by_id(agent_ids)}


def every_agent() -> QuerySet[Agent]:
    """By name (one query)."""
    return Agent.objects.order_by("name")


def is_anyone_here() -> bool:
    """Whether the installation has its first agent (one query)."""
    return Agent.objects.exists()


def every_token() -> QuerySet[Token]:
    """Newest first (one query)."""
    return Token.objects.order_by("-id")


def every_team() -> QuerySet[Team]:
    """By name, with members and clients; those removed are not there (three queries)."""
    present = Team.objects.filter(removed_at__isnull=True)
    return present.prefetch_related("members__agent", "clients__client").order_by("name", "id")


def team(team_id: int) -> Team:
    """Raises Team.DoesNotExist, also for one that was removed (one query)."""
    return Team.objects.get(pk=team_id, removed_at__isnull=True)


@prepared
def teams_serving(client_id: int) -> QuerySet[Team]:
    """To whom cases of the client can be given, by name (one query)."""
    serving = TeamClient.objects.filter(client=client_id).values("team")
    return Team.objects.filter(pk__in=serving, removed_at__isnull=True).order_by("name", "id")


@prepared
def team_ids_of(agent_id: int) -> QuerySet[TeamMember, int]:
    """The teams that the agent is in (one query)."""
    mine = TeamMember.objects.filter(agent=agent_id, team__removed_at__isnull=True)
    return mine.order_by("team").values_list("team_id", flat=True)


def names_of_teams(team_ids: Collection[int]) -> dict[int, str]:
    """For telling of them, removed ones too (one query)."""
    return dict(Team.objects.filter(pk__in=team_ids).values_list("pk", "name"))


def notifications_of(viewer: Viewer) -> QuerySet[AgentNotification]:
    """What the agent was told, the latest first (one query)."""
    told = AgentNotification.objects.filter(agent=viewer.agent_id, client__in=viewer.clients)
    return told.order_by("-created_at", "-id")


def unread_notifications(viewer: Viewer) -> int:
    """How many the agent has not read, counted up to UNREAD_UP_TO (one query)."""
    return len(_unread(viewer.agent_id or 0, viewer.clients))


@prepared
def _unread(agent_id: int, clients: Collection[int]) -> QuerySet[AgentNotification, int]:
    unread = AgentNotification.objects.filter(
        agent=agent_id, client__in=clients, read_at__isnull=True
    )
    return unread.values_list("pk", flat=True)[:UNREAD_UP_TO]


def _clients_of(agent: Agent) -> frozenset[int]:
    if agent.role == Role.ADMINISTRATOR:
        return frozenset(clients.every_client().values_list("pk", flat=True))
    return frozenset(_memberships(agent.pk))


def _role_of_token(token: Token) -> Role:
    """Its own, but never above that of the person it stands for."""
    own = Role(token.role)
    return own if token.agent is None else min(own, Role(token.agent.role), key=RANK.__getitem__)


def _clients_of_token(token: Token) -> frozenset[int]:
    if token.agent:
        may_see = _clients_of(token.agent)
    else:
        may_see = frozenset(clients.every_client().values_list("pk", flat=True))
    return may_see if token.client_ids is None else may_see & frozenset(token.client_ids)


@prepared
def _tokens(digest: str) -> QuerySet[Token]:
    return Token.objects.filter(digest=digest, revoked_at__isnull=True).select_related("agent")


@prepared
def _memberships(agent_id: int) -> QuerySet[Membership, int]:
    return Membership.objects.filter(agent=agent_id).values_list("client_id", flat=True)


@prepared
def _serving(agent_id: int, client_id: int) -> QuerySet[Agent, int]:
    member = Membership.objects.filter(agent=agent_id, client=client_id).values("agent")
    serving = Q(pk__in=member) | Q(role=Role.ADMINISTRATOR)
    return Agent.objects.filter(serving, pk=agent_id, is_active=True).values_list("pk", flat=True)
