"""Teams: who works together, and for which clients."""

from collections.abc import Collection
from datetime import datetime

from keskio.clients import queries as clients
from keskio.clients.settings import BadSetting
from keskio.journal.actors import Actor
from keskio.journal.operations import record
from keskio.kit.scopes import INSTALLATION
from keskio.staff.events import TeamAdded, TeamChanged, TeamRemoved
from keskio.staff.models import Agent, Team, TeamClient, TeamMember

NAME_LENGTH = 100


def add_team(
    *,
    name: str,
    agent_ids: Collection[int],
    client_ids: Collection[int],
    actor: Actor,
    now: datetime,
) -> Team:
    """Cases of these clients can be given to it. Raises BadSetting."""
    team = Team(created_at=now)
    team.name = _checked_name(team, name)
    _require_people(agent_ids, client_ids)
    team.save(force_insert=True)
    _fill(team, agent_ids=agent_ids, client_ids=client_ids)
    record(TeamAdded(team_id=team.pk), client_id=INSTALLATION, actor=actor, at=now)
    return team


def change_team(
    *,
    team_id: int,
    name: str,
    agent_ids: Collection[int],
    client_ids: Collection[int],
    actor: Actor,
    now: datetime,
) -> Team:
    """From now on it is called so and has exactly these members and clients.

    Raises BadSetting, Team.DoesNotExist.
    """
    team = _locked(team_id)
    team.name = _checked_name(team, name)
    _require_people(agent_ids, client_ids)
    team.save(update_fields=["name"])
    _fill(team, agent_ids=agent_ids, client_ids=client_ids)
    event = TeamChanged(team_id=team_id, agent_ids=sorted(agent_ids), client_ids=sorted(client_ids))
    record(event, client_id=INSTALLATION, actor=actor, at=now)
    return team


def remove_team(*, team_id: int, actor: Actor, now: datetime) -> None:
    """What it had goes back to everybody. Raises Team.DoesNotExist."""
    team = _locked(team_id)
    team.removed_at = now
    team.save(update_fields=["removed_at"])
    record(TeamRemoved(team_id=team_id), client_id=INSTALLATION, actor=actor, at=now)


def _locked(team_id: int) -> Team:
    return Team.objects.select_for_update().get(pk=team_id, removed_at__isnull=True)


def _checked_name(team: Team, name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > NAME_LENGTH or not name.isprintable():
        raise BadSetting("name", f"a line of at most {NAME_LENGTH} letters")
    others = Team.objects.filter(removed_at__isnull=True).exclude(pk=team.pk)
    if name.casefold() in {one.casefold() for one in others.values_list("name", flat=True)}:
        raise BadSetting("name", "another team has this name")
    return name


def _require_people(agent_ids: Collection[int], client_ids: Collection[int]) -> None:
    """A team without anybody, or for nobody, would leave customers waiting for no one."""
    found = Agent.objects.filter(pk__in=agent_ids, is_active=True).count()
    if not agent_ids or found != len(set(agent_ids)):
        raise BadSetting("agent_ids", "at least one, and only people who work here")
    if not client_ids or len(clients.clients_among(client_ids)) != len(set(client_ids)):
        raise BadSetting("client_ids", "at least one, and only clients that there are")


def _fill(team: Team, *, agent_ids: Collection[int], client_ids: Collection[int]) -> None:
    TeamMember.objects.filter(team=team).exclude(agent__in=agent_ids).delete()
    TeamMember.objects.bulk_create(
        (TeamMember(team=team, agent_id=agent_id) for agent_id in set(agent_ids)),
        ignore_conflicts=True,
    )
    TeamClient.objects.filter(team=team).exclude(client__in=client_ids).delete()
    TeamClient.objects.bulk_create(
        (TeamClient(team=team, client_id=client_id) for client_id in set(client_ids)),
        ignore_conflicts=True,
    )
