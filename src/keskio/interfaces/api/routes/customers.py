"""Customers, as the cases know them."""

from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router

from keskio.customers import operations
from keskio.customers import queries as customers
from keskio.interfaces.api.access import READ, WRITE, ApiRequest, require_client
from keskio.interfaces.api.fields import Id
from keskio.interfaces.api.openapi import can_conflict
from keskio.interfaces.api.paging import Page, each, linked, newest_first
from keskio.interfaces.api.schemas.customers import CustomerFilter, CustomerShown, NewCustomer
from keskio.kit.scopes import reading, writing

router = Router(tags=["customers"])


@router.get(
    "/customers", auth=READ, response=Page[CustomerShown], summary="List customers, newest first"
)
def list_customers(
    request: ApiRequest, response: HttpResponse, asked: Annotated[CustomerFilter, Query()]
) -> Page[CustomerShown]:
    with reading(request.auth.scope):
        found = customers.customers(viewer=request.auth, words=asked.words)
        page = newest_first(found, asked, each(CustomerShown))
    return linked(page, request, response)


@router.get(
    "/customers/{customer_id}", auth=READ, response=CustomerShown, summary="Show a customer"
)
def get_customer(request: ApiRequest, customer_id: Id) -> CustomerShown:
    with reading(request.auth.scope):
        found = customers.customer(customer_id, viewer=request.auth)
        return CustomerShown.model_validate(found)


@router.post(
    "/clients/{client_id}/customers",
    auth=WRITE,
    response={201: CustomerShown},
    summary="Add a customer",
    openapi_extra=can_conflict(),
)
def add_customer(request: ApiRequest, client_id: Id, asked: NewCustomer) -> CustomerShown:
    viewer = request.auth
    require_client(client_id, viewer)
    with writing(viewer.scope):
        added = operations.add_customer(
            client_id=client_id,
            name=asked.name,
            address=asked.address or "",
            actor=viewer.actor,
            now=request.now,
        )
        return CustomerShown.model_validate(customers.customer(added.pk, viewer=viewer))


@router.put(
    "/customers/{customer_id}/identities/{identity_id}",
    auth=WRITE,
    response=CustomerShown,
    summary="Give an identity to another customer",
)
def move_identity(request: ApiRequest, customer_id: Id, identity_id: Id) -> CustomerShown:
    """What comes from this address from now on is theirs; what came before stays as it is."""
    viewer = request.auth
    with writing(viewer.scope):
        customers.customer(customer_id, viewer=viewer)
        customers.identity(identity_id, viewer=viewer)
        operations.move_identity(
            identity_id=identity_id, customer_id=customer_id, actor=viewer.actor, now=request.now
        )
        return CustomerShown.model_validate(customers.customer(customer_id, viewer=viewer))
