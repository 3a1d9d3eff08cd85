"""Teams, and what the token's agent is told."""

from collections.abc import Collection

from ninja import Router, Status

from keskio.cases import queries as cases
from keskio.interfaces.api.access import (
    ADMIN,
    READ,
    WRITE,
    ApiRequest,
    agent_of,
    require_whole_installation,
)
from keskio.interfaces.api.fields import Id
from keskio.interfaces.api.problems import UNPROCESSABLE, Refused
from keskio.interfaces.api.schemas.teams import (
    Notifications,
    NotificationShown,
    ReadSaid,
    TeamAsked,
    TeamShown,
    team_shown,
)
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.staff import operations
from keskio.staff import queries as staff
from keskio.staff.viewers import Viewer

router = Router(tags=["staff"])
SHOWN = 100


@router.get("/teams", auth=READ, response=list[TeamShown], summary="List teams")
def list_teams(request: ApiRequest) -> list[TeamShown]:
    """Those that serve any client that you see: cases may be given to them."""
    with reading(request.auth.scope):
        teams = [team_shown(one, request.auth) for one in staff.every_team()]
    return [team for team in teams if team.client_ids]


@router.post("/teams", auth=ADMIN, response={201: TeamShown}, summary="Add a team")
def add_team(request: ApiRequest, asked: TeamAsked) -> TeamShown:
    with writing(SYSTEM):
        require_whole_installation(request.auth)
        _require_clients(asked.client_ids, request.auth)
        team = operations.add_team(**asked.model_dump(), actor=request.auth.actor, now=request.now)
        return team_shown(team, request.auth)


@router.put("/teams/{team_id}", auth=ADMIN, response=TeamShown, summary="Change a team")
def change_team(request: ApiRequest, team_id: Id, asked: TeamAsked) -> TeamShown:
    """What it had of clients that it no longer serves goes back to everybody."""
    with writing(SYSTEM):
        require_whole_installation(request.auth)
        _require_clients(asked.client_ids, request.auth)
        team = operations.change_team(
            team_id=team_id, **asked.model_dump(), actor=request.auth.actor, now=request.now
        )
        return team_shown(team, request.auth)


@router.delete("/teams/{team_id}", auth=ADMIN, response={204: None}, summary="Remove a team")
def remove_team(request: ApiRequest, team_id: Id) -> Status[None]:
    """What it had goes back to everybody."""
    with writing(SYSTEM):
        require_whole_installation(request.auth)
        operations.remove_team(team_id=team_id, actor=request.auth.actor, now=request.now)
    return Status(204, None)


@router.get(
    "/me/notifications", auth=READ, response=Notifications, summary="What you should look at"
)
def list_notifications(request: ApiRequest) -> Notifications:
    """Cases you were mentioned on, given, reminded of, or follow."""
    viewer = request.auth
    agent_of(viewer)
    with reading(viewer.scope):
        found = list(staff.notifications_of(viewer)[:SHOWN])
        seen = cases.shown_cases([one.case_id for one in found], viewer=viewer)
        return Notifications(
            unread=staff.unread_notifications(viewer),
            items=[_shown(one) for one in found if one.case_id in seen],
        )


@router.post(
    "/me/notifications/read",
    auth=WRITE,
    response={204: None},
    summary="Say that you have read what you were told",
)
def read_notifications(request: ApiRequest, asked: ReadSaid) -> Status[None]:
    viewer = request.auth
    with writing(viewer.scope):
        operations.read_notifications(
            agent_id=agent_of(viewer),
            notification_ids=asked.ids,
            actor=viewer.actor,
            now=request.now,
        )
    return Status(204, None)


def _shown(one: object) -> NotificationShown:
    said = {name: getattr(one, name) for name in NotificationShown.model_fields}
    return NotificationShown(**said | {"actor": str(said["actor"])})


def _require_clients(client_ids: Collection[int], viewer: Viewer) -> None:
    """Raises Refused."""
    if unknown := set(client_ids) - viewer.clients:
        raise Refused(UNPROCESSABLE, f"No such client: {min(unknown)}.")
