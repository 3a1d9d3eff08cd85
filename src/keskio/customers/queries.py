"""Every read about customers."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from keskio.customers.models import Customer, Identity
from keskio.kit.prepared import prepared
from keskio.staff.viewers import Viewer


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


@prepared
def identities_of(customer_ids: Collection[int]) -> QuerySet[Identity]:
    """Oldest first (one query)."""
    return Identity.objects.filter(customer__in=customer_ids).order_by("id")


def customers_to_find(customer_ids: Collection[int]) -> QuerySet[Customer]:
    """With their identities, for the index (two queries)."""
    return Customer.objects.filter(pk__in=customer_ids).prefetch_related("identities")


def customers_among(customer_ids: Collection[int], *, viewer: Viewer) -> dict[int, Customer]:
    """Those of them that the viewer may see, with their identities (two queries)."""
    shown = Customer.objects.filter(client__in=viewer.clients).prefetch_related("identities")
    return shown.in_bulk(list(customer_ids))


def customer_ids_after(customer_id: int, *, limit: int) -> list[int]:
    """The next of all customers, by id (one query)."""
    rows = Customer.objects.filter(pk__gt=customer_id).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])
