"""The clients served, their inboxes and the reasons their cases end under."""

from ninja import Router

from keskio.clients import operations
from keskio.clients import queries as clients
from keskio.interfaces.api.access import (
    ADMIN,
    READ,
    ApiRequest,
    require_client,
    require_inbox,
    require_whole_installation,
)
from keskio.interfaces.api.fields import Id
from keskio.interfaces.api.openapi import can_conflict
from keskio.interfaces.api.problems import UNPROCESSABLE, Refused
from keskio.interfaces.api.schemas.clients import (
    Archiving,
    ClientSettings,
    ClientShown,
    Door,
    InboxSettings,
    InboxShown,
    NewClient,
    NewInbox,
    NewReason,
    ReasonOrder,
    ReasonShown,
)
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.staff import operations as staff_operations
from keskio.staff import queries as staff

router = Router(tags=["clients"])


@router.get("/clients", auth=READ, response=list[ClientShown], summary="List clients")
def list_clients(request: ApiRequest) -> list[ClientShown]:
    with reading(request.auth.scope):
        return [
            ClientShown.model_validate(one) for one in clients.clients_among(request.auth.clients)
        ]


@router.post("/clients", auth=ADMIN, response={201: ClientShown}, summary="Add a client")
def add_client(request: ApiRequest, asked: NewClient) -> ClientShown:
    with writing(SYSTEM):
        require_whole_installation(request.auth)
        client = operations.add_client(
            **asked.model_dump(), actor=request.auth.actor, now=request.now
        )
        return ClientShown.model_validate(client)


@router.patch("/clients/{client_id}", auth=ADMIN, response=ClientShown, summary="Change a client")
def change_client(request: ApiRequest, client_id: Id, asked: ClientSettings) -> ClientShown:
    require_client(client_id, request.auth)
    with writing(request.auth.scope):
        client = operations.change_client(
            client_id=client_id,
            settings=asked.model_dump(exclude_unset=True),
            actor=request.auth.actor,
            now=request.now,
        )
        return ClientShown.model_validate(client)


@router.put(
    "/clients/{client_id}/archived",
    auth=ADMIN,
    response=ClientShown,
    summary="Serve a client no longer, or again",
)
def archive_client(request: ApiRequest, client_id: Id, asked: Archiving) -> ClientShown:
    """Its inboxes take nothing new; all cases stay, and answers to them still come in."""
    require_client(client_id, request.auth)
    with writing(request.auth.scope):
        client = operations.archive_client(
            client_id=client_id,
            archived=asked.archived,
            actor=request.auth.actor,
            now=request.now,
        )
        return ClientShown.model_validate(client)


@router.get("/inboxes", auth=READ, response=list[InboxShown], summary="List inboxes")
def list_inboxes(request: ApiRequest) -> list[InboxShown]:
    with reading(request.auth.scope):
        return [
            InboxShown.model_validate(one)
            for one in clients.inboxes_of(request.auth.clients)
            if one.pk not in request.auth.closed_inboxes
        ]


@router.post(
    "/clients/{client_id}/inboxes",
    auth=ADMIN,
    response={201: InboxShown},
    summary="Add an inbox",
    openapi_extra=can_conflict(),
)
def add_inbox(request: ApiRequest, client_id: Id, asked: NewInbox) -> InboxShown:
    require_client(client_id, request.auth)
    with writing(SYSTEM):
        inbox = operations.add_inbox(
            client_id=client_id, **asked.said(), actor=request.auth.actor, now=request.now
        )
        return InboxShown.model_validate(inbox)


@router.patch(
    "/inboxes/{inbox_id}", auth=ADMIN, response=InboxShown, summary="Change an inbox's settings"
)
def change_inbox(request: ApiRequest, inbox_id: Id, asked: InboxSettings) -> InboxShown:
    with writing(request.auth.scope):
        _require(inbox_id, request)
        inbox = operations.change_inbox(
            inbox_id=inbox_id, settings=asked.said(), actor=request.auth.actor, now=request.now
        )
        return InboxShown.model_validate(inbox)


