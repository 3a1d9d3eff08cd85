"""Cases and messages, made by what a channel calls when somebody has written."""

from datetime import datetime
from itertools import count
from typing import Any

from keskio.cases import operations
from keskio.cases.incoming import IncomingMessage, Reception
from keskio.cases.models import Case
from keskio.cases.operations import Received
from keskio.clients.models import Inbox
from keskio.clients.tests.make import make_inbox
from keskio.customers.operations import Claim, recognise_customer
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, writing

_numbers = count(1)


def make_incoming(author: str = "mikko@customer.example", **chosen: Any) -> IncomingMessage:
    """A person asks something, unless `chosen` says otherwise."""
    asked: dict[str, Any] = {
        "kind": "message",
        "author_address": author,
        "author_name": "Mikko Virtanen",
        "subject": "Chain for a chainsaw",
        "text": "Which chain fits my saw?",
        "full_text": "Which chain fits my saw?",
        "message_id": f"<{next(_numbers)}.{author}>",
        "sent_at": NOON,
    }
    return IncomingMessage(**asked | chosen)


def receive(inbox: Inbox, *, now: datetime = NOON, **chosen: Any) -> Received:
    """Have a message come in by this inbox; `chosen` as for make_incoming."""
    incoming = make_incoming(**chosen)
    claim = Claim(kind="email", value=incoming.author_address, name=incoming.author_name)
    with writing(SYSTEM):
        customer = recognise_customer(
            client_id=inbox.client_id, claim=claim, actor=SYSTEM_ACTOR, now=now
        )
        return operations.receive_message(
            Reception(
                inbox=inbox,
                customer=customer,
                incoming=incoming,
                own_addresses={inbox.address},
                actor=SYSTEM_ACTOR,
                at=now,
            )
        )


def make_case(inbox: Inbox | None = None, *, now: datetime = NOON, **chosen: Any) -> Case:
    """A case that waits for us, with the message that opened it."""
    return receive(inbox or make_inbox(), now=now, **chosen).case
