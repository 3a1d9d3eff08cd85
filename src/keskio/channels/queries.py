"""Every read about mail on its way."""

from collections.abc import Collection

from django.db.models import QuerySet

from keskio.channels.models import Arrival, Delivery, TrustedServer
from keskio.kit.prepared import prepared
from keskio.staff.viewers import Viewer


def arrivals(*, viewer: Viewer, state: str = "") -> QuerySet[Arrival]:
    """Newest first, without the raw mail, with their inboxes (one query)."""
    found = Arrival.objects.filter(client__in=viewer.clients)
    found = found.filter(state=state) if state else found
    return _joined(found).order_by("-id")


def arrival(arrival_id: int, *, viewer: Viewer) -> Arrival:
    """Raises Arrival.DoesNotExist (one query)."""
    return _joined(Arrival.objects.filter(client__in=viewer.clients)).get(pk=arrival_id)


def arrivals_by_id(ids: Collection[int]) -> dict[int, Arrival]:
    """What became of them, with their cases, without the raw mail (one query)."""
    return _joined(Arrival.objects.select_related("message__case")).in_bulk(ids)


def unprocessed_arrivals(*, viewer: Viewer) -> QuerySet[Arrival]:
    """What an administrator should look at, the latest failure first (one query)."""
    failed = Arrival.objects.filter(client__in=viewer.clients, failed_at__isnull=False)
    return _joined(failed).order_by("-failed_at")


def deliveries_of(message_ids: Collection[int], *, viewer: Viewer) -> dict[int, Delivery]:
    """By message (one query)."""
    found = _deliveries(message_ids, viewer.clients)
    return {delivery.message_id: delivery for delivery in found}


def delivery(delivery_id: int, *, viewer: Viewer) -> Delivery:
    """Raises Delivery.DoesNotExist (one query)."""
    return Delivery.objects.select_related("message").get(pk=delivery_id, client__in=viewer.clients)


def troubled_deliveries(*, viewer: Viewer) -> QuerySet[Delivery]:
    """Given up, returned, or tried in vain so far; newest first, with their messages."""
    found = Delivery.objects.filter(client__in=viewer.clients).exclude(last_error="")
    return found.select_related("message", "message__case").order_by("-id")


def trusted_servers() -> list[str]:
    """By name (one query)."""
    return list(TrustedServer.objects.order_by("name").values_list("name", flat=True))


def _joined(arrivals: QuerySet[Arrival]) -> QuerySet[Arrival]:
    """With their inboxes and messages, but not what these say."""
    unread = ("raw", "message__text", "message__full_text", "message__html")
    return arrivals.select_related("inbox", "message").defer(*unread)


@prepared
def _deliveries(message_ids: Collection[int], clients: Collection[int]) -> QuerySet[Delivery]:
    return Delivery.objects.filter(message__in=message_ids, client__in=clients)
