"""Every read about mail on its way."""

from collections.abc import Collection

from django.db.models import QuerySet

from keskio.channels.models import (
    Arrival,
    Delivery,
    Mailbox,
    OutgoingServer,
    SkippedMail,
    TrustedServer,
)
from keskio.kit.prepared import prepared
from keskio.staff.viewers import Viewer


def arrivals(*, viewer: Viewer, state: str = "") -> QuerySet[Arrival]:
    """Newest first, without the raw mail, with their inboxes (one query)."""
    found = _arrivals(viewer)
    found = found.filter(state=state) if state else found
    return _joined(found).order_by("-id")


def arrival(arrival_id: int, *, viewer: Viewer) -> Arrival:
    """Raises Arrival.DoesNotExist (one query)."""
    return _joined(_arrivals(viewer)).get(pk=arrival_id)


def shown_arrivals(ids: Collection[int], *, viewer: Viewer) -> frozenset[int]:
    """Which of these the viewer may see (one query)."""
    return frozenset(_arrivals(viewer).filter(pk__in=ids).values_list("pk", flat=True))


def arrivals_by_id(ids: Collection[int]) -> dict[int, Arrival]:
    """What became of them, with their cases, without the raw mail (one query)."""
    return _joined(Arrival.objects.select_related("message__case")).in_bulk(ids)


def unprocessed_arrivals(*, viewer: Viewer) -> QuerySet[Arrival]:
    """What an administrator should look at, the latest failure first (one query)."""
    failed = _arrivals(viewer).filter(failed_at__isnull=False)
    return _joined(failed).order_by("-failed_at")


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


def mailboxes(*, viewer: Viewer) -> QuerySet[Mailbox]:
    """With their inboxes, those that fail first (one query)."""
    found = Mailbox.objects.filter(client__in=viewer.clients).select_related("inbox")
    return found.order_by("-failures", "inbox__address")


def mailbox_of(inbox_id: int, *, viewer: Viewer) -> Mailbox | None:
    """With its inbox (one query)."""
    found = Mailbox.objects.filter(inbox=inbox_id, client__in=viewer.clients)
    return found.select_related("inbox").first()


def mailbox_to_read(mailbox_id: int) -> Mailbox:
    """With its inbox, for who reads it (one query). Raises Mailbox.DoesNotExist."""
    return Mailbox.objects.select_related("inbox").get(pk=mailbox_id)


def outgoing_server_of(inbox_id: int, *, viewer: Viewer) -> OutgoingServer | None:
    """One query."""
    return OutgoingServer.objects.filter(inbox=inbox_id, client__in=viewer.clients).first()


def way_out_of(inbox_id: int) -> tuple[OutgoingServer | None, Mailbox | None]:
    """For the sender: the inbox's own server, and whose OAuth2 it uses (one or two queries)."""
    server = OutgoingServer.objects.filter(inbox=inbox_id).first()
    if server is None or server.auth != "oauth":
        return server, None
    return server, Mailbox.objects.filter(inbox=inbox_id, auth="oauth").first()


def skipped_mails(*, viewer: Viewer, inbox_id: int | None = None) -> QuerySet[SkippedMail]:
    """Left at a server, newest first, with their mailboxes and inboxes (one query)."""
    found = _skipped(viewer)
    found = found if inbox_id is None else found.filter(mailbox__inbox=inbox_id)
    return found.select_related("mailbox", "mailbox__inbox").order_by("-id")


def skipped_mail(skipped_id: int, *, viewer: Viewer) -> SkippedMail:
    """With its mailbox (one query). Raises SkippedMail.DoesNotExist."""
    return _skipped(viewer).select_related("mailbox").get(pk=skipped_id)


def trusted_servers() -> list[str]:
    """By name (one query)."""
    return list(TrustedServer.objects.order_by("name").values_list("name", flat=True))


def _joined(arrivals: QuerySet[Arrival]) -> QuerySet[Arrival]:
    """With their inboxes and messages, but not what these say."""
    unread = ("raw", "message__text", "message__full_text", "message__html")
    return arrivals.select_related("inbox", "message").defer(*unread)


def _arrivals(viewer: Viewer) -> QuerySet[Arrival]:
    shown = Arrival.objects.filter(client__in=viewer.clients)
    return shown.exclude(inbox__in=viewer.closed_inboxes)


def _skipped(viewer: Viewer) -> QuerySet[SkippedMail]:
    shown = SkippedMail.objects.filter(client__in=viewer.clients)
    return shown.exclude(mailbox__inbox__in=viewer.closed_inboxes)


def _shown_deliveries(viewer: Viewer) -> QuerySet[Delivery]:
    shown = Delivery.objects.filter(client__in=viewer.clients)
    return shown.exclude(message__case__inbox__in=viewer.closed_inboxes)


@prepared
def _deliveries(
    message_ids: Collection[int], clients: Collection[int], closed: Collection[int]
) -> QuerySet[Delivery]:
    found = Delivery.objects.filter(message__in=message_ids, client__in=clients)
    return found.exclude(message__case__inbox__in=closed)
