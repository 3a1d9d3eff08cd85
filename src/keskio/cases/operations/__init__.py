"""Every write about cases."""

from keskio.cases.field_values import BadValue
from keskio.cases.operations.assigning import (
    CannotServe,
    HandedToNobody,
    assign_case,
    assign_team,
    hand_over_case,
)
from keskio.cases.operations.carrying import (
    StatusDoesNotFit,
    UnknownField,
    UnknownStatus,
    UnknownTag,
    set_field,
    set_priority,
    set_status,
    tag_case,
    untag_case,
)
from keskio.cases.operations.checking import (
    BadChecklistItem,
    add_checklist_item,
    check_item,
    remove_checklist_item,
)
from keskio.cases.operations.following import (
    TooManyReminders,
    cancel_reminder,
    follow_case,
    remind,
    set_reminder,
    tell_followers,
    unfollow_case,
)
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
    FieldsMissing,
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
    "BadChecklistItem",
    "BadValue",
    "CannotServe",
    "CaseIsMerged",
    "CaseIsResolved",
    "CaseIsSpam",
    "CaseNotMerged",
    "CaseNotResolved",
    "CaseNotSpam",
    "DifferentClients",
    "EmptyMessage",
    "FieldsMissing",
    "HandedToNobody",
    "NoRecipient",
    "NotInTheFuture",
    "NotLinked",
    "NothingWouldRemain",
    "OutgoingFile",
    "Received",
    "SameCase",
    "StatusDoesNotFit",
    "TooManyReminders",
    "UnknownField",
    "UnknownReason",
    "UnknownStatus",
    "UnknownTag",
    "add_checklist_item",
    "assign_case",
    "assign_team",
    "cancel_reminder",
    "change_customer",
    "check_item",
    "correct_active_time",
    "end_snooze",
    "follow_case",
    "hand_over_case",
    "link_cases",
    "mark_spam",
    "merge_case",
    "move_message",
    "receive_message",
    "receive_messages",
    "remind",
    "remove_checklist_item",
    "reopen_case",
    "resolve_case",
    "return_to_us",
    "set_field",
    "set_priority",
    "set_reminder",
    "set_status",
    "snooze_case",
    "spend_active_time",
    "split_message",
    "tag_case",
    "tell_followers",
    "unfollow_case",
    "unlink_cases",
    "unmark_spam",
    "unmerge_case",
    "untag_case",
    "write_acknowledgement",
    "write_note",
    "write_reply",
]
