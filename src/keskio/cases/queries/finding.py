"""What a customer has written, and cases found by a few words: bounded, however much there is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Substr

from keskio.cases.models import Case, Message
from keskio.cases.queries.listing import list_cases
from keskio.cases.queries.views import Only, View
from keskio.kit.prepared import prepared
from keskio.staff.viewers import Viewer

EXCERPT = 180
SHOWN = 20
LOOKED_THROUGH = 200
"""The newest cases that are not resolved: the palette answers while one types."""


@dataclass(frozen=True)
class Written:
    """What a customer wrote, in brief."""

    message_id: int
    case_id: int
    channel: str
    excerpt: str
    at: datetime


def written_by_customer(
    customer_id: int, *, viewer: Viewer, other_than: int = 0
) -> Sequence[Written]:
    """Their last twenty messages in all cases but one, newest first (one query)."""
    rows = _written(customer_id, other_than, viewer.clients, viewer.closed_inboxes)
    return [Written(*row) for row in rows]


def find_cases(words: str, *, viewer: Viewer, limit: int = 6) -> list[Case]:
    """By number, or by what subject or customer's name contain, among the newest that are not
    resolved (three queries at most)."""
    found = _numbered(words, viewer)
    page = list_cases(viewer=viewer, view=View.ALL, only=Only(), limit=LOOKED_THROUGH)
    asked = words.casefold()
    found += [case for case in page.cases if asked in _said_of(case) and case not in found]
    return found[:limit]


def _numbered(words: str, viewer: Viewer) -> list[Case]:
    number = words.removeprefix("#")
    if not number.isdecimal() or len(number) > len(str(2**62)):
        return []
    return list(_by_number(int(number), viewer.clients, viewer.closed_inboxes))


def _said_of(case: Case) -> str:
    return f"{case.subject}\n{case.customer.name if case.customer else ''}".casefold()


@prepared
def _by_number(case_id: int, clients: Collection[int], closed: Collection[int]) -> QuerySet[Case]:
    cases = Case.objects.filter(pk=case_id, client__in=clients).exclude(inbox__in=closed)
    return cases.select_related("client", "customer")


@prepared
def _written(
    customer_id: int, other_than: int, clients: Collection[int], closed: Collection[int]
) -> "QuerySet[Message, tuple[Any, ...]]":
    theirs = Message.objects.filter(
        case__customer=customer_id,
        client__in=clients,
        direction=Message.Direction.IN,
        kind=Message.Kind.MESSAGE,
    ).exclude(case=other_than)
    theirs = theirs.exclude(case__inbox__in=closed)
    excerpted = theirs.annotate(excerpt=Substr("text", 1, EXCERPT)).order_by("-id")[:SHOWN]
    return excerpted.values_list("pk", "case_id", "conversation__channel", "excerpt", "created_at")
