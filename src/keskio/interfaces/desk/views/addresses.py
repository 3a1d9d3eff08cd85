"""Whom a mail may be to: offered while somebody types an address."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from keskio.cases import queries as cases
from keskio.clients.models import Inbox
from keskio.customers.models import Identity
from keskio.interfaces.desk.access import DeskRequest, for_agents
from keskio.interfaces.desk.forms import PlaceForm
from keskio.interfaces.desk.views.drafts import require_seen
from keskio.kit.scopes import reading
from keskio.staff import queries as staff
from keskio.staff.rights import Right

SHOWN, LONGEST = 8, 100
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Suggested:
    name: str
    address: str
    is_colleague: bool


@for_agents
@require_safe
def addresses(request: DeskRequest) -> HttpResponse:
    """Customers of the inbox's client, and colleagues who may read what is in it."""
    form = PlaceForm(request.GET)
    if not form.is_valid():
        return HttpResponseBadRequest()
    text = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    with reading(request.viewer.scope):
        _, inbox = require_seen(request, form.place())
        found = [*_colleagues(request, inbox, text), *_customers(request, inbox, text)]
    once = {one.address: one for one in reversed(found)}
    shown = [one for one in found if once[one.address] is one][:SHOWN]
    return JsonResponse({"found": [asdict(one) for one in shown]})


def _colleagues(request: DeskRequest, inbox: Inbox, text: str) -> Iterator[Suggested]:
    wanted = WORD.findall(text.casefold())
    if not wanted:
        return
    for one in staff.readers_of(client_id=inbox.client_id, inbox_id=inbox.pk):
        words = WORD.findall(f"{one.name} {one.email}".casefold())
        begins = (any(word.startswith(part) for word in words) for part in wanted)
        if one.pk != request.user.pk and all(begins):
            yield Suggested(one.name, one.email, is_colleague=True)


def _customers(request: DeskRequest, inbox: Inbox, text: str) -> Iterator[Suggested]:
    if not request.viewer.may(Right.READ_CUSTOMERS):
        return
    now = timezone.localtime(request.now)
    for one in cases.customers_called(
        viewer=request.viewer, client_id=inbox.client_id, text=text, limit=SHOWN, now=now
    ):
        for identity in one.identities.all():
            if identity.kind == Identity.Kind.EMAIL:
                yield Suggested(one.name, identity.value, is_colleague=False)
