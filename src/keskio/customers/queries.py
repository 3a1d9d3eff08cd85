"""Every read about customers."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from keskio.customers import blocking
from keskio.customers.models import BlockedSender, Customer, Identity
from keskio.kit.prepared import prepared
from keskio.staff.viewers import Viewer

ToFind = tuple[int, int, datetime, str, str, str | None]
"""Id, client, since when, name, language, and an address if there is one."""


def customers(*, viewer: Viewer, words: str = "") -> QuerySet[Customer]:
    """Those the viewer may see, newest first, with their identities (two queries).

    `words` is the start of a name or an address.
    """
    shown = Customer.objects.filter(client__in=viewer.clients)
    found = shown.prefetch_related("identities").order_by("-id")
    if not words:
        return found
    by_address = Identity.objects.filter(
        client__in=viewer.clients, value__startswith=words.strip().lower()
    )
    return found.filter(
        Q(name__istartswith=words.strip()) | Q(pk__in=by_address.values("customer"))
    )


def customer(customer_id: int, *, viewer: Viewer) -> Customer:
    """With its identities (two queries). Raises Customer.DoesNotExist."""
    shown = Customer.objects.filter(client__in=viewer.clients)
    return shown.prefetch_related("identities").get(pk=customer_id)


def customer_at(address: str, *, client_id: int) -> Customer | None:
    """Whom the client recognises by this mail address (one query)."""
    emails = Identity.objects.filter(client=client_id, kind=Identity.Kind.EMAIL)
    found = emails.filter(value=address.lower()).select_related("customer").first()
    return found.customer if found else None


def client_of(customer_id: int) -> int:
    """Raises Customer.DoesNotExist (one query)."""
    return Customer.objects.values_list("client", flat=True).get(pk=customer_id)


def identity(identity_id: int, *, viewer: Viewer) -> Identity:
    """Raises Identity.DoesNotExist (one query)."""
    return Identity.objects.get(pk=identity_id, client__in=viewer.clients)


def blocked_senders(*, viewer: Viewer, client_id: int | None = None) -> QuerySet[BlockedSender]:
    """Whom the viewer's clients have blocked, newest first, with who did it (one query)."""
    found = BlockedSender.objects.filter(client__in=viewer.clients)
    found = found.filter(client=client_id) if client_id else found
    return found.select_related("client", "agent").order_by("-id")


def every_blocked_sender() -> QuerySet[BlockedSender]:
    """Of every client (one query)."""
    return BlockedSender.objects.order_by("client", "value")


def blocked_sender(blocked_id: int, *, viewer: Viewer) -> BlockedSender:
    """Raises BlockedSender.DoesNotExist (one query)."""
    return BlockedSender.objects.get(pk=blocked_id, client__in=viewer.clients)


def is_everybodys(domain: str) -> bool:
    """Whether strangers have addresses there, so that it is never blocked as a whole (no query)."""
    return domain in blocking.PUBLIC_DOMAINS


def blocked_among(addresses: Collection[str], *, client_id: int) -> set[str]:
    """Those of the addresses that the client has blocked (one query)."""
    names = {name for address in addresses for name in blocking.names_of_sender(address)}
    found = BlockedSender.objects.filter(client=client_id, value__in=names)
    blocked = set(found.values_list("value", flat=True))
    return blocking.blocked_among(addresses, blocked=blocked)


@prepared
def identities_of(customer_ids: Collection[int]) -> QuerySet[Identity]:
    """Oldest first (one query)."""
    return Identity.objects.filter(customer__in=customer_ids).order_by("id")


@prepared
def customers_to_find(customer_ids: Collection[int]) -> QuerySet[Customer, ToFind]:
    """A row for each of their addresses, for the index (one query)."""
    found = Customer.objects.filter(pk__in=customer_ids).order_by("pk", "identities")
    return found.values_list(
        "pk", "client_id", "created_at", "name", "language", "identities__value"
    )


def customers_among(customer_ids: Collection[int], *, viewer: Viewer) -> dict[int, Customer]:
    """Those of them that the viewer may see, with their identities (two queries)."""
    shown = Customer.objects.filter(client__in=viewer.clients).prefetch_related("identities")
    return shown.in_bulk(list(customer_ids))


def customer_ids_after(customer_id: int, *, limit: int) -> list[int]:
    """The next of all customers, by id (one query)."""
    rows = Customer.objects.filter(pk__gt=customer_id).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])
