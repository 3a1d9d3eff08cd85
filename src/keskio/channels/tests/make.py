"""Mails as bytes, and their way in."""

from datetime import datetime
from itertools import count

from keskio.channels.models import Arrival
from keskio.channels.reception import take_in
from keskio.clients.models import Inbox
from keskio.config.subscriptions import SUBSCRIBERS
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.catching_up import catch_up
from keskio.journal.tests.make import NOON

_numbers = count(1)


def mail(
    sender: str = "mikko@customer.example",
    *,
    to: str = "support@a.example",
    subject: str = "Chain",
    text: str = "Which chain fits my saw?",
    message_id: str = "",
    **headers: str,
) -> bytes:
    """`headers` by their names with _ for -, such as In_Reply_To="<1@a>"."""
    lines = [
        f"From: Mikko <{sender}>",
        f"To: {to}",
        f"Subject: {subject}",
        f"Message-ID: {message_id or f'<{next(_numbers)}.{sender}>'}",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    return ("\n".join(lines) + f"\n\n{text}\n").encode()


def bring(raw: bytes, inbox: Inbox, *, now: datetime = NOON, envelope_from: str = "x@y") -> Arrival:
    """Take a mail in, let every subscriber hear of it, and tell what became of it."""
    stored = take_in(
        raw,
        recipient=inbox.address,
        envelope_from=envelope_from,
        actor=SYSTEM_ACTOR,
        now=lambda: now,
    )
    hear_all(now=now)
    return Arrival.objects.get(pk=stored.arrival.pk)


def case_of(arrival: Arrival) -> int:
    """The number of the case that a mail came to."""
    assert arrival.case_id is not None
    return arrival.case_id


def hear_all(*, now: datetime = NOON) -> None:
    catch_up(subscribers=SUBSCRIBERS, now=now)
