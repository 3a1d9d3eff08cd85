"""Every read of the line."""

from django.db.models import QuerySet

from keskio.routing.models import WorkItem
from keskio.staff.viewers import Viewer


def items_of(*, viewer: Viewer) -> QuerySet[WorkItem]:
    """What the viewer has in hand, the soonest promise first, with cases (one query)."""
    items = WorkItem.objects.filter(
        agent=viewer.agent_id, client__in=viewer.clients, ended_at__isnull=True
    )
    return items.select_related("case", "case__customer", "case__client").order_by("promised_at")


def waiting(*, viewer: Viewer) -> int:
    """How many wait for somebody (one query)."""
    items = WorkItem.objects.filter(client__in=viewer.clients, agent__isnull=True)
    return items.filter(ended_at__isnull=True).count()
