"""Every write about clients, inboxes and reasons."""

from keskio.clients.operations.companies import (
    CLIENT_SETTINGS,
    add_client,
    archive_client,
    change_client,
)
from keskio.clients.operations.inboxes import (
    INBOX_SETTINGS,
    AddressTaken,
    add_inbox,
    archive_inbox,
    change_inbox,
)
from keskio.clients.operations.reasons import (
    add_reason,
    archive_reason,
    order_reasons,
    rename_reason,
)

__all__ = [
    "CLIENT_SETTINGS",
    "INBOX_SETTINGS",
    "AddressTaken",
    "add_client",
    "add_inbox",
    "add_reason",
    "archive_client",
    "archive_inbox",
    "archive_reason",
    "change_client",
    "change_inbox",
    "order_reasons",
    "rename_reason",
]
