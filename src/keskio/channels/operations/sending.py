"""Mail goes out: written down, claimed, sent, put off or given up."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from keskio.cases import operations as cases
from keskio.cases import queries as case_queries
from keskio.channels.events import DeliveryFailed, MessageSent
from keskio.channels.models import Delivery
from keskio.journal.actors import Actor
from keskio.journal.operations import record
from keskio.kit.lifeline import Lifeline

if TYPE_CHECKING:
    from keskio.cases.models import Draft

PAUSES = [
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
]
GIVE_UP_AFTER = timedelta(days=2)
LONGEST_TRY = timedelta(minutes=10)
"""A living sender that says nothing for so long hangs; another tries, under the same Message-ID."""
ERROR_LENGTH = 2_000


def queue_delivery(*, message_id: int, actor: Actor, now: datetime) -> Delivery:
    """Write down that the message is to be sent; the same again is the same delivery.

    Raises Message.DoesNotExist for one that was taken back.
    """
    message = case_queries.message_to_send(message_id)
    recipients = [address for _, address in (*message.to, *message.cc, *message.bcc)]
    delivery, _ = Delivery.objects.get_or_create(
        message_id=message_id,
        defaults={
            "client_id": message.client_id,
            "recipients": list(dict.fromkeys(recipients)),
            "try_at": max(now, message.held_until or now),
            "created_at": now,
        },
    )
    return delivery


def take_back_message(
    *, message_id: int, agent_id: int | None, actor: Actor, now: datetime
) -> "Draft | None":
    """Undo sending, as cases.take_back_message, if nobody has tried to send it yet.

    Raises TooLate, Message.DoesNotExist.
    """
    deliveries = Delivery.objects.filter(message=message_id)
    untried = deliveries.filter(attempts=0).select_for_update(skip_locked=True)
    if not list(untried) and deliveries.exists():
        raise cases.TooLate
    return cases.take_back_message(message_id=message_id, agent_id=agent_id, actor=actor, now=now)


def claim_delivery(
    *, claimer: Lifeline, resting: Collection[int] = (), actor: Actor, now: datetime
) -> Delivery | None:
    """The delivery that has been due for longest; nobody else gets it while the claimer lives.

    Those from inboxes that are `resting` wait.

    A killed sender's claim is free at once, a hanging one's after LONGEST_TRY.
    """
    claimer.hold()
    queued = Delivery.objects.filter(state=Delivery.State.QUEUED)
    due = queued.filter(Q(try_at__lte=now) | Q(claimed_by__in=_dead_claimers(queued, claimer)))
    free = due.select_for_update(skip_locked=True, of=("self",))
    if resting:
        free = free.exclude(message__case__inbox__in=resting)
    delivery = free.order_by("try_at").first()
    if delivery is not None:
        delivery.attempts += 1
        delivery.try_at, delivery.claimed_by = now + LONGEST_TRY, claimer.number
        delivery.save(update_fields=["attempts", "try_at", "claimed_by"])
    return delivery


def mark_sent(*, delivery_id: int, refused: str = "", actor: Actor, now: datetime) -> None:
    """A mail server has taken it; `refused` tells of recipients that it would not take."""
    delivery = _locked(delivery_id)
    if delivery.state == Delivery.State.SENT:
        return
    delivery.state, delivery.sent_at = Delivery.State.SENT, now
    delivery.try_at = delivery.claimed_by = None
    delivery.last_error = refused[:ERROR_LENGTH]
    delivery.save(update_fields=["state", "sent_at", "try_at", "claimed_by", "last_error"])
    event = MessageSent(case_id=delivery.message.case_id, message_id=delivery.message_id)
    record(event, client_id=delivery.client_id, actor=actor, at=now)


def put_off_delivery(
    *,
    delivery_id: int,
    error: str,
    recipients: Collection[str] | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Try again later, to `recipients` when others have it already; given up after two days."""
    delivery = _locked(delivery_id)
    if now >= delivery.created_at + GIVE_UP_AFTER:
        fail_delivery(delivery_id=delivery_id, error=error, actor=actor, now=now)
        return
    delivery.try_at = now + PAUSES[min(delivery.attempts, len(PAUSES)) - 1]
    delivery.claimed_by, delivery.last_error = None, error[:ERROR_LENGTH]
    if recipients is not None:
        delivery.recipients = sorted(recipients)
    delivery.save(update_fields=["try_at", "claimed_by", "last_error", "recipients"])


def fail_delivery(*, delivery_id: int, error: str, actor: Actor, now: datetime) -> None:
    """It will not arrive: shown on the message, and the case waits for us again."""
    _end_badly(_locked(delivery_id), Delivery.State.FAILED, error, actor=actor, now=now)


def deliver_again(*, delivery_id: int, actor: Actor, now: datetime) -> None:
    """Try a delivery at once, also one that was given up."""
    delivery = _locked(delivery_id)
    if delivery.state != Delivery.State.SENT:
        delivery.state, delivery.try_at, delivery.attempts = Delivery.State.QUEUED, now, 0
        delivery.created_at, delivery.claimed_by = now, None
        delivery.save(update_fields=["state", "try_at", "attempts", "created_at", "claimed_by"])


def note_bounce(
    *, references: Collection[str], case_id: int, text: str, actor: Actor, now: datetime
) -> None:
    """Mark what a bounce returns as not delivered."""
    returned = Delivery.objects.select_related("message").filter(
        message__message_id__in=references, message__case=case_id
    )
    for delivery in returned:
        _end_badly(delivery, Delivery.State.BOUNCED, text, actor=actor, now=now)


def _end_badly(
    delivery: Delivery, state: Delivery.State, error: str, *, actor: Actor, now: datetime
) -> None:
    delivery.state, delivery.last_error = state, error[:ERROR_LENGTH]
    delivery.try_at = delivery.claimed_by = None
    delivery.save(update_fields=["state", "last_error", "try_at", "claimed_by"])
    event = DeliveryFailed(
        case_id=delivery.message.case_id, message_id=delivery.message_id, error=delivery.last_error
    )
    record(event, client_id=delivery.client_id, actor=actor, at=now)
    if delivery.message.kind == "message":
        cases.return_to_us(case_id=delivery.message.case_id, actor=actor, now=now)


def _dead_claimers(queued: QuerySet[Delivery], claimer: Lifeline) -> set[int]:
    """Who ended without a word; the claimer's own earlier claims too, since it asks for another."""
    claims = queued.exclude(claimed_by=None).values_list("claimed_by", flat=True)
    claimers = {number for number in claims if number is not None}
    return claimers - claimer.others_alive() if claimers else claimers


def _locked(delivery_id: int) -> Delivery:
    deliveries = Delivery.objects.select_for_update(of=("self",))
    return deliveries.select_related("message").get(pk=delivery_id)
