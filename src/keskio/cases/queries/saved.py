"""Lists that agents have put together for themselves and one another."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import FilteredRelation, Q, QuerySet

from keskio.cases.models import ChosenColumns, SavedView
from keskio.kit.prepared import prepared
from keskio.staff.viewers import Viewer

if TYPE_CHECKING:
    from collections.abc import Sequence


def saved_views(*, viewer: Viewer) -> "Sequence[SavedView]":
    """The viewer's own and those shared with them or a team of theirs, by name, with their owners
    (one query).
    """
    return _saved(viewer.agent_id or 0, viewer.clients)


def saved_view(view_id: int, *, viewer: Viewer) -> SavedView:
    """Raises SavedView.DoesNotExist (one query)."""
    return _seen_by(viewer.agent_id or 0, viewer.clients).get(pk=view_id)


def every_shared_view() -> QuerySet[SavedView]:
    """Of those who still work here, with all that each is about and shared with (one query)."""
    shared = Q(shared_with__isnull=False) | Q(shared_with_team__removed_at__isnull=True)
    alone = Q(shared_with__isnull=True, shared_with_team__isnull=True)
    found = SavedView.objects.filter(shared, owner__is_active=True).exclude(alone)
    joined = ("owner", "shared_with", "shared_with_team", "narrowed_to", "inbox", "agent")
    return found.select_related(*joined).order_by("owner__email", "name")


def columns_of(agent_id: int) -> list[str]:
    """What they chose; empty for the usual ones (one query)."""
    return next(iter(_columns(agent_id)), [])


@prepared
def _saved(agent_id: int, clients: Collection[int]) -> QuerySet[SavedView]:
    return _seen_by(agent_id, clients).order_by("name", "id")


def _seen_by(agent_id: int, clients: Collection[int]) -> QuerySet[SavedView]:
    """At most once each: of a team, the viewer's own membership alone is joined."""
    own = Q(shared_with_team__members__agent=agent_id)
    own &= Q(shared_with_team__removed_at__isnull=True)
    joined = SavedView.objects.annotate(
        membership=FilteredRelation("shared_with_team__members", condition=own)
    )
    seen = Q(owner=agent_id) | Q(shared_with__in=clients) | Q(membership__isnull=False)
    return joined.filter(seen).select_related("owner")


@prepared
def _columns(agent_id: int) -> "QuerySet[ChosenColumns, list[str]]":
    return ChosenColumns.objects.filter(agent=agent_id).values_list("columns", flat=True)
