"""The one way to read the index. What it finds is named, not shown: read it anew for who asks."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from keskio.knowledge.asking import Question
from keskio.knowledge.documents import Kind
from keskio.knowledge.engines import engine
from keskio.knowledge.engines.rows import Found
from keskio.knowledge.expressions import Expression
from keskio.knowledge.models import IndexRow

Place = tuple[int, int]
"""Tier and place: where in a question's answers something stands; what is less stands before."""


def find(question: Question, *, after: Place | None = None, limit: int) -> list[Found]:
    """What answers, the best tier first and the newest first in each (a query for each tier,
    on PostgreSQL up to ten)."""
    found: list[Found] = []
    begins, place = after or (0, -1)
    for number in range(begins, len(question.tiers)):
        first = question.first_place
        if number == begins:
            first = max(first, place + 1)
        found += _in_tier(question, number, first=first, limit=limit - len(found))
        if len(found) >= limit:
            break
    return found


def places_among(question: Question, ref_ids: Collection[int], *, kind: Kind) -> dict[int, Place]:
    """Of these documents those that answer, and where each stands (a query for each tier)."""
    rows = IndexRow.objects.filter(kind=kind, ref_id__in=ref_ids)
    rows = rows.filter(pk__gte=question.first_place, pk__lt=question.end_place)
    left = dict(rows.values_list("pk", "ref_id"))
    places: dict[int, Place] = {}
    for number, expression in enumerate(question.tiers):
        for place in engine().among(expression, list(left)) if left else ():
            places[left.pop(place)] = (number, place)
    return places


def _in_tier(question: Question, number: int, *, first: int, limit: int) -> Sequence[Found]:
    expression: Expression = question.tiers[number]
    found: list[Found] = engine().find(expression, first=first, end=question.end_place, limit=limit)
    return [replace(one, tier=number) for one in found]
