"""Mail on its way in and out, and whose word about senders is believed."""

from typing import Annotated

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router, Status

from keskio.channels import operations, queries
from keskio.channels.reception import take_in
from keskio.clients import queries as clients
from keskio.interfaces.api.access import (
    ADMIN,
    READ,
    WRITE,
    ApiRequest,
    require_client,
    require_inbox,
    require_whole_installation,
)
from keskio.interfaces.api.bodies import read_raw
from keskio.interfaces.api.fields import Id
from keskio.interfaces.api.openapi import can_conflict, takes
from keskio.interfaces.api.paging import Page, Paging, each, linked, newest_first
from keskio.interfaces.api.problems import ALREADY_DONE, UNPROCESSABLE, Refused
from keskio.interfaces.api.schemas.mail import (
    ArrivalFilter,
    ArrivalShown,
    DeliveryShown,
    Envelope,
    TrustedServers,
)
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.staff.viewers import Viewer

router = Router(tags=["mail"])


@router.get(
    "/arrivals", auth=READ, response=Page[ArrivalShown], summary="List what came in, newest first"
)
def list_arrivals(
    request: ApiRequest, response: HttpResponse, asked: Annotated[ArrivalFilter, Query()]
) -> Page[ArrivalShown]:
    with reading(request.auth.scope):
        found = queries.arrivals(viewer=request.auth, state=asked.state or "")
        page = newest_first(found, asked, each(ArrivalShown))
    return linked(page, request, response)


@router.get("/arrivals/{arrival_id}", auth=READ, response=ArrivalShown, summary="Show an arrival")
def get_arrival(request: ApiRequest, arrival_id: Id) -> ArrivalShown:
    with reading(request.auth.scope):
        return _arrival(arrival_id, request.auth)


@router.post(
    "/inboxes/{inbox_id}/arrivals",
    auth=WRITE,
    response={200: ArrivalShown, 201: ArrivalShown},
    summary="Bring a mail",
    openapi_extra=takes("message/rfc822", {"type": "string", "format": "binary"}),
)
def bring_mail(
    request: ApiRequest, inbox_id: Id, asked: Annotated[Envelope, Query()]
) -> Status[ArrivalShown]:
    """The raw mail, through the door that SMTP uses: once this answers, it is safe on the disk.

    201 when it is new, 200 when the same mail has come before. It is processed a moment later.
    """
    recipient = _recipient(inbox_id, asked.recipient, request.auth)
    raw = read_raw(request, limit=settings.MAX_MAIL_BYTES)
    if not raw:
        raise Refused(UNPROCESSABLE, "The body is empty.")
    stored = take_in(
        raw,
        recipient=recipient,
        envelope_from=asked.envelope_from,
        actor=request.auth.actor,
        now=timezone.now,
    )
    with reading(request.auth.scope):
        shown = _arrival(stored.arrival.pk, request.auth)
    return Status(200 if stored.is_duplicate else 201, shown)


@router.post(
    "/arrivals/{arrival_id}/run-again",
    auth=ADMIN,
    response=ArrivalShown,
    summary="Process a failed arrival once more",
    openapi_extra=can_conflict(),
)
def run_arrival_again(request: ApiRequest, arrival_id: Id) -> ArrivalShown:
    viewer = request.auth
    with writing(viewer.scope):
        if queries.arrival(arrival_id, viewer=viewer).state != "failed":
            raise Refused(ALREADY_DONE, "It has not failed.")
        operations.run_arrival_again(arrival_id=arrival_id, actor=viewer.actor, now=request.now)
        return _arrival(arrival_id, viewer)


@router.get(
    "/deliveries",
    auth=READ,
    response=Page[DeliveryShown],
    summary="List what has not gone out smoothly, newest first",
)
def list_deliveries(
    request: ApiRequest, response: HttpResponse, asked: Annotated[Paging, Query()]
) -> Page[DeliveryShown]:
    """Given up, returned, or tried in vain so far."""
    with reading(request.auth.scope):
        found = queries.troubled_deliveries(viewer=request.auth)
        page = newest_first(found, asked, each(DeliveryShown))
    return linked(page, request, response)


@router.post(
    "/deliveries/{delivery_id}/try-again",
    auth=WRITE,
    response=DeliveryShown,
    summary="Try a delivery again at once",
    openapi_extra=can_conflict(),
)
def deliver_again(request: ApiRequest, delivery_id: Id) -> DeliveryShown:
    viewer = request.auth
    with writing(viewer.scope):
        if queries.delivery(delivery_id, viewer=viewer).state == "sent":
            raise Refused(ALREADY_DONE, "It has been sent.")
        operations.deliver_again(delivery_id=delivery_id, actor=viewer.actor, now=request.now)
        return DeliveryShown.model_validate(queries.delivery(delivery_id, viewer=viewer))


@router.get(
    "/trusted-servers", auth=ADMIN, response=TrustedServers, summary="Whose word is believed"
)
def get_trusted_servers(request: ApiRequest) -> TrustedServers:
    with reading(SYSTEM):
        require_whole_installation(request.auth)
        return TrustedServers(names=queries.trusted_servers())


@router.put(
    "/trusted-servers",
    auth=ADMIN,
    response=TrustedServers,
    summary="Believe exactly these mail servers",
)
def trust_servers(request: ApiRequest, asked: TrustedServers) -> TrustedServers:
    with writing(SYSTEM):
        require_whole_installation(request.auth)
        operations.trust_servers(names=asked.names, actor=request.auth.actor, now=request.now)
        return TrustedServers(names=queries.trusted_servers())


def _recipient(inbox_id: int, said: str, viewer: Viewer) -> str:
    """Where the mail is addressed to. Raises Refused, Inbox.DoesNotExist."""
    with reading(SYSTEM):
        inbox = clients.inbox(inbox_id)
        require_client(inbox.client_id, viewer)
        require_inbox(inbox_id, viewer)
        recipient = said or inbox.address
        taker = clients.inbox_for(recipient)
    if taker is None or taker.pk != inbox_id:
        raise Refused(UNPROCESSABLE, "This inbox does not take mail to that address.")
    return recipient


def _arrival(arrival_id: int, viewer: Viewer) -> ArrivalShown:
    """Raises Arrival.DoesNotExist."""
    return ArrivalShown.model_validate(queries.arrival(arrival_id, viewer=viewer))
