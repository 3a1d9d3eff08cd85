"""Whom the clients shut out: kept, but nobody is bothered."""

from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router

from keskio.customers import operations
from keskio.customers import queries as customers
from keskio.interfaces.api.access import READ, WRITE, ApiRequest, require_client
from keskio.interfaces.api.fields import Id
from keskio.interfaces.api.paging import Page, each, linked, newest_first
from keskio.interfaces.api.schemas.customers import BlockAsked, BlockedFilter, BlockedShown
from keskio.kit.scopes import reading, writing

router = Router(tags=["customers"])


@router.get(
    "/blocked-senders",
    auth=READ,
    response=Page[BlockedShown],
    summary="List blocked senders, newest first",
)
def list_blocked_senders(
    request: ApiRequest, response: HttpResponse, asked: Annotated[BlockedFilter, Query()]
) -> Page[BlockedShown]:
    viewer = request.auth
    if asked.client is not None:
        require_client(asked.client, viewer)
    with reading(viewer.scope):
        found = customers.blocked_senders(viewer=viewer, client_id=asked.client)
        page = newest_first(found, asked, each(BlockedShown))
    return linked(page, request, response)


@router.post(
    "/clients/{client_id}/blocked-senders",
    auth=WRITE,
    response={201: BlockedShown},
    summary="Block an address or a whole domain",
)
def block_sender(request: ApiRequest, client_id: Id, asked: BlockAsked) -> BlockedShown:
    """What it sends is stored as before, in cases that are spam at once."""
    viewer = request.auth
    require_client(client_id, viewer)
    with writing(viewer.scope):
        blocked = operations.block_sender(
            client_id=client_id,
            value=asked.value,
            agent_id=viewer.agent_id,
            actor=viewer.actor,
            now=request.now,
        )
        return BlockedShown.model_validate(blocked)


@router.delete(
    "/blocked-senders/{blocked_id}",
    auth=WRITE,
    response={204: None},
    summary="Unblock a sender",
)
def unblock_sender(request: ApiRequest, blocked_id: Id) -> HttpResponse:
    """Cases that are spam because of it stay so until somebody says otherwise."""
    viewer = request.auth
    with writing(viewer.scope):
        customers.blocked_sender(blocked_id, viewer=viewer)
        operations.unblock_sender(blocked_id=blocked_id, actor=viewer.actor, now=request.now)
    return HttpResponse(status=204)
