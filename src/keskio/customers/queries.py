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
