"""The search page."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from keskio.cases import queries as cases
from keskio.cases.models import Case, Message, State
from keskio.cases.queries import Hit, Order
from keskio.clients import queries as clients
from keskio.clients.models import Client
from keskio.customers.models import Customer
from keskio.interfaces.desk.access import DeskRequest, for_agents
from keskio.interfaces.desk.story import customer_name
from keskio.interfaces.desk.words import STATES
from keskio.kit.scopes import reading
from keskio.knowledge.rules import LONGEST
from keskio.knowledge.snippets import Part

ORDERS: dict[Order, Promise] = {
    Order.BEST: pgettext_lazy("search", "Best first"),
    Order.NEWEST: pgettext_lazy("search", "Newest first"),
}


@dataclass(frozen=True)
class Shown:
    """A case that was found, as the page says it."""

    case: Case
    subject: SafeString
    customer: str
    state: Promise
    who: str
    message: Message | None
    snippet: SafeString


@dataclass(frozen=True)
class Person:
    name: str
    address: str
    client: str
    search: str
    """For what this person wrote."""


@for_agents
@require_safe
def search_page(request: DeskRequest) -> HttpResponse:
    text = request.GET.get("q", "")[:LONGEST]
    order, after = _order(request), request.GET.get("after", "")
    with reading(request.viewer.scope):
        found = _search(request, text, order, after)
        served = clients.clients_among(request.viewer.clients)
        context = {
            "text": text,
            "hits": [_shown(hit) for hit in found.hits],
            "people": [_person(one, served) for one in found.customers],
            "orders": [(name, _address(text, one), one == order) for one, name in ORDERS.items()],
            "next": _address(text, order, found.next) if found.next else "",
            "first": _address(text, order) if after else "",
            "is_empty": found.asked.is_empty,
            "many_clients": len(served) > 1,
        }
        return render(request, "desk/search.html", context)


def _order(request: DeskRequest) -> Order:
    try:
        return Order(request.GET.get("order", Order.BEST))
    except ValueError as error:
        raise Http404 from error


def _search(request: DeskRequest, text: str, order: Order, after: str) -> cases.SearchPage:
    now = timezone.localtime(request.now)
    try:
        return cases.search(viewer=request.viewer, text=text, order=order, after=after, now=now)
    except cases.BadCursor as error:
        raise Http404 from error


def _address(text: str, order: Order, after: str = "") -> str:
    asked = {"q": text, "order": "" if order == Order.BEST else order.value, "after": after}
    return f"{reverse('search')}?" + urlencode({name: said for name, said in asked.items() if said})


def _shown(hit: Hit) -> Shown:
    return Shown(
        case=hit.case,
        subject=_marked(hit.subject) or SafeString(_("(no subject)")),
        customer=customer_name(hit.case),
        state=STATES[State(hit.case.state)],
        who=_who(hit.message) if hit.message else "",
        message=hit.message,
        snippet=_marked(hit.snippet),
    )


def _who(message: Message) -> str:
    if message.agent:
        return message.agent.name
    return message.author_name or message.author_address


def _marked(parts: Sequence[Part]) -> SafeString:
    """Escaped, piece by piece: customers wrote it."""
    return format_html_join(
        "",
        "{}",
        ((format_html("<mark>{}</mark>", one.text) if one.is_hit else one.text,) for one in parts),
    )


def _person(customer: Customer, served: Sequence[Client]) -> Person:
    address = next((one.value for one in customer.identities.all()), "")
    return Person(
        name=customer.name or address,
        address=address if customer.name else "",
        client=next((one.name for one in served if one.pk == customer.client_id), ""),
        search=_address(f"from:{address}", Order.NEWEST),
    )
