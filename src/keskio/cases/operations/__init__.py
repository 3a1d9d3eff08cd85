"""Every write about cases."""

from keskio.cases.operations.assigning import CannotServe, assign_case
from keskio.cases.operations.indexing import (
    index_customers,
    index_customers_after,
    index_messages,
    index_messages_after,
)
from keskio.cases.operations.locking import AnsweredMeanwhile
from keskio.cases.operations.receiving import Received, receive_message, receive_messages
from keskio.cases.operations.resolving import (
    CaseIsResolved,
    CaseNotResolved,
    NotInTheFuture,
    UnknownReason,
    end_snooze,
    reopen_case,
    resolve_case,
    return_to_us,
    snooze_case,
)
from keskio.cases.operations.timing import correct_active_time, spend_active_time
from keskio.cases.operations.writing import (
    EmptyMessage,
    NoRecipient,
    OutgoingFile,
    write_acknowledgement,
    write_note,
    write_reply,
)

__all__ = [
    "AnsweredMeanwhile",
    "CannotServe",
    "CaseIsResolved",
    "CaseNotResolved",
    "EmptyMessage",
    "NoRecipient",
    "NotInTheFuture",
    "OutgoingFile",
    "Received",
    "UnknownReason",
    "assign_case",
    "correct_active_time",
    "end_snooze",
    "index_customers",
    "index_customers_after",
    "index_messages",
    "index_messages_after",
    "receive_message",
    "receive_messages",
    "reopen_case",
    "resolve_case",
    "return_to_us",
    "snooze_case",
    "spend_active_time",
    "write_acknowledgement",
    "write_note",
    "write_reply",
]
