"""The one door for mail: whoever brings it, it is stored durably before anybody is told so."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError

from keskio.channels.operations import Stored, store_arrival
from keskio.clients import queries as clients
from keskio.journal.actors import Actor
from keskio.kit.scopes import SYSTEM, Scope, reading, writing


class NotOurs(Exception):
    """No inbox takes mail to this address."""


class TooLarge(Exception):
    """More bytes than this installation takes."""


def take_in(
    raw: bytes,
    *,
    recipient: str,
    envelope_from: str | None,
    actor: Actor,
    now: Callable[[], datetime],
) -> Stored:
    """Store a mail to `recipient` in a durable commit of its own.

    Raises NotOurs, TooLarge, and whatever a database or disk that cannot take it raises: the mail
    is then not ours yet, and must be brought again.
    """
    if len(raw) > settings.MAX_MAIL_BYTES:
        raise TooLarge
    with reading(SYSTEM):
        inbox = clients.inbox_for(recipient)
    if inbox is None:
        raise NotOurs(recipient)

    def store() -> Stored:
        with writing(Scope.of([inbox.client_id]), durable=True):
            return store_arrival(
                inbox_id=inbox.pk,
                client_id=inbox.client_id,
                raw=raw,
                envelope_from=envelope_from,
                recipient=recipient,
                actor=actor,
                now=now(),
            )

    try:
        return store()
    except IntegrityError:  # brought twice at the same moment: by now the other is there
        return store()


def is_ours(recipient: str) -> bool:
    """Whether an inbox takes mail to this address."""
    with reading(SYSTEM):
        return clients.inbox_for(recipient) is not None
