"""Every write about cases."""

from keskio.cases.addresses import NoRecipient
from keskio.cases.field_values import BadValue
from keskio.cases.operations.assigning import (
    CannotServe,
    HandedToNobody,
    assign_case,
    assign_team,
    hand_over_case,
)
from keskio.cases.operations.canning import (
    UnknownVariable,
    add_canned_response,
    change_canned_response,
    delete_canned_response,
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
from keskio.cases.operations.following import (
    TooManyReminders,
    cancel_reminder,
    follow_case,
    remind,
    set_reminder,
    tell_followers,
    unfollow_case,
)
from keskio.cases.operations.indexing import (
    index_customers,
    index_customers_after,
    index_messages,
    index_messages_after,
)
from keskio.cases.operations.linking import NotLinked, link_cases, unlink_cases
from keskio.cases.operations.locking import (
    AnsweredMeanwhile,
    CaseIsMerged,
    DifferentClients,
    SameCase,
)
from keskio.cases.operations.merging import CaseNotMerged, merge_case, unmerge_case
from keskio.cases.operations.outgoing import (
    MAX_FILES,
    MAX_FILES_BYTES,
    EmptyMessage,
    KeptFile,
    OutgoingFile,
    TooMuchAttached,
)
from keskio.cases.operations.receiving import Received, receive_message, receive_messages
from keskio.cases.operations.recording import Recorded, note_contact, record_contact
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
from keskio.cases.operations.scheduling import (
    NothingScheduled,
    NotLater,
    schedule_reply,
    unschedule_reply,
)
from keskio.cases.operations.sending import send_scheduled
from keskio.cases.operations.sorting_out import (
    CaseNotSpam,
    change_customer,
    mark_spam,
    unmark_spam,
)
from keskio.cases.operations.splitting import move_message, split_message
from keskio.cases.operations.taking_back import TooLate, take_back_message
from keskio.cases.operations.telling import CaseIsSpam, NothingWouldRemain
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
    CannotForward,
    forward_message,
    start_case,
    write_acknowledgement,
    write_note,
    write_reply,
)
from keskio.cases.undoing import CannotUndo

__all__ = [
    "MAX_FILES",
    "MAX_FILES_BYTES",
    "AnsweredMeanwhile",
    "BadChecklistItem",
    "BadValue",
    "BadView",
    "CannotForward",
    "CannotServe",
    "CannotUndo",
    "CaseIsMerged",
    "CaseIsResolved",
    "CaseIsSpam",
    "CaseNotMerged",
    "CaseNotResolved",
    "CaseNotSpam",
    "DifferentClients",
    "DraftChanged",
    "DraftPlace",
    "EmptyMessage",
    "FieldsMissing",
    "HandedToNobody",
    "KeptFile",
    "NoRecipient",
    "NotInTheFuture",
    "NotLater",
    "NotLinked",
    "NotYourView",
    "NothingScheduled",
    "NothingWouldRemain",
    "OutgoingFile",
    "Received",
    "Recorded",
    "SameCase",
    "StatusDoesNotFit",
    "TooLate",
    "TooManyReminders",
    "TooMuchAttached",
    "UnknownField",
    "UnknownReason",
    "UnknownStatus",
    "UnknownTag",
    "UnknownVariable",
    "ViewContent",
    "Written",
    "add_canned_response",
    "add_checklist_item",
    "add_draft_file",
    "assign_case",
    "assign_team",
    "cancel_reminder",
    "change_canned_response",
    "change_customer",
    "check_item",
    "choose_columns",
    "correct_active_time",
    "delete_canned_response",
    "discard_draft",
    "end_snooze",
    "follow_case",
    "forward_message",
    "hand_over_case",
    "index_customers",
    "index_customers_after",
    "index_messages",
    "index_messages_after",
    "link_cases",
    "mark_spam",
    "merge_case",
    "move_message",
    "note_contact",
    "receive_message",
    "receive_messages",
    "record_contact",
    "remind",
    "remove_checklist_item",
    "remove_draft_file",
    "remove_view",
    "reopen_case",
    "resolve_case",
    "return_to_us",
    "save_draft",
    "save_view",
    "schedule_reply",
    "send_scheduled",
    "set_field",
    "set_priority",
    "set_reminder",
    "set_status",
    "snooze_case",
    "spend_active_time",
    "split_message",
    "start_case",
    "tag_case",
    "take_back_message",
    "tell_followers",
    "touch_draft",
    "undo_change",
    "unfollow_case",
    "unlink_cases",
    "unmark_spam",
    "unmerge_case",
    "unschedule_reply",
    "untag_case",
    "write_acknowledgement",
    "write_note",
    "write_reply",
]
