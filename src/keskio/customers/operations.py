"""Every write about customers and their identities."""

from datetime import datetime

from keskio.customers.events import CustomerMet
from keskio.customers.models import Customer, Identity
from keskio.journal.actors import Actor
from keskio.journal.operations import record

NAME_LENGTH = 200


def recognise_customer(
    *,
    client_id: int,
    kind: str,
    value: str,
    name: str = "",
    verified: bool = False,
    actor: Actor,
    now: datetime,
) -> Customer:
    """The customer with this identity, made at the first contact.

    `value` is normalised. Raises IntegrityError when another transaction meets them in this very
    moment: try again. A name is taken from whoever first gives one, never overwritten: what a
    stranger writes into a From line must not rename a customer.
    """
    identity = _identity(client_id, kind, value)
    if identity is None:
        return _meet(client_id, kind, value, name=name, verified=verified, actor=actor, now=now)
    if verified and not identity.verified:
        identity.verified = True
        identity.save(update_fields=["verified"])
    if name and not identity.customer.name:
        identity.customer.name = name[:NAME_LENGTH]
        identity.customer.save(update_fields=["name"])
    return identity.customer


def _identity(client_id: int, kind: str, value: str) -> Identity | None:
    identities = Identity.objects.select_related("customer")
    return identities.filter(client_id=client_id, kind=kind, value=value).first()


def _meet(
    client_id: int,
    kind: str,
    value: str,
    *,
    name: str,
    verified: bool,
    actor: Actor,
    now: datetime,
) -> Customer:
    """A unique constraint stops two workers who meet the same person at once: try again."""
    customer = Customer.objects.create(client_id=client_id, name=name[:NAME_LENGTH], created_at=now)
    Identity.objects.create(
        client_id=client_id,
        customer=customer,
        kind=kind,
        value=value,
        verified=verified,
        created_at=now,
    )
    record(CustomerMet(customer_id=customer.pk), client_id=client_id, actor=actor, at=now)
    return customer
