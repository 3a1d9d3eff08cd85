"""The one door for mail: whoever brings it, it is stored durably before anybody is told so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError

from keskio.channels.operations import arrival_of, store_arrival
from keskio.clients import queries as clients
from keskio.journal.actors import Actor
from keskio.kit.scopes import SYSTEM, reading, writing

if TYPE_CHECKING:
    from keskio.channels.models import Arrival
    from keskio.clients.models import Inbox


class NotOurs(Exception):
    """No inbox takes mail to this address."""


class TooLarge(Exception):
    """More bytes than this installation takes."""


@dataclass(frozen=True)
class TakenIn:
    arrival: "Arrival"
    is_duplicate: bool


def take_in(
    raw: bytes,
    *,
    recipient: str,
    envelope_from: str | None,
    actor: Actor,
    now: Callable[[], datetime],
) -> TakenIn:
    """Store a mail to `recipient` in a durable commit of its own; one that is there is enough.

    Raises NotOurs, TooLarge, and whatever a database or disk that cannot take it raises: the mail
    is then not ours yet, and must be brought again.
    """
    if len(raw) > settings.MAX_MAIL_BYTES:
        raise TooLarge
    try:
        with writing(SYSTEM, durable=True):
            inbox = _inbox_for(recipient)
            arrival = store_arrival(
                inbox_id=inbox.pk,
                client_id=inbox.client_id,
                raw=raw,
                envelope_from=envelope_from,
                recipient=recipient,
                actor=actor,
                now=now(),
            )
    except IntegrityError:
        return TakenIn(_first(raw, recipient), is_duplicate=True)
    return TakenIn(arrival, is_duplicate=False)


def is_ours(recipient: str) -> bool:
    """Whether an inbox takes mail to this address."""
    with reading(SYSTEM):
        return clients.inbox_for(recipient) is not None


def _inbox_for(recipient: str) -> "Inbox":
    inbox = clients.inbox_for(recipient)
    if inbox is None:
        raise NotOurs(recipient)
    return inbox


def _first(raw: bytes, recipient: str) -> "Arrival":
    with reading(SYSTEM):
        arrival = arrival_of(raw, inbox_id=_inbox_for(recipient).pk)
    if arrival is None:
        raise NotOurs(recipient)
    return arrival
