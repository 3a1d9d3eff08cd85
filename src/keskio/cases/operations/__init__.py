"""Every write about cases."""

from keskio.cases.operations.assigning import CannotServe, assign_case, take_back_cases
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
    "receive_message",
    "receive_messages",
    "reopen_case",
    "resolve_case",
    "return_to_us",
    "snooze_case",
    "spend_active_time",
    "take_back_cases",
    "write_acknowledgement",
    "write_note",
    "write_reply",
]
