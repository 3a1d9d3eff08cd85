"""Every write about clients, inboxes, reasons, and what cases of a client carry."""

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
from keskio.clients.operations.organising import (
    INBOX_SETTINGS,
    AddressTaken,
    add_client,
    add_inbox,
    add_reason,
    change_inbox,
)

__all__ = [
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
    "change_field",
    "change_inbox",
    "change_status",
    "change_tag",
    "remove_field",
    "remove_status",
    "remove_tag",
]
