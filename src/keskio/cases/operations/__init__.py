"""Every write about cases."""

from keskio.cases.addresses import NoRecipient
from keskio.cases.operations.assigning import CannotServe, assign_case
from keskio.cases.operations.canning import (
    UnknownVariable,
    add_canned_response,
    change_canned_response,
    delete_canned_response,
)
from keskio.cases.operations.drafting import (
    DraftChanged,
    DraftPlace,
    Written,
    add_draft_file,
    discard_draft,
    remove_draft_file,
    save_draft,
    touch_draft,
)
from keskio.cases.operations.locking import AnsweredMeanwhile
from keskio.cases.operations.outgoing import (
    MAX_FILES,
    MAX_FILES_BYTES,
    EmptyMessage,
    KeptFile,
    OutgoingFile,
    TooMuchAttached,
)
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
from keskio.cases.operations.scheduling import (
    NothingScheduled,
    NotLater,
    schedule_reply,
    unschedule_reply,
)
from keskio.cases.operations.sending import send_scheduled
from keskio.cases.operations.taking_back import TooLate, take_back_message
from keskio.cases.operations.timing import correct_active_time, spend_active_time
from keskio.cases.operations.writing import (
    CannotForward,
    forward_message,
    start_case,
    write_acknowledgement,
    write_note,
    write_reply,
)

__all__ = [
    "MAX_FILES",
    "MAX_FILES_BYTES",
    "AnsweredMeanwhile",
    "CannotForward",
    "CannotServe",
    "CaseIsResolved",
    "CaseNotResolved",
    "DraftChanged",
    "DraftPlace",
    "EmptyMessage",
    "KeptFile",
    "NoRecipient",
    "NotInTheFuture",
    "NotLater",
    "NothingScheduled",
    "OutgoingFile",
    "Received",
    "TooLate",
    "TooMuchAttached",
    "UnknownReason",
    "UnknownVariable",
    "Written",
    "add_canned_response",
    "add_draft_file",
    "assign_case",
    "change_canned_response",
    "correct_active_time",
    "delete_canned_response",
    "discard_draft",
    "end_snooze",
    "forward_message",
    "receive_message",
    "receive_messages",
    "remove_draft_file",
    "reopen_case",
    "resolve_case",
    "return_to_us",
    "save_draft",
    "schedule_reply",
    "send_scheduled",
    "snooze_case",
    "spend_active_time",
    "start_case",
    "take_back_message",
    "touch_draft",
    "unschedule_reply",
    "write_acknowledgement",
    "write_note",
    "write_reply",
]
