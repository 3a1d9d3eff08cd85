"""Agents and tokens."""

from collections.abc import Collection

from ninja import Router, Status

from keskio.interfaces.api.access import ADMIN, READ, ApiRequest, require_whole_installation
from keskio.interfaces.api.fields import Id
from keskio.interfaces.api.openapi import can_conflict
from keskio.interfaces.api.problems import UNPROCESSABLE, Refused
from keskio.interfaces.api.schemas.staff import (
    AgentShown,
    ClientsServed,
    NewAgent,
    NewToken,
    TokenMade,
    TokenShown,
    token_made,
)
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.staff import operations
from keskio.staff import queries as staff
from keskio.staff.viewers import Viewer

router = Router(tags=["staff"])


@router.get("/agents", auth=READ, response=list[AgentShown], summary="List agents")
def list_agents(request: ApiRequest) -> list[AgentShown]:
    """Those who serve any client that you see: cases may be given to them."""
    with reading(request.auth.scope):
        return [
            AgentShown.model_validate(one) for one in staff.agents_serving(request.auth.clients)
        ]


@router.post(
    "/agents",
    auth=ADMIN,
    response={201: AgentShown},
    summary="Add an agent",
    openapi_extra=can_conflict(),
)
def add_agent(request: ApiRequest, asked: NewAgent) -> AgentShown:
    """They choose a password by "forgotten" on the log-in page."""
    with writing(SYSTEM):
        require_whole_installation(request.auth)
        _require_clients(asked.client_ids, request.auth)
        agent = operations.add_agent(
            **asked.model_dump(), actor=request.auth.actor, now=request.now
        )
        return AgentShown.model_validate(agent)


@router.put(
    "/agents/{agent_id}/clients",
    auth=ADMIN,
    response=AgentShown,
    summary="Say which clients an agent serves",
)
def serve_clients(request: ApiRequest, agent_id: Id, asked: ClientsServed) -> AgentShown:
    with writing(SYSTEM):
        require_whole_installation(request.auth)
        _require_clients(asked.client_ids, request.auth)
        agent = staff.agent(agent_id)
        operations.serve_clients(
            agent_id=agent_id,
            client_ids=asked.client_ids,
            actor=request.auth.actor,
            now=request.now,
        )
        return AgentShown.model_validate(agent)


@router.get("/tokens", auth=ADMIN, response=list[TokenShown], summary="List tokens, newest first")
def list_tokens(request: ApiRequest) -> list[TokenShown]:
    with reading(SYSTEM):
        require_whole_installation(request.auth)
        return [TokenShown.model_validate(one) for one in staff.every_token()]


@router.post("/tokens", auth=ADMIN, response={201: TokenMade}, summary="Make a token")
def make_token(request: ApiRequest, asked: NewToken) -> TokenMade:
    """The answer holds its key, this once."""
    with writing(SYSTEM):
        require_whole_installation(request.auth)
        _require_clients(asked.client_ids or (), request.auth)
        if asked.agent_id is not None:
            staff.agent(asked.agent_id)
        token, key = operations.make_token(
            **asked.model_dump(), actor=request.auth.actor, now=request.now
        )
        return token_made(token, key)


@router.delete(
    "/tokens/{token_id}", auth=ADMIN, response={204: None}, summary="Revoke a token, at once"
)
def revoke_token(request: ApiRequest, token_id: Id) -> Status[None]:
    with writing(SYSTEM):
        require_whole_installation(request.auth)
        operations.revoke_token(token_id=token_id, actor=request.auth.actor, now=request.now)
    return Status(204, None)


def _require_clients(client_ids: Collection[int], viewer: Viewer) -> None:
    """Raises Refused."""
    if unknown := set(client_ids) - viewer.clients:
        raise Refused(UNPROCESSABLE, f"No such client: {min(unknown)}.")
