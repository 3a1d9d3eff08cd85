"""Customers, as the cases know them."""

from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router

from keskio.customers import queries as customers
from keskio.interfaces.api.access import READ, ApiRequest
from keskio.interfaces.api.fields import Id
from keskio.interfaces.api.paging import Page, each, linked, newest_first
from keskio.interfaces.api.schemas.customers import CustomerFilter, CustomerShown
from keskio.kit.scopes import reading

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