@router.put(
    "/inboxes/{inbox_id}/archived",
    auth=ADMIN,
    response=InboxShown,
    summary="Take nothing new at an inbox, or take it again",
)
def archive_inbox(request: ApiRequest, inbox_id: Id, asked: Archiving) -> InboxShown:
    with writing(request.auth.scope):
        _require(inbox_id, request)
        inbox = operations.archive_inbox(
            inbox_id=inbox_id,
            archived=asked.archived,
            actor=request.auth.actor,
            now=request.now,
        )
        return InboxShown.model_validate(inbox)


@router.get("/inboxes/{inbox_id}/door", auth=ADMIN, response=Door, summary="Who may enter an inbox")
def get_door(request: ApiRequest, inbox_id: Id) -> Door:
    with reading(SYSTEM):
        _require(inbox_id, request)
        return Door(agent_ids=staff.doors().get(inbox_id))


@router.put(
    "/inboxes/{inbox_id}/door", auth=ADMIN, response=Door, summary="Say who may enter an inbox"
)
def set_door(request: ApiRequest, inbox_id: Id, asked: Door) -> Door:
    """To all others its cases, messages and files do not exist; what they had goes to the line."""
    with writing(SYSTEM):
        _require(inbox_id, request)
        if unknown := set(asked.agent_ids or ()) - {one.pk for one in staff.every_agent()}:
            raise Refused(UNPROCESSABLE, f"No such agent: {min(unknown)}.")
        staff_operations.set_door(
            inbox_id=inbox_id,
            agent_ids=asked.agent_ids,
            actor=request.auth.actor,
            now=request.now,
        )
        return Door(agent_ids=staff.doors().get(inbox_id))


@router.get(
    "/clients/{client_id}/reasons",
    auth=READ,
    response=list[ReasonShown],
    summary="List a client's reasons",
)
def list_reasons(request: ApiRequest, client_id: Id) -> list[ReasonShown]:
    require_client(client_id, request.auth)
    with reading(request.auth.scope):
        return [ReasonShown.model_validate(one) for one in clients.reasons_of(client_id)]


@router.post(
    "/clients/{client_id}/reasons",
    auth=ADMIN,
    response={201: ReasonShown},
    summary="Add a reason at the end of the list",
)
def add_reason(request: ApiRequest, client_id: Id, asked: NewReason) -> ReasonShown:
    require_client(client_id, request.auth)
    with writing(request.auth.scope):
        reason = operations.add_reason(
            client_id=client_id, name=asked.name, actor=request.auth.actor, now=request.now
        )
        return ReasonShown.model_validate(reason)


@router.put(
    "/clients/{client_id}/reasons/order",
    auth=ADMIN,
    response=list[ReasonShown],
    summary="Order a client's reasons",
)
def order_reasons(request: ApiRequest, client_id: Id, asked: ReasonOrder) -> list[ReasonShown]:
    require_client(client_id, request.auth)
    with writing(request.auth.scope):
        operations.order_reasons(
            client_id=client_id,
            reason_ids=asked.reason_ids,
            actor=request.auth.actor,
            now=request.now,
        )
        return [ReasonShown.model_validate(one) for one in clients.reasons_of(client_id)]


@router.patch("/reasons/{reason_id}", auth=ADMIN, response=ReasonShown, summary="Rename a reason")
def rename_reason(request: ApiRequest, reason_id: Id, asked: NewReason) -> ReasonShown:
    with writing(request.auth.scope):
        require_client(clients.reason(reason_id).client_id, request.auth)
        reason = operations.rename_reason(
            reason_id=reason_id, name=asked.name, actor=request.auth.actor, now=request.now
        )
        return ReasonShown.model_validate(reason)


@router.put(
    "/reasons/{reason_id}/archived",
    auth=ADMIN,
    response=ReasonShown,
    summary="Offer a reason no longer, or again",
)
def archive_reason(request: ApiRequest, reason_id: Id, asked: Archiving) -> ReasonShown:
    with writing(request.auth.scope):
        require_client(clients.reason(reason_id).client_id, request.auth)
        reason = operations.archive_reason(
            reason_id=reason_id,
            archived=asked.archived,
            actor=request.auth.actor,
            now=request.now,
        )
        return ReasonShown.model_validate(reason)


def _require(inbox_id: int, request: ApiRequest) -> None:
    """Raises Refused, Inbox.DoesNotExist."""
    require_client(clients.inbox(inbox_id).client_id, request.auth)
    require_inbox(inbox_id, request.auth)
