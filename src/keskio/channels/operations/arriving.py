"""What came in: stored raw at first, then brought to its case."""

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import IntegrityError, InterfaceError, OperationalError, transaction

from keskio.cases import operations as cases
from keskio.cases.incoming import IncomingMessage, Reception
from keskio.channels.arrivals import incoming_from
from keskio.channels.events import ArrivalFailed, MailArrived
from keskio.channels.inbound import Inbound, Kind
from keskio.channels.mail.identity import identify
from keskio.channels.mail.parse import parse
from keskio.channels.models import Arrival
from keskio.channels.operations.sending import note_bounce
from keskio.channels.recording import record_mail
from keskio.clients import queries as clients
from keskio.clients.models import InboxKind
from keskio.customers import operations as customers
from keskio.customers import queries as customer_queries
from keskio.journal.actors import SYSTEM_ACTOR, Actor
from keskio.journal.operations import record
from keskio.kit import blobs
from keskio.kit.bulk import insert_rows, update_rows

if TYPE_CHECKING:
    from keskio.clients.models import Inbox
    from keskio.customers.models import Customer

logger = logging.getLogger(__name__)

ROW_BYTES = 100_000
"""Up to here a durable row is cheaper than a durable file."""
ERROR_LENGTH = 2_000


PROCESSED_FIELDS = ["kind", "state", "error", "failed_at", "case", "message", "new_case"]


@dataclass(frozen=True)
class _Mail:
    arrival: Arrival
    inbound: Inbound


def store_arrival(
    *,
    inbox_id: int,
    client_id: int,
    raw: bytes,
    envelope_from: str | None,
    recipient: str,
    actor: Actor,
    now: datetime,
) -> Arrival:
    """Keep a mail as it came; once its transaction is durable the sender may be told so.

    Raises IntegrityError for the same Message-ID and body again in the same inbox: a duplicate,
    for which `arrival_of` finds the first.
    """
    mail_id, body = identify(raw)
    fits = len(raw) <= ROW_BYTES
    arrival = Arrival(
        client_id=client_id,
        inbox_id=inbox_id,
        mail_id=mail_id,
        body_hash=sha256(body).hexdigest(),
        raw=raw if fits else None,
        digest="" if fits else blobs.store(raw),
        size=len(raw),
        envelope_from=None if envelope_from is None else envelope_from[:320],
        recipient=recipient[:320],
        received_at=now,
    )
    insert_rows([arrival])
    event = MailArrived(inbox_id=inbox_id, arrival_id=arrival.pk)
    record(event, client_id=client_id, actor=actor, at=now)
    return arrival


def arrival_of(raw: bytes, *, inbox_id: int) -> Arrival | None:
    """The arrival that this mail would be a duplicate of (one query)."""
    mail_id, body = identify(raw)
    body_hash = sha256(body).hexdigest()
    same = Arrival.objects.filter(inbox=inbox_id, mail_id=mail_id, body_hash=body_hash)
    return same.defer("raw").first()


def process_arrivals(*, arrival_ids: Sequence[int], actor: Actor, now: datetime) -> None:
    """Bring what arrived to its cases, in this order.

    What fails is kept with the error and keeps nobody back. Safe to run twice. Raises only what a
    lost database or a full disk raises.
    """
    arrivals = Arrival.objects.select_for_update(of=("self",)).in_bulk(arrival_ids)
    waiting = [arrivals[pk] for pk in dict.fromkeys(arrival_ids) if pk in arrivals]
    waiting = [arrival for arrival in waiting if arrival.state != Arrival.State.PROCESSED]
    if len(waiting) > 1 and _try_to_process(waiting, now=now) is None:
        return
    for arrival in waiting:
        if arrival.state != Arrival.State.PROCESSED and (
            error := _try_to_process([arrival], now=now)
        ):
            _fail(arrival, error, now=now)


def run_arrival_again(*, arrival_id: int, actor: Actor, now: datetime) -> None:
    """Have a failed arrival processed once more. Raises Arrival.DoesNotExist."""
    failed = Arrival.objects.select_for_update().filter(state=Arrival.State.FAILED)
    arrival = failed.defer("raw").get(pk=arrival_id)
    arrival.state = Arrival.State.STORED
    arrival.save(update_fields=["state"])
    event = MailArrived(inbox_id=arrival.inbox_id, arrival_id=arrival.pk)
    record(event, client_id=arrival.client_id, actor=actor, at=now)


def _try_to_process(arrivals: Sequence[Arrival], *, now: datetime) -> Exception | None:
    """All or none of them; why none. Met by two workers at once, a customer is met once."""
    error: Exception | None = None
    for _ in range(2):
        try:
            with transaction.atomic():
                _process(arrivals, now=now)
        except (OperationalError, InterfaceError, OSError):
            raise
        except IntegrityError as refused:
            error = refused
        except Exception as failure:
            return failure
        else:
            return None
    return error


