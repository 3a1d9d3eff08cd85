"""Every read about cases; each asks who is looking."""

from keskio.cases.queries.listing import BadCursor, CasePage, View, count_cases, list_cases
from keskio.cases.queries.reading import (
    active_seconds,
    answered_by,
    attachment,
    case,
    cases_of_customer,
    conversation,
    conversations,
    linked_cases,
    locked_case,
    locked_cases,
    message,
    message_ids_before,
    message_to_send,
    messages_of,
    outcomes,
)

__all__ = [
    "BadCursor",
    "CasePage",
    "View",
    "active_seconds",
    "answered_by",
    "attachment",
    "case",
    "cases_of_customer",
    "conversation",
    "conversations",
    "count_cases",
    "linked_cases",
    "list_cases",
    "locked_case",
    "locked_cases",
    "message",
    "message_ids_before",
    "message_to_send",
    "messages_of",
    "outcomes",
]
