"""Every write about cases."""

from keskio.cases.operations.assigning import CannotServe, assign_case
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
from keskio.cases.operations.undoing import undo_change
from keskio.cases.operations.views import (
    BadView,
    NotYourView,
    ViewContent,
    choose_columns,
    remove_view,
    save_view,
)
from keskio.cases.operations.writing import (
    EmptyMessage,
    NoRecipient,
    OutgoingFile,
    write_acknowledgement,
    write_note,
    write_reply,
)
from keskio.cases.undoing import CannotUndo

__all__ = [
    "AnsweredMeanwhile",
    "BadView",
    "CannotServe",
    "CannotUndo",
    "CaseIsResolved",
    "CaseNotResolved",
    "EmptyMessage",
    "NoRecipient",
    "NotInTheFuture",
    "NotYourView",
    "OutgoingFile",
    "Received",
    "UnknownReason",
    "ViewContent",
    "assign_case",
    "choose_columns",
    "correct_active_time",
    "end_snooze",
    "receive_message",
    "receive_messages",
    "remove_view",
    "reopen_case",
    "resolve_case",
    "return_to_us",
    "save_view",
    "snooze_case",
    "spend_active_time",
    "undo_change",
    "write_acknowledgement",
    "write_note",
    "write_reply",
]
