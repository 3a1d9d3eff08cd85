"""Who has a case: an agent, the members of a team, or nobody in particular."""

from collections.abc import Collection
from datetime import datetime

from keskio.cases.events import CaseAssigned, CaseGivenToTeam
from keskio.cases.models import Case
from keskio.cases.operations.locking import lock_case
from keskio.cases.operations.writing import write_note
from keskio.journal.actors import Actor
from keskio.journal.operations import record
from keskio.kit.bulk import update_rows
from keskio.staff import operations as staff_operations
from keskio.staff import queries as staff
from keskio.staff.models import NotificationKind


class CannotServe(Exception):
    """Agent or team do not serve the client, are not let into the inbox, or have left."""


class HandedToNobody(Exception):
    """A case is handed over to either an agent or a team."""


def assign_case(
    *, case_id: int, agent_id: int | None, is_served: bool = False, actor: Actor, now: datetime
) -> Case:
    """Give the case to an agent, or with None to nobody; the same again changes nothing.

    With `is_served` the agent is known to serve it and is not looked up again.
    Raises CannotServe, Case.DoesNotExist.
    """
    case = lock_case(case_id)
    if case.assignee_id == agent_id:
        return case
    if not (agent_id is None or is_served or _may_have(agent_id, case)):
        raise CannotServe
    case.assignee_id = agent_id
    update_rows([case], fields=["assignee"])
    if agent_id is not None and actor != Actor.agent(agent_id):
        staff_operations.notify_agent(
            agent_id=agent_id,
            kind=NotificationKind.ASSIGNED,
            case_id=case.pk,
            inbox_id=case.inbox_id,
            client_id=case.client_id,
            actor=actor,
            now=now,
        )
    event = CaseAssigned(case_id=case.pk, agent_id=agent_id)
    record(event, client_id=case.client_id, actor=actor, at=now)
    return case


def assign_team(*, case_id: int, team_id: int | None, actor: Actor, now: datetime) -> Case:
    """Let only the team's members get the case from the line; with None, anybody again.

    Given to a team, no agent has it any more. Raises CannotServe, Case.DoesNotExist.
    """
    case = lock_case(case_id)
    if case.team_id == team_id and (team_id is None or case.assignee_id is None):
        return case
    serving = {team.pk for team in staff.teams_serving(case.client_id)} if team_id else set()
    if team_id is not None and team_id not in serving:
        raise CannotServe
    case.team_id = team_id
    if team_id is not None:
        case.assignee = None
    update_rows([case], fields=["team", "assignee"])
    event = CaseGivenToTeam(case_id=case.pk, team_id=team_id)
    record(event, client_id=case.client_id, actor=actor, at=now)
    return case


def hand_over_case(
    *,
    case_id: int,
    agent_id: int | None = None,
    team_id: int | None = None,
    note: str = "",
    actor: Actor,
    now: datetime,
) -> Case:
    """Give the case to an agent or a team, with what they should know as an internal note.

    Raises HandedToNobody, CannotServe, Case.DoesNotExist.
    """
    if (agent_id is None) == (team_id is None):
        raise HandedToNobody
    if note.strip():
        author = actor.id if actor.kind == "agent" else None
        write_note(case_id=case_id, text=note, agent_id=author, actor=actor, now=now)
    if team_id is not None:
        return assign_team(case_id=case_id, team_id=team_id, actor=actor, now=now)
    return assign_case(case_id=case_id, agent_id=agent_id, actor=actor, now=now)


def take_back_cases(*, case_ids: Collection[int], actor: Actor, now: datetime) -> list[Case]:
    """Whoever may no longer have one of these has it no more; the cases taken back."""
    return [
        assign_case(case_id=case.pk, agent_id=None, actor=actor, now=now)
        for case in (lock_case(case_id) for case_id in sorted(case_ids))
        if case.assignee_id is not None and not _may_have(case.assignee_id, case)
    ]


def _may_have(agent_id: int, case: Case) -> bool:
    return staff.serves(agent_id, client_id=case.client_id, inbox_id=case.inbox_id)
