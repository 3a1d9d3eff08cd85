"""What a customer has written: bounded, however much there is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Substr

from keskio.cases.models import Case, Message
from keskio.kit.prepared import Question, prepared
from keskio.staff.viewers import Viewer

EXCERPT = 180
SHOWN = 20


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


def questions(case: Case, *, viewer: Viewer) -> list[Question[Any]]:
    """What written_by_customer asks of the others' cases, to be foreseen."""
    seen = viewer.clients, viewer.closed_inboxes
    return [_written.asking(case.customer_id, case.pk, *seen)] if case.customer_id else []


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
