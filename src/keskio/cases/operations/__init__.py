"""Every write about cases."""

from keskio.cases.operations.assigning import CannotServe, assign_case
from keskio.cases.operations.linking import NotLinked, link_cases, unlink_cases
from keskio.cases.operations.locking import (
    AnsweredMeanwhile,
    CaseIsMerged,
    DifferentClients,
    SameCase,
)
from keskio.cases.operations.merging import CaseNotMerged, merge_case, unmerge_case
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
from keskio.cases.operations.sorting_out import (
    CaseNotSpam,
    change_customer,
    mark_spam,
    unmark_spam,
)
from keskio.cases.operations.splitting import move_message, split_message
from keskio.cases.operations.telling import CaseIsSpam, NothingWouldRemain
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
    "CaseIsMerged",
    "CaseIsResolved",
    "CaseIsSpam",
    "CaseNotMerged",
    "CaseNotResolved",
    "CaseNotSpam",
    "DifferentClients",
    "EmptyMessage",
    "NoRecipient",
    "NotInTheFuture",
    "NotLinked",
    "NothingWouldRemain",
    "OutgoingFile",
    "Received",
    "SameCase",
    "UnknownReason",
    "assign_case",
    "change_customer",
    "correct_active_time",
    "end_snooze",
    "link_cases",
    "mark_spam",
    "merge_case",
    "move_message",
    "receive_message",
    "receive_messages",
    "reopen_case",
    "resolve_case",
    "return_to_us",
    "snooze_case",
    "spend_active_time",
    "split_message",
    "unlink_cases",
    "unmark_spam",
    "unmerge_case",
    "write_acknowledgement",
    "write_note",
    "write_reply",
]
