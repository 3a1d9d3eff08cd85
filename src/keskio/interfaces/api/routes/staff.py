"""Agents: listed, added, invited, changed, gone."""

from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from ninja import Router

from keskio.interfaces.api.access import ADMIN, READ, ApiRequest, require_whole_installation
from keskio.interfaces.api.fields import Id
from keskio.interfaces.api.openapi import can_conflict
from keskio.interfaces.api.problems import TOO_MANY, UNPROCESSABLE, Refused
from keskio.interfaces.api.schemas.staff import (
    AgentSettings,
    AgentShown,
    ClientsServed,
    InvitationShown,
    NewAgent,
    PersonShown,
)
from keskio.kit.limits import is_within
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.staff import operations
from keskio.staff import queries as staff
from keskio.staff.inviting import MAILS_AN_HOUR, send_link, word_of
from keskio.staff.models import Agent
from keskio.staff.viewers import Viewer

router = Router(tags=["staff"])


@router.get("/agents", auth=READ, response=list[AgentShown], summary="List agents")
def list_agents(request: ApiRequest) -> list[AgentShown]:
    """Those who serve any client that you see: cases may be given to them."""
    with reading(request.auth.scope):
        return [
            AgentShown.model_validate(one) for one in staff.agents_serving(request.auth.clients)
        ]


@router.get(
    "/people", auth=ADMIN, response=list[PersonShown], summary="List everybody who has an account"
)
def list_people(request: ApiRequest) -> list[PersonShown]:
    """Those who have left too."""
    with reading(SYSTEM):
        require_whole_installation(request.auth)
        return _people()


@router.post(
    "/agents",
    auth=ADMIN,
    response={201: AgentShown},
    summary="Add an agent",
    openapi_extra=can_conflict(),
)
def add_agent(request: ApiRequest, asked: NewAgent) -> AgentShown:
    """They choose a password when invited, or by "forgotten" on the log-in page."""
    with writing(SYSTEM):
        require_whole_installation(request.auth)
        require_clients(asked.client_ids, request.auth)
        agent = operations.add_agent(
            **asked.model_dump(),
            own_rights=request.auth.rights,
            actor=request.auth.actor,
            now=request.now,
        )
        return AgentShown.model_validate(agent)


@router.patch(
    "/agents/{agent_id}",
    auth=ADMIN,
    response=PersonShown,
    summary="Change an agent",
    openapi_extra=can_conflict(),
)
def change_agent(request: ApiRequest, agent_id: Id, asked: AgentSettings) -> PersonShown:
    with writing(SYSTEM):
        require_whole_installation(request.auth)
        operations.change_agent(
            agent_id=agent_id,
            settings=asked.model_dump(exclude_unset=True),
            own_rights=request.auth.rights,
            actor=request.auth.actor,
            now=request.now,
        )
        return _person(agent_id)


@router.put(
    "/agents/{agent_id}/clients",
    auth=ADMIN,
    response=AgentShown,
    summary="Say which clients an agent serves",
)
def serve_clients(request: ApiRequest, agent_id: Id, asked: ClientsServed) -> AgentShown:
    with writing(SYSTEM):
        require_whole_installation(request.auth)
        require_clients(asked.client_ids, request.auth)
        agent = staff.agent(agent_id)
        operations.serve_clients(
            agent_id=agent_id,
            client_ids=asked.client_ids,
            actor=request.auth.actor,
            now=request.now,
        )
        return AgentShown.model_validate(agent)


@router.post(
    "/agents/{agent_id}/invite",
    auth=ADMIN,
    response=InvitationShown,
    summary="Send a link to choose a password",
    openapi_extra=can_conflict(),
)
def invite_agent(request: ApiRequest, agent_id: Id) -> InvitationShown:
    """A link sent before works no longer."""
    require_few_mails(request)
    with writing(SYSTEM):
        require_whole_installation(request.auth)
        agent = operations.invite_agent(
            agent_id=agent_id,
            own_rights=request.auth.rights,
            actor=request.auth.actor,
            now=request.now,
        )
    return InvitationShown(mailed=_send(request, agent, is_new=True))


@router.post(
    "/agents/{agent_id}/reset-password",
    auth=ADMIN,
    response=InvitationShown,
    summary="Make the password worth nothing and send a link to choose another",
    openapi_extra=can_conflict(),
)
def reset_password(request: ApiRequest, agent_id: Id) -> InvitationShown:
    """Their sessions end at once."""
    require_few_mails(request)
    with writing(SYSTEM):
        require_whole_installation(request.auth)
        agent = operations.reset_password(
            agent_id=agent_id,
            own_rights=request.auth.rights,
            actor=request.auth.actor,
            now=request.now,
        )
    return InvitationShown(mailed=_send(request, agent, is_new=False))


@router.post(
    "/agents/{agent_id}/reset-second-step",
    auth=ADMIN,
    response=PersonShown,
    summary="Let an agent set up the second step of signing in anew",
)
def reset_second_step(request: ApiRequest, agent_id: Id) -> PersonShown:
    with writing(SYSTEM):
        require_whole_installation(request.auth)
        operations.reset_second_step(
            agent_id=agent_id,
            own_rights=request.auth.rights,
            actor=request.auth.actor,
            now=request.now,
        )
        return _person(agent_id)


@router.post(
    "/agents/{agent_id}/deactivate",
    auth=ADMIN,
    response=PersonShown,
    summary="Deactivate an agent",
    openapi_extra=can_conflict(),
)
def deactivate_agent(request: ApiRequest, agent_id: Id) -> PersonShown:
    """Sessions and tokens end at once; their cases go back to the line."""
    with writing(SYSTEM):
        require_whole_installation(request.auth)
        operations.deactivate_agent(
            agent_id=agent_id,
            own_rights=request.auth.rights,
            actor=request.auth.actor,
            now=request.now,
        )
        return _person(agent_id)


@router.post(
    "/agents/{agent_id}/reactivate",
    auth=ADMIN,
    response=PersonShown,
    summary="Let an agent who was deactivated sign in again",
)
def reactivate_agent(request: ApiRequest, agent_id: Id) -> PersonShown:
    with writing(SYSTEM):
        require_whole_installation(request.auth)
        operations.reactivate_agent(
            agent_id=agent_id,
            own_rights=request.auth.rights,
            actor=request.auth.actor,
            now=request.now,
        )
        return _person(agent_id)


def require_clients(client_ids: Collection[int], viewer: Viewer) -> None:
    """Raises Refused."""
    if unknown := set(client_ids) - viewer.clients:
        raise Refused(UNPROCESSABLE, f"No such client: {min(unknown)}.")


def require_few_mails(request: ApiRequest) -> None:
    """Raises Refused."""
    key, period = f"mails:{request.auth.actor}", timedelta(hours=1)
    if not is_within(key, times=MAILS_AN_HOUR, period=period, now=request.now):
        raise Refused(TOO_MANY, "Too many mails to agents within an hour.")


def _send(request: HttpRequest, agent: Agent, *, is_new: bool) -> bool:
    path = f"/invited/{word_of(agent)}/"
    base = settings.BASE_URL.rstrip("/")
    link = f"{base}{path}" if base else request.build_absolute_uri(path)
    return send_link(agent, link, is_new=is_new)


def _people() -> list[PersonShown]:
    served, stepped = staff.clients_served(), staff.agents_with_second_step()
    return [
        PersonShown.of(one, client_ids=served.get(one.pk, []), second_step=one.pk in stepped)
        for one in staff.every_agent()
    ]


def _person(agent_id: int) -> PersonShown:
    return next(one for one in _people() if one.id == agent_id)
