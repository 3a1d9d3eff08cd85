"""Every read about agents, and who somebody is."""

from collections.abc import Collection
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, Q, QuerySet

from keskio.clients import queries as clients
from keskio.journal.actors import Actor
from keskio.kit.prepared import prepared
from keskio.kit.scopes import SYSTEM, reading
from keskio.staff.keys import digest_of
from keskio.staff.models import (
    Agent,
    AgentNotification,
    ClosedInbox,
    LetIn,
    Membership,
    OwnRole,
    Presence,
    SecondStep,
    Team,
    TeamClient,
    Token,
)
from keskio.staff.rights import PRESETS, Right, rights_in
from keskio.staff.standing import NO_AGENT, Standing, standing_of
from keskio.staff.viewers import Viewer

PRESENT_FOR = timedelta(minutes=15)
"""Who has done nothing for so long is not there, whatever their sign says."""

UNREAD_UP_TO = 100


class UnknownToken(Exception):
    """No token has this key, or it was revoked, or its agent has left."""


def viewer_of(agent: Agent) -> Viewer:
    """What this agent may see and do (one query; two for who serves every client)."""
    standing = standing_of(agent.pk, agent.role)
    return Viewer(
        actor=agent.actor,
        clients=_clients_in(standing),
        role=agent.role,
        rights=standing.rights,
        closed_inboxes=standing.closed_inboxes,
        teams=standing.teams,
        agent_id=agent.pk,
        needs_second_step=standing.needs_second_step,
    )


