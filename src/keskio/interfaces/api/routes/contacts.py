"""Contacts elsewhere, noted in the words of who was there."""

from ninja import Router

from keskio.cases import operations
from keskio.cases import queries as cases
from keskio.cases.models import Conversation
from keskio.channels import queries as channels
from keskio.clients import queries as clients
from keskio.customers import operations as customer_operations
from keskio.customers import queries as customers
from keskio.customers.models import Customer
from keskio.customers.rules import normalise_phone
from keskio.interfaces.api.access import WRITE, ApiRequest, require_client
from keskio.interfaces.api.openapi import can_miss
from keskio.interfaces.api.problems import KEY_REUSED, UNPROCESSABLE, Refused
from keskio.interfaces.api.routes.messages import IdempotencyKey
from keskio.interfaces.api.schemas.mailboxes import NewContact, NewCustomer
from keskio.interfaces.api.schemas.messages import MessageShown, messages_shown
from keskio.kit.scopes import writing
from keskio.staff.viewers import Viewer

router = Router(tags=["messages"])


@router.post(
    "/contacts",
    auth=WRITE,
    response={201: MessageShown},
    summary="Note a contact elsewhere",
    openapi_extra=can_miss(),
)
def note_contact(
    request: ApiRequest, asked: NewContact, idempotency_key: IdempotencyKey = ""
) -> MessageShown:
    """A resolved case in the customer's story, with what was said: no work for anybody."""
    viewer = request.auth
    with writing(viewer.scope):
        customer = _customer(request, asked)
        inbox = clients.answering_inbox(customer.client_id, closed=viewer.closed_inboxes)
        if inbox is None:
            raise Refused(UNPROCESSABLE, "The client has no inbox yet.")
        written = operations.note_contact(
            inbox=inbox,
            customer_id=customer.pk,
            channel=Conversation.Channel(asked.channel),
            text=asked.text,
            request_key=idempotency_key,
            actor=viewer.actor,
            agent_id=viewer.agent_id,
            now=request.now,
        )
        if (written.kind, written.text) != ("note", asked.text):
            raise Refused(KEY_REUSED)
        return _shown(written.pk, viewer)


def _customer(request: ApiRequest, asked: NewContact) -> Customer:
    """Raises Refused, Customer.DoesNotExist."""
    if asked.customer_id is not None:
        return customers.customer(asked.customer_id, viewer=request.auth)
    if asked.client_id is None or asked.customer is None:
        raise Refused(UNPROCESSABLE, "Say customer_id, or client_id and customer.")
    require_client(asked.client_id, request.auth)
    claim = _claim(asked.customer)
    if not (claim or asked.customer.name.strip()):
        raise Refused(UNPROCESSABLE, "A customer needs a name, an address or a number.")
    return customer_operations.meet_customer(
        client_id=asked.client_id,
        name=asked.customer.name.strip(),
        claim=claim,
        actor=request.auth.actor,
        now=request.now,
    )


def _claim(who: NewCustomer) -> customer_operations.Claim | None:
    """Raises Refused."""
    if who.email:
        return customer_operations.Claim(kind="email", value=who.email)
    if not who.phone:
        return None
    if not (number := normalise_phone(who.phone)):
        raise Refused(UNPROCESSABLE, "This is no phone number.")
    return customer_operations.Claim(kind="phone", value=number)


def _shown(message_id: int, viewer: Viewer) -> MessageShown:
    message = cases.message(message_id, viewer=viewer)
    deliveries = channels.deliveries_of([message_id], viewer=viewer)
    return messages_shown([message], deliveries)[0]
