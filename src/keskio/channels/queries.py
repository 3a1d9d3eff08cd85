"""Every read about mail on its way."""

from collections.abc import Collection

from django.db.models import QuerySet

from keskio.channels.models import Arrival, Delivery, TrustedServer
from keskio.kit.prepared import prepared
from keskio.staff.viewers import Viewer


def arrivals(*, viewer: Viewer, state: str = "") -> QuerySet[Arrival]:
    """Newest first, without the raw mail, with their inboxes (one query)."""
    found = _arrivals(viewer)
    found = found.filter(state=state) if state else found
    return found.defer("raw").select_related("inbox").order_by("-id")


def arrival(arrival_id: int, *, viewer: Viewer) -> Arrival:
    """Raises Arrival.DoesNotExist (one query)."""
    return _arrivals(viewer).select_related("inbox").get(pk=arrival_id)


def shown_arrivals(ids: Collection[int], *, viewer: Viewer) -> frozenset[int]:
    """Which of these the viewer may see (one query)."""
    return frozenset(_arrivals(viewer).filter(pk__in=ids).values_list("pk", flat=True))


def arrivals_by_id(ids: Collection[int]) -> dict[int, Arrival]:
    """What became of them, with their cases, without the raw mail (one query)."""
    return Arrival.objects.defer("raw").select_related("case").in_bulk(ids)


def unprocessed_arrivals(*, viewer: Viewer) -> QuerySet[Arrival]:
    """What an administrator should look at, the latest failure first (one query)."""
    failed = _arrivals(viewer).filter(failed_at__isnull=False)
    return failed.defer("raw").select_related("inbox").order_by("-failed_at")


def deliveries_of(message_ids: Collection[int], *, viewer: Viewer) -> dict[int, Delivery]:
    """By message (one query)."""
    found = _deliveries(message_ids, viewer.clients, viewer.closed_inboxes)
    return {delivery.message_id: delivery for delivery in found}


def delivery(delivery_id: int, *, viewer: Viewer) -> Delivery:
    """Raises Delivery.DoesNotExist (one query)."""
    return _shown_deliveries(viewer).select_related("message").get(pk=delivery_id)


def troubled_deliveries(*, viewer: Viewer) -> QuerySet[Delivery]:
    """Given up, returned, or tried in vain so far; newest first, with their messages."""
    found = _shown_deliveries(viewer).exclude(last_error="")
    return found.select_related("message", "message__case").order_by("-id")


def trusted_servers() -> list[str]:
    """By name (one query)."""
    return list(TrustedServer.objects.order_by("name").values_list("name", flat=True))


def _arrivals(viewer: Viewer) -> QuerySet[Arrival]:
    shown = Arrival.objects.filter(client__in=viewer.clients)
    return shown.exclude(inbox__in=viewer.closed_inboxes)


def _shown_deliveries(viewer: Viewer) -> QuerySet[Delivery]:
    shown = Delivery.objects.filter(client__in=viewer.clients)
    return shown.exclude(message__case__inbox__in=viewer.closed_inboxes)


@prepared
def _deliveries(
    message_ids: Collection[int], clients: Collection[int], closed: Collection[int]
) -> QuerySet[Delivery]:
    found = Delivery.objects.filter(message__in=message_ids, client__in=clients)
    return found.exclude(message__case__inbox__in=closed)