def viewer_with(key: str) -> Viewer:
    """Whom a token's key stands for (up to four queries): never more than its agent may.

    Raises UnknownToken.
    """
    token = next(iter(_tokens(digest_of(key))), None)
    if token is None or (token.agent and not token.agent.is_active):
        raise UnknownToken
    standing = standing_of(token.agent_id or NO_AGENT, token.role)
    clients = _clients_in(standing) if token.agent else _every_client()
    role = token.role
    if token.agent and token.agent.role != token.role:
        persons = standing_of(token.agent.pk, token.agent.role)
        role = role if standing.rights <= persons.rights else token.agent.role
        standing = _both(standing, persons)
        clients = _clients_in(persons)
    return Viewer(
        actor=token.agent.actor if token.agent else Actor.token(token.pk),
        clients=clients if token.client_ids is None else clients & frozenset(token.client_ids),
        role=role,
        rights=standing.rights,
        closed_inboxes=standing.closed_inboxes,
        teams=standing.teams,
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
    """Active agents who serve any of these clients, or every client, by name (one query)."""
    members = Membership.objects.filter(client__in=clients).values("agent")
    serving = Q(pk__in=members) | _roles_with(Right.EVERY_CLIENT)
    return Agent.objects.filter(serving, is_active=True).order_by("name")


def agents_for(*, client_id: int, inbox_id: int) -> list[Agent]:
    """Active agents to whom a case of this client and inbox may be given (one query)."""
    return _serving(client_id, inbox_id)


def serves(agent_id: int, *, client_id: int, inbox_id: int) -> bool:
    """Whether an active agent may be given cases of this client and inbox (one query)."""
    return bool(_is_serving(agent_id, client_id, inbox_id))


def readers_of(*, client_id: int, inbox_id: int) -> list[Agent]:
    """Active agents who may read the cases of this client and inbox, by name (one query)."""
    return _readers(client_id, inbox_id)


def reads(agent_id: int, *, client_id: int, inbox_id: int) -> bool:
    """Whether an active agent may read the cases of this client and inbox (one query)."""
    return any(one.pk == agent_id for one in _readers(client_id, inbox_id))


def employee_with(address: str, *, client_id: int) -> Agent | None:
    """The active agent who signs in with this address and serves the client (one query)."""
    found = Agent.objects.filter(email=address, is_active=True)
    member = Membership.objects.filter(client=client_id).values("agent")
    return found.filter(Q(pk__in=member) | _roles_with(Right.EVERY_CLIENT)).first()


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


def own_roles() -> list[OwnRole]:
    """Those made here, by name (one query)."""
    return list(OwnRole.objects.order_by("name"))


def own_role(slug: str) -> OwnRole:
    """Raises OwnRole.DoesNotExist (one query)."""
    return OwnRole.objects.get(slug=slug)


def rights_of(role: str) -> frozenset[Right]:
    """What a role may; one that is not there may nothing (one query at most)."""
    if role in PRESETS:
        return PRESETS[role]
    own = OwnRole.objects.filter(slug=role).first()
    return rights_in(own.rights) if own else frozenset()


def is_role(slug: str) -> bool:
    """One query at most."""
    return slug in PRESETS or OwnRole.objects.filter(slug=slug).exists()


def people_by_role() -> dict[str, int]:
    """How many active agents have each role (one query)."""
    active = Agent.objects.filter(is_active=True).values("role").annotate(people=Count("id"))
    return dict(active.values_list("role", "people"))


def roles_with_second_step() -> frozenset[str]:
    """Who must sign in with two steps; an empty one stands for everybody (one query)."""
    return frozenset(SecondStep.objects.values_list("role", flat=True))


def clients_served() -> dict[int, list[int]]:
    """By agent, as their memberships say (one query)."""
    found: dict[int, list[int]] = {}
    for agent_id, client_id in Membership.objects.order_by("client").values_list("agent", "client"):
        found.setdefault(agent_id, []).append(client_id)
    return found


def doors() -> dict[int, list[int]]:
    """Closed inboxes, and which agents may enter each (two queries)."""
    found: dict[int, list[int]] = {
        inbox: [] for inbox in ClosedInbox.objects.values_list("inbox", flat=True)
    }
    for inbox_id, agent_id in LetIn.objects.order_by("agent").values_list("closed__inbox", "agent"):
        found.setdefault(inbox_id, []).append(agent_id)
    return found


def agents_with_second_step() -> frozenset[int]:
    """Who signs in with two steps already (one query)."""
    totp = Authenticator.objects.filter(type=Authenticator.Type.TOTP)
    return frozenset(totp.values_list("user", flat=True))


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


def teams_among(client_ids: Collection[int]) -> QuerySet[Team]:
    """To whom cases of any of these clients can be given, by name (one query)."""
    serving = TeamClient.objects.filter(client__in=client_ids).values("team")
    return Team.objects.filter(pk__in=serving, removed_at__isnull=True).order_by("name", "id")


def clients_of_team(team_id: int) -> QuerySet[TeamClient, int]:
    """None for a team that was removed (one query)."""
    present = TeamClient.objects.filter(team=team_id, team__removed_at__isnull=True)
    return present.values_list("client_id", flat=True)


def names_of_teams(team_ids: Collection[int]) -> dict[int, str]:
    """For telling of them, removed ones too (one query)."""
    return dict(Team.objects.filter(pk__in=team_ids).values_list("pk", "name"))


def notifications_of(viewer: Viewer) -> QuerySet[AgentNotification]:
    """What the agent was told, the latest first (one query)."""
    told = AgentNotification.objects.filter(agent=viewer.agent_id, client__in=viewer.clients)
    return told.exclude(inbox__in=viewer.closed_inboxes).order_by("-created_at", "-id")


def unread_notifications(viewer: Viewer) -> int:
    """How many the agent has not read, counted up to UNREAD_UP_TO (one query)."""
    return len(_unread(viewer.agent_id or 0, viewer.clients, viewer.closed_inboxes))


@prepared
def _unread(
    agent_id: int, clients: Collection[int], closed: Collection[int]
) -> QuerySet[AgentNotification, int]:
    unread = AgentNotification.objects.filter(
        agent=agent_id, client__in=clients, read_at__isnull=True
    ).exclude(inbox__in=closed)
    return unread.values_list("pk", flat=True)[:UNREAD_UP_TO]


def _clients_in(standing: Standing) -> frozenset[int]:
    return _every_client() if Right.EVERY_CLIENT in standing.rights else standing.clients


def _every_client() -> frozenset[int]:
    with reading(SYSTEM):  # all else that is asked of a viewer belongs to no client
        return frozenset(clients.every_client().values_list("pk", flat=True))


def _both(one: Standing, other: Standing) -> Standing:
    """What both may."""
    return Standing(
        rights=one.rights & other.rights,
        clients=one.clients & other.clients,
        closed_inboxes=one.closed_inboxes | other.closed_inboxes,
        teams=one.teams & other.teams,
        needs_second_step=False,
    )


@prepared
def _tokens(digest: str) -> QuerySet[Token]:
    return Token.objects.filter(digest=digest, revoked_at__isnull=True).select_related("agent")


@prepared
def _serving(client_id: int, inbox_id: int) -> QuerySet[Agent]:
    return _with(Right.TAKE, client_id, inbox_id).order_by("name")


@prepared
def _readers(client_id: int, inbox_id: int) -> QuerySet[Agent]:
    return _with(Right.READ_CASES, client_id, inbox_id).order_by("name")


@prepared
def _is_serving(agent_id: int, client_id: int, inbox_id: int) -> QuerySet[Agent, int]:
    return _with(Right.TAKE, client_id, inbox_id).filter(pk=agent_id).values_list("pk", flat=True)


def _with(right: Right, client_id: int, inbox_id: int) -> QuerySet[Agent]:
    members = Membership.objects.filter(client=client_id).values("agent")
    serving = Q(pk__in=members) & _roles_with(right)
    serving |= _roles_with(right, Right.EVERY_CLIENT)
    is_closed = Exists(ClosedInbox.objects.filter(inbox=inbox_id))
    let_in = LetIn.objects.filter(closed__inbox=inbox_id).values("agent")
    entering = ~is_closed | Q(pk__in=let_in) | _roles_with(Right.ENTER_CLOSED)
    return Agent.objects.filter(serving & entering, is_active=True)


def _roles_with(*rights: Right) -> Q:
    """Agents whose role, come along or made here, has all of these rights."""
    presets = [role for role, has in PRESETS.items() if has >= set(rights)]
    own = OwnRole.objects.all()
    for right in rights:
        own = own.filter(rights__contains=f" {right} ")
    return Q(role__in=presets) | Q(role__in=own.values("slug"))
