"""Every write about customers and their identities."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_domain_name, validate_email

from keskio.clients import queries as clients
from keskio.customers.blocking import PUBLIC_DOMAINS
from keskio.customers.events import CustomerMet, IdentityMoved, SenderBlocked, SenderUnblocked
from keskio.customers.models import BlockedSender, Customer, Identity
from keskio.journal.actors import Actor
from keskio.journal.operations import Happening, record, record_all
from keskio.kit.bulk import insert_rows

NAME_LENGTH = 200


class AddressKnown(Exception):
    """Another customer of the client is recognised by this address."""


class DifferentClient(Exception):
    """What would belong together is of two clients."""


class CannotBlock(Exception):
    """No address or domain, one of our own, or a domain that everybody uses."""


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
    *, client_id: int, name: str, address: str = "", actor: Actor, now: datetime
) -> Customer:
    """Somebody who has not got in touch by an address of their own. Raises AddressKnown."""
    if address and _identity(client_id, address):
        raise AddressKnown
    customer = Customer.objects.create(client_id=client_id, name=name[:NAME_LENGTH], created_at=now)
    if address:
        Identity.objects.create(
            client_id=client_id,
            customer=customer,
            kind=Identity.Kind.EMAIL,
            value=address.lower(),
            created_at=now,
        )
    event = CustomerMet(customer_id=customer.pk)
    record(event, client_id=client_id, actor=actor, at=now)
    return customer


def meet_customer(
    *, client_id: int, name: str, claim: Claim | None = None, actor: Actor, now: datetime
) -> Customer:
    """Somebody whom an agent has met; who already has the claimed address is that customer.

    Raises IntegrityError as recognise_customers does.
    """
    if claim is None:
        return add_customer(client_id=client_id, name=name, actor=actor, now=now)
    return recognise_customer(
        client_id=client_id, claim=replace(claim, name=name), actor=actor, now=now
    )


def move_identity(*, identity_id: int, customer_id: int, actor: Actor, now: datetime) -> Identity:
    """From now on this address is the customer's; proof of it stays with the address.

    Raises DifferentClient, Identity.DoesNotExist, Customer.DoesNotExist.
    """
    customer = Customer.objects.select_for_update().get(pk=customer_id)
    identity = Identity.objects.select_for_update().get(pk=identity_id)
    if identity.client_id != customer.client_id:
        raise DifferentClient
    before_id = identity.customer_id
    if before_id == customer_id:
        return identity
    identity.customer = customer
    identity.save(update_fields=["customer"])
    event = IdentityMoved(customer_id=customer_id, identity_id=identity_id, before_id=before_id)
    record(event, client_id=customer.client_id, actor=actor, at=now)
    return identity


def block_sender(
    *, client_id: int, value: str, agent_id: int | None = None, actor: Actor, now: datetime
) -> BlockedSender:
    """Of this address, or whole domain, the client wants nothing; again changes nothing.

    What it sends is still kept, in cases that are spam from the first. Raises CannotBlock.
    """
    value = value.strip().lower().removeprefix("@")
    _require_blockable(value)
    blocked, is_new = BlockedSender.objects.get_or_create(
        client_id=client_id, value=value, defaults={"agent_id": agent_id, "blocked_at": now}
    )
    if is_new:
        event = SenderBlocked(blocked_id=blocked.pk)
        record(event, client_id=client_id, actor=actor, at=now)
    return blocked


def unblock_sender(*, blocked_id: int, actor: Actor, now: datetime) -> None:
    """Raises BlockedSender.DoesNotExist."""
    blocked = BlockedSender.objects.select_for_update().get(pk=blocked_id)
    client_id = blocked.client_id
    blocked.delete()
    event = SenderUnblocked(blocked_id=blocked_id)
    record(event, client_id=client_id, actor=actor, at=now)


def _require_blockable(value: str) -> None:
    """Who would block a provider of everybody's mail would shut out strangers."""
    try:
        (validate_email if "@" in value else validate_domain_name)(value)
    except ValidationError as error:
        raise CannotBlock from error
    ours = clients.own_addresses()
    own_domains = {address.rpartition("@")[2] for address in ours}
    if "@" not in value and "." not in value:
        raise CannotBlock
    if value in ours | own_domains | PUBLIC_DOMAINS:
        raise CannotBlock


def _identity(client_id: int, address: str) -> Identity | None:
    emails = Identity.objects.filter(client_id=client_id, kind=Identity.Kind.EMAIL)
    return emails.filter(value=address.lower()).first()


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
