"""What came in: stored raw at first, then brought to its case."""

import logging
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, InterfaceError, OperationalError, transaction

from keskio.cases import operations as cases
from keskio.channels.arrivals import incoming_from, own_among
from keskio.channels.events import ArrivalFailed, MailArrived
from keskio.channels.inbound import Inbound, Kind
from keskio.channels.mail.identity import identify
from keskio.channels.mail.parse import parse
from keskio.channels.models import Arrival
from keskio.channels.operations.sending import note_bounce
from keskio.clients import queries as clients
from keskio.customers import operations as customers
from keskio.journal.actors import SYSTEM_ACTOR, Actor
from keskio.journal.operations import record
from keskio.kit import blobs

logger = logging.getLogger(__name__)

ROW_BYTES = 100_000
"""Up to here a durable row is cheaper than a durable file."""
ERROR_LENGTH = 2_000


@dataclass(frozen=True)
class Stored:
    arrival: Arrival
    is_duplicate: bool


def store_arrival(
    *,
    inbox_id: int,
    client_id: int,
    raw: bytes,
    envelope_from: str | None,
    recipient: str,
    actor: Actor,
    now: datetime,
) -> Stored:
    """Keep a mail as it came; once its transaction is durable the sender may be told so.

    The same Message-ID and body again in the same inbox is a duplicate. Raises IntegrityError
    when the same mail is being stored at this very moment: try again.
    """
    mail_id, body = identify(raw)
    body_hash = sha256(body).hexdigest()
    known = Arrival.objects.filter(inbox=inbox_id, mail_id=mail_id, body_hash=body_hash)
    if before := known.defer("raw").first():
        return Stored(before, is_duplicate=True)
    fits = len(raw) <= ROW_BYTES
    arrival = Arrival.objects.create(
        client_id=client_id,
        inbox_id=inbox_id,
        mail_id=mail_id,
        body_hash=body_hash,
        raw=raw if fits else None,
        digest="" if fits else blobs.store(raw),
        size=len(raw),
        envelope_from=None if envelope_from is None else envelope_from[:320],
        recipient=recipient[:320],
        received_at=now,
    )
    event = MailArrived(inbox_id=inbox_id, arrival_id=arrival.pk)
    record(event, client_id=client_id, actor=actor, at=now)
    return Stored(arrival, is_duplicate=False)


def process_arrival(*, arrival_id: int, actor: Actor, now: datetime) -> Arrival:
    """Bring what arrived to its case; what fails is kept with the error, and keeps nobody back.

    Safe to run twice. Raises only what a lost database raises.
    """
    arrival = Arrival.objects.select_for_update(of=("self",)).get(pk=arrival_id)
    if arrival.state == Arrival.State.PROCESSED:
        return arrival
    try:
        _try_to_process(arrival, now=now)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        _fail(arrival, error, now=now)
    return arrival


def run_arrival_again(*, arrival_id: int, actor: Actor, now: datetime) -> None:
    """Have a failed arrival processed once more. Raises Arrival.DoesNotExist."""
    failed = Arrival.objects.select_for_update().filter(state=Arrival.State.FAILED)
    arrival = failed.defer("raw").get(pk=arrival_id)
    arrival.state = Arrival.State.STORED
    arrival.save(update_fields=["state"])
    event = MailArrived(inbox_id=arrival.inbox_id, arrival_id=arrival.pk)
    record(event, client_id=arrival.client_id, actor=actor, at=now)


def _try_to_process(arrival: Arrival, *, now: datetime) -> None:
    try:
        with transaction.atomic():
            _process(arrival, now=now)
    except IntegrityError:  # met a customer in the same moment as another worker did
        with transaction.atomic():
            _process(arrival, now=now)


def _process(arrival: Arrival, *, now: datetime) -> None:
    raw = bytes(arrival.raw) if arrival.raw is not None else blobs.load(arrival.digest)
    inbound = parse(raw, envelope_from=arrival.envelope_from)
    arrival.kind = inbound.kind
    if inbound.kind != Kind.NOT_MAIL:
        _bring_to_case(arrival, inbound, now=now)
    arrival.state, arrival.error = Arrival.State.PROCESSED, "\n".join(inbound.problems)
    arrival.save(update_fields=["kind", "state", "error", "case", "message", "new_case"])


def _bring_to_case(arrival: Arrival, inbound: Inbound, *, now: datetime) -> None:
    inbox = clients.inbox(arrival.inbox_id)
    incoming = incoming_from(inbound, arrival)
    customer = None
    if inbound.kind in {Kind.MESSAGE, Kind.AUTO_REPLY} and incoming.author_address:
        customer = customers.recognise_customer(
            client_id=inbox.client_id,
            kind="email",
            value=incoming.author_address,
            name=incoming.author_name,
            verified=incoming.authentic == "pass",
            actor=SYSTEM_ACTOR,
            now=now,
        )
    received = cases.receive_message(
        inbox=inbox,
        customer=customer,
        incoming=incoming,
        own_addresses=own_among(incoming, inbox=inbox, recipient=arrival.recipient),
        actor=Actor.customer(customer.pk) if customer else SYSTEM_ACTOR,
        now=arrival.received_at,
    )
    arrival.case, arrival.message = received.case, received.message
    arrival.new_case = received.is_new_case
    if inbound.kind == Kind.BOUNCE:
        note_bounce(incoming.references, received.message, actor=SYSTEM_ACTOR, now=now)


def _fail(arrival: Arrival, error: Exception, *, now: datetime) -> None:
    logger.exception("Arrival %s could not be processed", arrival.pk)
    arrival.state, arrival.attempts = Arrival.State.FAILED, arrival.attempts + 1
    arrival.case = arrival.message = None
    arrival.error = repr(error)[:ERROR_LENGTH]
    arrival.save(update_fields=["state", "attempts", "error", "case", "message"])
    event = ArrivalFailed(arrival_id=arrival.pk, error=arrival.error)
    record(event, client_id=arrival.client_id, actor=SYSTEM_ACTOR, at=now)
