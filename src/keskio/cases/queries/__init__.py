"""Every read about cases; each asks who is looking."""

from keskio.cases.queries.listing import CasePage, View, count_cases, list_cases
from keskio.cases.queries.reading import (
    active_seconds,
    attachment,
    case,
    cases_of_customer,
    linked_cases,
    locked_case,
    message,
    message_ids_before,
    message_to_send,
    messages_of,
    outcomes,
)

__all__ = [
    "CasePage",
    "View",
    "active_seconds",
    "attachment",
    "case",
    "cases_of_customer",
    "count_cases",
    "linked_cases",
    "list_cases",
    "locked_case",
    "message",
    "message_ids_before",
    "message_to_send",
    "messages_of",
    "outcomes",
]
