"""Every read about clients, inboxes, reasons, and what cases of a client can carry."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from keskio.clients.models import (
    Catches,
    Client,
    Field,
    Inbox,
    InboxKind,
    Reason,
    Status,
    Tag,
)
from keskio.clients.rules import Hours, normalise_address, without_tag
from keskio.kit.memory import Remembered
from keskio.kit.prepared import prepared


def every_client() -> QuerySet[Client]:
    """All clients of the installation, by name (one query)."""
    return Client.objects.order_by("name")


@prepared
def clients_among(ids: Collection[int]) -> QuerySet[Client]:
    """These clients, by name (one query)."""
    return Client.objects.filter(pk__in=ids).order_by("name")


def inbox_for(address: str) -> Inbox | None:
    """The inbox that takes mail to `address`, its client joined; it may be a second old.

    A case's own address, `support+c42.x@`, belongs to `support@`, also when that is archived.
    """
    whole = normalise_address(address)
    plain = without_tag(whole)
    inbox = _inboxes.get(plain)
    if inbox is None or inbox.takes_mail or whole != plain:
        return inbox
    return _catching(plain)


def forget_inboxes() -> None:
    """Make inbox_for look again: an inbox was added or changed."""
    _inboxes.forget()


def inbox(inbox_id: int) -> Inbox:
    """With its client (one query). Raises Inbox.DoesNotExist."""
    return Inbox.objects.select_related("client").get(pk=inbox_id)


def inboxes_by_id(ids: Collection[int]) -> dict[int, Inbox]:
    """With their clients (one query)."""
    return Inbox.objects.select_related("client").in_bulk(ids)


def inboxes_of(clients: Collection[int]) -> QuerySet[Inbox]:
    """By address, with their clients (one query)."""
    return Inbox.objects.filter(client__in=clients).select_related("client").order_by("address")


@prepared
def languages_of_inboxes(clients: Collection[int]) -> "QuerySet[Inbox, tuple[int, int, str]]":
    """Client, inbox and its language, of every inbox (one query)."""
    return Inbox.objects.filter(client__in=clients).values_list("client_id", "pk", "language")


def answering_inbox(client_id: int, *, closed: Collection[int] = ()) -> Inbox | None:
    """From where the client's customers are answered: its first inbox, better one for service that
    is not archived, and none of those that are `closed` to whoever asks (one query)."""
    inboxes = Inbox.objects.filter(client=client_id).select_related("client").order_by("id")
    found = [inbox for inbox in inboxes if inbox.pk not in closed]
    service = (one for one in found if one.kind == InboxKind.SERVICE and one.takes_mail)
    return next(service, next(iter(found), None))


def own_addresses() -> set[str]:
    """The addresses of all inboxes (one query): mail from them is ours, not a customer's."""
    return set(Inbox.objects.values_list("address", flat=True))


@prepared
def reasons_of(client_id: int) -> QuerySet[Reason]:
    """Those to choose from, in the client's own order (one query)."""
    kept = Reason.objects.filter(client_id=client_id, archived_at__isnull=True)
    return kept.order_by("position", "id")


@prepared
def every_reason_of(clients: Collection[int]) -> QuerySet[Reason]:
    """Those chosen no longer too, in the clients' own order (one query)."""
    return Reason.objects.filter(client__in=clients).order_by("client", "position", "id")


def reason(reason_id: int) -> Reason:
    """Raises Reason.DoesNotExist (one query)."""
    return Reason.objects.get(pk=reason_id)


def client(client_id: int) -> Client:
    """Raises Client.DoesNotExist (one query)."""
    return Client.objects.get(pk=client_id)


def hours_of(client: Client) -> Hours:
    """When somebody answers for the client (no query)."""
    days = frozenset(int(day) for day in client.open_days if day in "1234567")
    return Hours(_zone(client.time_zone), client.opens_at, client.closes_at, days)


def promise_of(inbox: Inbox, *, now: datetime) -> datetime:
    """By when a person answers what came in `now`; the client must be joined (no query)."""
    within = timedelta(hours=inbox.answer_within_hours)
    return hours_of(inbox.client).after(now, open_for=within)


@lru_cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _catching(address: str) -> Inbox | None:
    domain = address.rpartition("@")[2]
    working = Inbox.objects.filter(archived_at__isnull=True, client__archived_at__isnull=True)
    catching = working.exclude(catches=Catches.OWN).select_related("client").order_by("id")
    same = [inbox for inbox in catching if inbox.address.endswith(f"@{domain}")]
    anything = [inbox for inbox in catching if inbox.catches == Catches.EVERYTHING]
    return next(iter(same + anything), None)


def _taking(address: str) -> Inbox | None:
    inboxes = Inbox.objects.select_related("client")
    return inboxes.filter(address=address).first() or _catching(address)


_inboxes = Remembered(_taking, seconds=1)


@prepared
def tags_of(client_id: int) -> QuerySet[Tag]:
    """Those that can be given, by name (one query)."""
    return Tag.objects.filter(client=client_id, removed_at__isnull=True).order_by("name", "id")


@prepared
def tags_among(client_ids: Collection[int]) -> QuerySet[Tag]:
    """Those that can be given, of any of these clients (one query)."""
    return Tag.objects.filter(client__in=client_ids, removed_at__isnull=True)


@prepared
def statuses_of(client_id: int) -> QuerySet[Status]:
    """Those that can be given, in the client's own order (one query)."""
    present = Status.objects.filter(client=client_id, removed_at__isnull=True)
    return present.order_by("position", "id")


@prepared
def fields_of(client_id: int) -> QuerySet[Field]:
    """Those that cases have, in the client's own order (one query)."""
    present = Field.objects.filter(client=client_id, removed_at__isnull=True)
    return present.order_by("position", "id")


def tag(tag_id: int) -> Tag:
    """Raises Tag.DoesNotExist, also for one that was removed (one query)."""
    return Tag.objects.get(pk=tag_id, removed_at__isnull=True)


def status(status_id: int) -> Status:
    """Raises Status.DoesNotExist, also for one that was removed (one query)."""
    return Status.objects.get(pk=status_id, removed_at__isnull=True)


def field(field_id: int) -> Field:
    """Raises Field.DoesNotExist, also for one that was removed (one query)."""
    return Field.objects.get(pk=field_id, removed_at__isnull=True)


def names_of_definitions(client_id: int) -> dict[tuple[str, int], str]:
    """What cases of the client carried ever, by `what` and id: to tell of (three queries)."""
    named = {Tag: _tag_names, Status: _status_names, Field: _field_names}
    return {(model.what, pk): name for model, ask in named.items() for pk, name in ask(client_id)}


@prepared
def _tag_names(client_id: int) -> QuerySet[Tag, tuple[int, str]]:
    return Tag.objects.filter(client=client_id).values_list("pk", "name")


@prepared
def _status_names(client_id: int) -> QuerySet[Status, tuple[int, str]]:
    return Status.objects.filter(client=client_id).values_list("pk", "name")


@prepared
def _field_names(client_id: int) -> QuerySet[Field, tuple[int, str]]:
    return Field.objects.filter(client=client_id).values_list("pk", "name")
