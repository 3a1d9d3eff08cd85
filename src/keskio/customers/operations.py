"""Every write about customers and their identities."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from keskio.customers.events import CustomerMet
from keskio.customers.models import Customer, Identity
from keskio.journal.actors import Actor
from keskio.journal.operations import Happening, record, record_all
from keskio.kit.bulk import insert_rows

NAME_LENGTH = 200


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Who somebody says they are; `value` is normalised."""

    kind: str
    value: str
    name: str = ""
    verified: bool = False


def recognise_customer(*, client_id: int, claim: Claim, actor: Actor, now: datetime) -> Customer:
    """As recognise_customers, for one."""
    return recognise_customers(client_id=client_id, claims=[claim], actor=actor, now=now)[0]


def recognise_customers(
    *, client_id: int, claims: Sequence[Claim], actor: Actor, now: datetime
) -> list[Customer]:
    """The customer of each claim, made at the first contact (one query if all are known).

    A name is taken from whoever first gives one, never overwritten: what a stranger writes into a
    From line must not rename a customer. Raises IntegrityError when another transaction meets one
    of them in this very moment: try again.
    """
    known = _identities(client_id, claims)
    met = []
    for claim in claims:
        identity = known.get((claim.kind, claim.value))
        if identity is None:
            identity = known[claim.kind, claim.value] = _meet(client_id, claim, now)
            met.append(identity)
        else:
            _learn(identity, claim)
    _save(met, actor=actor, now=now)
    return [known[claim.kind, claim.value].customer for claim in claims]


def add_customer(
    *, client_id: int, name: str, claim: Claim | None = None, actor: Actor, now: datetime
) -> Customer:
    """Somebody whom an agent has met; who already has the claimed address is that customer.

    Raises IntegrityError as recognise_customers does.
    """
    if claim is not None:
        return recognise_customer(
            client_id=client_id, claim=replace(claim, name=name), actor=actor, now=now
        )
    customer = Customer.objects.create(client_id=client_id, name=name[:NAME_LENGTH], created_at=now)
    event = CustomerMet(customer_id=customer.pk)
    record(event, client_id=client_id, actor=actor, at=now)
    return customer


def _identities(client_id: int, claims: Sequence[Claim]) -> dict[tuple[str, str], Identity]:
    kinds, values = {claim.kind for claim in claims}, {claim.value for claim in claims}
    found = Identity.objects.filter(client_id=client_id, kind__in=kinds, value__in=values)
    return {
        (identity.kind, identity.value): identity for identity in found.select_related("customer")
    }


def _meet(client_id: int, claim: Claim, now: datetime) -> Identity:
    customer = Customer(client_id=client_id, name=claim.name[:NAME_LENGTH], created_at=now)
    return Identity(
        client_id=client_id,
        customer=customer,
        kind=claim.kind,
        value=claim.value,
        verified=claim.verified,
        created_at=now,
    )


def _learn(identity: Identity, claim: Claim) -> None:
    """Of somebody new it is saved with the rest."""
    if claim.verified and not identity.verified:
        identity.verified = True
        if identity.pk:
            identity.save(update_fields=["verified"])
    if claim.name and not identity.customer.name:
        identity.customer.name = claim.name[:NAME_LENGTH]
        if identity.pk:
            identity.customer.save(update_fields=["name"])


def _save(met: Sequence[Identity], *, actor: Actor, now: datetime) -> None:
    if not met:
        return
    insert_rows([identity.customer for identity in met])
    insert_rows(met)
    record_all(
        [
            Happening(CustomerMet(customer_id=identity.customer.pk), identity.client_id, actor, now)
            for identity in met
        ]
    )
