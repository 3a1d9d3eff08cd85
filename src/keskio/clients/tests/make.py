"""Clients, inboxes and reasons, made by the room's own operations."""

from itertools import count
from typing import Any

from keskio.clients import operations
from keskio.clients.models import Client, Inbox, Reason
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, writing

_numbers = count(1)


def make_client(name: str = "", **chosen: Any) -> Client:
    """Answers from nine to five in Helsinki, Monday to Friday, unless `chosen` says otherwise."""
    number = next(_numbers)
    wanted = {"slug": f"client-{number}", "actor": SYSTEM_ACTOR, "now": NOON, **chosen}
    with writing(SYSTEM):
        return operations.add_client(name=name or f"Client {number}", **wanted)


def make_inbox(client: Client | None = None, **chosen: Any) -> Inbox:
    """Of a client of its own unless one is given."""
    client = client or make_client()
    address = f"support-{next(_numbers)}@{client.slug}.example"
    wanted = {"name": f"{client.name} support", "address": address, "now": NOON, **chosen}
    with writing(SYSTEM):
        return operations.add_inbox(client_id=client.pk, actor=SYSTEM_ACTOR, **wanted)


def make_reason(client: Client, name: str = "Question about a product") -> Reason:
    with writing(SYSTEM):
        return operations.add_reason(client_id=client.pk, name=name, actor=SYSTEM_ACTOR, now=NOON)
