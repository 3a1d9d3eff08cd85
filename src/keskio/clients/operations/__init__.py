"""Every write about clients, inboxes, reasons, and what cases of a client carry."""

from keskio.clients.operations.companies import (
    CLIENT_SETTINGS,
    add_client,
    archive_client,
    change_client,
)
from keskio.clients.operations.defining import (
    COLOURS,
    FIELD_KINDS,
    add_field,
    add_status,
    add_tag,
    change_field,
    change_status,
    change_tag,
    remove_field,
    remove_status,
    remove_tag,
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
    "COLOURS",
    "FIELD_KINDS",
    "INBOX_SETTINGS",
    "AddressTaken",
    "add_client",
    "add_field",
    "add_inbox",
    "add_reason",
    "add_status",
    "add_tag",
    "archive_client",
    "archive_inbox",
    "archive_reason",
    "change_client",
    "change_field",
    "change_inbox",
    "change_status",
    "change_tag",
    "order_reasons",
    "remove_field",
    "remove_status",
    "remove_tag",
    "rename_reason",
]
