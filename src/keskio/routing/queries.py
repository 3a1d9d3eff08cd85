"""Every read of the line."""

from django.db.models import QuerySet

from keskio.routing.models import WorkItem
from keskio.staff.viewers import Viewer


def items_of(*, viewer: Viewer) -> QuerySet[WorkItem]:
    """What the viewer has in hand, the soonest promise first, with cases (one query)."""
    items = _shown(viewer).filter(agent=viewer.agent_id, ended_at__isnull=True)
    return items.select_related("case", "case__customer", "case__client").order_by("promised_at")


def waiting(*, viewer: Viewer) -> int:
    """How many wait for somebody (one query)."""
    return _shown(viewer).filter(agent__isnull=True, ended_at__isnull=True).count()


def _shown(viewer: Viewer) -> QuerySet[WorkItem]:
    items = WorkItem.objects.filter(client__in=viewer.clients)
    return items.exclude(case__inbox__in=viewer.closed_inboxes)
