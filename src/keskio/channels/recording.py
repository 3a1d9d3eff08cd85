"""Mail to a record address: an employee's exchange with a customer, for the customer's story."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from keskio.cases import operations as cases
from keskio.cases.incoming import Contact, IncomingMessage
from keskio.channels.arrivals import files_of, incoming_from
from keskio.channels.inbound import Address, Inbound
from keskio.channels.mail.forwards import Forwarded, forwarded_in
from keskio.clients import queries as clients
from keskio.clients.rules import without_tag
from keskio.customers import operations as customers
from keskio.journal.actors import SYSTEM_ACTOR, Actor
from keskio.staff import queries as staff

if TYPE_CHECKING:
    from keskio.channels.models import Arrival
    from keskio.clients.models import Inbox
    from keskio.customers.models import Customer

UNPROVED = "unproved"
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Exchange:
    """Who said what to whom, as far as the mail tells."""

    said: IncomingMessage
    is_ours: bool
    outside: Pairs
    """Name and address of everybody who is neither we nor a colleague, the customer first."""
    comment: str = ""


def record_mail(
    inbound: Inbound, arrival: "Arrival", inbox: "Inbox", *, own: Collection[str], now: datetime
) -> cases.Recorded:
    """Keep it where it belongs; whoever it is from, it makes no work and is not acknowledged."""
    incoming = incoming_from(inbound, arrival)
    employee = staff.employee_with(incoming.author_address, client_id=inbox.client_id)
    if employee is None:
        exchange, proved = _of_stranger(incoming), False
    else:
        proved = incoming.authentic == "pass"
        exchange = _of_employee(inbound, incoming, inbox, own)
        if not proved:
            unproved = replace(exchange.said, authentic=incoming.authentic or UNPROVED)
            exchange = replace(exchange, said=unproved)
    agent_id = employee.pk if employee and proved else None
    contact = Contact(
        inbox=clients.answering_inbox(inbox.client_id) or inbox,
        conversed_in=inbox,
        customer=_customer(inbox.client_id, exchange.outside, now=now),
        said=exchange.said,
        is_ours=exchange.is_ours,
        participants=tuple(dict.fromkeys(address for _, address in exchange.outside)),
        comment=exchange.comment,
        agent_id=agent_id,
    )
    actor = Actor.agent(agent_id) if agent_id else SYSTEM_ACTOR
    return cases.record_contact(contact=contact, actor=actor, now=now)


def _of_stranger(incoming: IncomingMessage) -> _Exchange:
    """In their own story, as their own words."""
    author = (incoming.author_name, incoming.author_address)
    return _Exchange(incoming, is_ours=False, outside=(author,) if author[1] else ())


def _of_employee(
    inbound: Inbound, incoming: IncomingMessage, inbox: "Inbox", own: Collection[str]
) -> _Exchange:
    """A mail they sent, or one they passed on: to us openly, or to nobody outside."""
    outside = _outside((*incoming.to, *incoming.cc), own)
    addressed = {without_tag(address) for _, address in (*incoming.to, *incoming.cc)}
    if inbox.address in addressed or not outside:
        inner = forwarded_in(inbound, zone=inbox.client.zone)
        if inner is not None:
            return _passed_on(inner, incoming, own)
    return _Exchange(incoming, is_ours=True, outside=outside)


def _passed_on(inner: Forwarded, outer: IncomingMessage, own: Collection[str]) -> _Exchange:
    author = (inner.sender.name, inner.sender.email.lower())
    by_customer = bool(_outside((author,), own))
    to, cc = _pairs(inner.to), _pairs(inner.cc)
    whole = inner.whole
    said = replace(
        outer,
        author_name=author[0],
        author_address=author[1],
        reply_to="",
        to=to,
        cc=cc,
        subject=inner.subject,
        text=inner.text,
        full_text=inner.full_text,
        html=whole.html if whole else "",
        message_id=whole.message_id if whole else outer.message_id,
        in_reply_to=whole.in_reply_to if whole else "",
        references=(whole.in_reply_to, *reversed(whole.references)) if whole else outer.references,
        authentic="",
        sent_at=inner.sent_at or outer.sent_at,
        attachments=files_of(whole) if whole else outer.attachments,
    )
    outside = (author,) if by_customer else _outside((*to, *cc), own)
    return _Exchange(said, is_ours=not by_customer, outside=outside, comment=inner.comment)


def _outside(pairs: Pairs, own: Collection[str]) -> Pairs:
    addresses = {address for _, address in pairs}
    inside = staff.addresses_of_agents(addresses) | set(own)
    return tuple(
        (name, address)
        for name, address in pairs
        if address and address not in inside and without_tag(address) not in inside
    )


def _pairs(addresses: tuple[Address, ...]) -> Pairs:
    return tuple((one.name, one.email.lower()) for one in addresses if one.email)


def _customer(client_id: int, outside: Pairs, *, now: datetime) -> "Customer | None":
    if not outside:
        return None
    name, address = outside[0]
    claim = customers.Claim(kind="email", value=address, name=name)
    return customers.recognise_customer(
        client_id=client_id, claim=claim, actor=SYSTEM_ACTOR, now=now
    )
