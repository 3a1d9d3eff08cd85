"""Lists that agents have put together for themselves and one another."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from keskio.cases.models import ChosenColumns, SavedView
from keskio.kit.prepared import prepared
from keskio.staff.viewers import Viewer

if TYPE_CHECKING:
    from collections.abc import Sequence


def saved_views(*, viewer: Viewer) -> "Sequence[SavedView]":
    """The viewer's own and those shared with them, by name, with their owners (one query)."""
    return _saved(viewer.agent_id or 0, viewer.clients)


def saved_view(view_id: int, *, viewer: Viewer) -> SavedView:
    """Raises SavedView.DoesNotExist (one query)."""
    seen = Q(owner=viewer.agent_id or 0) | Q(shared_with__in=viewer.clients)
    return SavedView.objects.filter(seen).select_related("owner").get(pk=view_id)


def columns_of(agent_id: int) -> list[str]:
    """What they chose; empty for the usual ones (one query)."""
    return next(iter(_columns(agent_id)), [])


@prepared
def _saved(agent_id: int, clients: Collection[int]) -> QuerySet[SavedView]:
    seen = Q(owner=agent_id) | Q(shared_with__in=clients)
    return SavedView.objects.filter(seen).select_related("owner").order_by("name", "id")


@prepared
def _columns(agent_id: int) -> "QuerySet[ChosenColumns, list[str]]":
    return ChosenColumns.objects.filter(agent=agent_id).values_list("columns", flat=True)
