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
"""Tier and place: where in a question's answers something stands."""


def stands_before(one: Place, other: Place) -> bool:
    """The better tier first, in it the newer."""
    return (one[0], -one[1]) < (other[0], -other[1])


def find(question: Question, *, after: Place | None = None, limit: int) -> list[Found]:
    """What answers, the best tier first and the newest first in each (a query for each tier,
    on PostgreSQL up to four)."""
    found: list[Found] = []
    tier, place = after or (0, question.end_place)
    for number in range(tier, len(question.tiers)):
        end = min(place, question.end_place) if number == tier else question.end_place
        found += _in_tier(question, number, end=end, limit=limit - len(found))
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


def _in_tier(question: Question, number: int, *, end: int, limit: int) -> Sequence[Found]:
    expression: Expression = question.tiers[number]
    found: list[Found] = engine().find(expression, first=question.first_place, end=end, limit=limit)
    return [replace(one, tier=number) for one in found]
