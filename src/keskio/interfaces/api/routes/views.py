"""Saved lists, and the columns of an agent's own."""

from ninja import Router, Status

from keskio.cases import operations
from keskio.cases import queries as cases
from keskio.interfaces.api.access import READ, WRITE, ApiRequest, agent_of
from keskio.interfaces.api.fields import Id
from keskio.interfaces.api.openapi import can_conflict
from keskio.interfaces.api.problems import FORBIDDEN, Refused
from keskio.interfaces.api.schemas.cases import Columns, NewView, ViewShown
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.staff.rights import Right

router = Router(tags=["cases"])


@router.get("/views", auth=READ, response=list[ViewShown], summary="List saved views")
def list_views(request: ApiRequest) -> list[ViewShown]:
    """Those of the token's agent, and those shared with who serves your clients or with a team of
    the agent's; by name.
    """
    with reading(request.auth.scope):
        return [ViewShown.model_validate(one) for one in cases.saved_views(viewer=request.auth)]


@router.post("/views", auth=WRITE, response={201: ViewShown}, summary="Save a view")
def save_view(request: ApiRequest, asked: NewView) -> ViewShown:
    viewer, agent_id = request.auth, agent_of(request.auth)
    shares = asked.shared_with is not None or asked.shared_with_team is not None
    if shares and not viewer.may(Right.MANAGE_VIEWS):
        raise Refused(FORBIDDEN, f"It needs a role with the right {Right.MANAGE_VIEWS}.")
    if not {asked.client_id, asked.shared_with} - {None} <= viewer.clients:
        raise operations.BadView
    with writing(SYSTEM):
        saved = operations.save_view(
            owner_id=agent_id,
            name=asked.name,
            content=operations.ViewContent(
                **asked.model_dump(exclude={"name", "shared_with", "shared_with_team"})
            ),
            shared_with=asked.shared_with,
            team_id=asked.shared_with_team,
            actor=viewer.actor,
            now=request.now,
        )
        return ViewShown.model_validate(saved)


@router.delete(
    "/views/{view_id}",
    auth=WRITE,
    response={204: None},
    summary="Remove a view of one's own",
    openapi_extra=can_conflict(),
)
def remove_view(request: ApiRequest, view_id: Id) -> Status[None]:
    viewer, agent_id = request.auth, agent_of(request.auth)
    with writing(SYSTEM):
        cases.saved_view(view_id, viewer=viewer)
        operations.remove_view(
            view_id=view_id, owner_id=agent_id, actor=viewer.actor, now=request.now
        )
    return Status(204, None)


@router.get("/me/columns", auth=READ, response=Columns, summary="The columns of your lists")
def get_columns(request: ApiRequest) -> Columns:
    agent_id = agent_of(request.auth)
    with reading(request.auth.scope):
        return Columns(columns=cases.columns_of(agent_id))


@router.put("/me/columns", auth=WRITE, response=Columns, summary="Choose the columns of your lists")
def choose_columns(request: ApiRequest, asked: Columns) -> Columns:
    viewer, agent_id = request.auth, agent_of(request.auth)
    with writing(SYSTEM):
        operations.choose_columns(
            agent_id=agent_id, columns=asked.columns, actor=viewer.actor, now=request.now
        )
    return asked
