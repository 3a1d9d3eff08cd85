"""The clients served, their inboxes and the reasons their cases end under."""

from ninja import Router

from keskio.clients import operations
from keskio.clients import queries as clients
from keskio.interfaces.api.access import (
    ADMIN,
    READ,
    ApiRequest,
    require_client,
    require_whole_installation,
)
from keskio.interfaces.api.fields import Id
from keskio.interfaces.api.openapi import can_conflict
from keskio.interfaces.api.schemas.clients import (
    ClientShown,
    InboxSettings,
    InboxShown,
    NewClient,
    NewInbox,
    NewReason,
    ReasonShown,
)
from keskio.kit.scopes import SYSTEM, reading, writing

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


@router.get("/inboxes", auth=READ, response=list[InboxShown], summary="List inboxes")
def list_inboxes(request: ApiRequest) -> list[InboxShown]:
    with reading(request.auth.scope):
        return [InboxShown.model_validate(one) for one in clients.inboxes_of(request.auth.clients)]


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
        require_client(clients.inbox(inbox_id).client_id, request.auth)
        inbox = operations.change_inbox(
            inbox_id=inbox_id, settings=asked.said(), actor=request.auth.actor, now=request.now
        )
        return InboxShown.model_validate(inbox)


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