def _process(arrivals: Sequence[Arrival], *, now: datetime) -> None:
    mails = [_Mail(arrival, _parsed(arrival)) for arrival in arrivals]
    inboxes = clients.inboxes_by_id({arrival.inbox_id for arrival in arrivals})
    mails_of_client = defaultdict(list)
    for mail in mails:
        if _is_for_the_record(mail, inboxes):
            _record(mail, inboxes[mail.arrival.inbox_id], now=now)
        elif mail.inbound.kind != Kind.NOT_MAIL:
            mails_of_client[mail.arrival.client_id].append(mail)
    for client_id, its_mails in mails_of_client.items():
        _bring_to_cases(client_id, its_mails, inboxes, now=now)
    for mail in mails:
        mail.arrival.kind, mail.arrival.state = mail.inbound.kind, Arrival.State.PROCESSED
        mail.arrival.error, mail.arrival.failed_at = "\n".join(mail.inbound.problems), None
    update_rows(arrivals, fields=PROCESSED_FIELDS)


def _is_for_the_record(mail: _Mail, inboxes: Mapping[int, "Inbox"]) -> bool:
    """What machines say there is treated as everywhere: it makes no work either."""
    inbox = inboxes[mail.arrival.inbox_id]
    return inbox.kind == InboxKind.RECORDS and mail.inbound.kind == Kind.MESSAGE


def _record(mail: _Mail, inbox: "Inbox", *, now: datetime) -> None:
    own = clients.own_addresses() | {inbox.address, mail.arrival.recipient.lower()}
    recorded = record_mail(mail.inbound, mail.arrival, inbox, own=own, now=now)
    mail.arrival.case, mail.arrival.message = recorded.case, recorded.message
    mail.arrival.new_case = recorded.is_new_case


def _parsed(arrival: Arrival) -> Inbound:
    raw = bytes(arrival.raw) if arrival.raw is not None else blobs.load(arrival.digest)
    return parse(raw, envelope_from=arrival.envelope_from)


def _bring_to_cases(
    client_id: int, mails: Sequence[_Mail], inboxes: Mapping[int, "Inbox"], *, now: datetime
) -> None:
    incoming = [incoming_from(mail.inbound, mail.arrival) for mail in mails]
    met = _recognise(client_id, incoming, now=now)
    own = clients.own_addresses()
    blocked = customer_queries.blocked_among(met, client_id=client_id)
    received = cases.receive_messages(
        [
            _reception(mail.arrival, inboxes[mail.arrival.inbox_id], message, met, own, blocked)
            for mail, message in zip(mails, incoming, strict=True)
        ],
        client_id=client_id,
    )
    for mail, message, one in zip(mails, incoming, received, strict=True):
        mail.arrival.case, mail.arrival.message = one.case, one.message
        mail.arrival.new_case = one.is_new_case
        if message.tells_of_failure:
            note_bounce(
                references=message.references,
                case_id=one.case.pk,
                text=message.text,
                actor=SYSTEM_ACTOR,
                now=now,
            )


def _recognise(
    client_id: int, incoming: Sequence[IncomingMessage], *, now: datetime
) -> Mapping[str, "Customer"]:
    """By address. Bounces and complaints are sent by nobody's customer."""
    claims = [
        customers.Claim(
            kind="email",
            value=message.author_address,
            name=message.author_name,
            verified=message.authentic == "pass",
        )
        for message in incoming
        if message.kind in {Kind.MESSAGE, Kind.AUTO_REPLY} and message.author_address
    ]
    met = customers.recognise_customers(
        client_id=client_id, claims=claims, actor=SYSTEM_ACTOR, now=now
    )
    return {claim.value: customer for claim, customer in zip(claims, met, strict=True)}


def _reception(
    arrival: Arrival,
    inbox: "Inbox",
    incoming: IncomingMessage,
    met: Mapping[str, "Customer"],
    own: set[str],
    blocked: set[str],
) -> Reception:
    speaks = incoming.kind in {Kind.MESSAGE, Kind.AUTO_REPLY}
    customer = met.get(incoming.author_address) if speaks else None
    return Reception(
        inbox=inbox,
        customer=customer,
        incoming=incoming,
        own_addresses=own | {inbox.address, arrival.recipient.lower()},
        actor=Actor.customer(customer.pk) if customer else SYSTEM_ACTOR,
        at=arrival.received_at,
        blocked=speaks and incoming.author_address in blocked,
    )


def _fail(arrival: Arrival, error: Exception, *, now: datetime) -> None:
    logger.error("Arrival %s could not be processed", arrival.pk, exc_info=error)
    arrival.state, arrival.attempts = Arrival.State.FAILED, arrival.attempts + 1
    arrival.case = arrival.message = None
    arrival.failed_at, arrival.error = now, repr(error)[:ERROR_LENGTH]
    arrival.save(update_fields=["state", "attempts", "error", "failed_at", "case", "message"])
    event = ArrivalFailed(arrival_id=arrival.pk, error=arrival.error)
    record(event, client_id=arrival.client_id, actor=SYSTEM_ACTOR, at=now)
