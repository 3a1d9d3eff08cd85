"""The room's tables: cases, what is said in them, what they carry, what is being written."""

from keskio.cases.models.carried import CaseTag, ChecklistItem, FieldValue, Follower, Reminder
from keskio.cases.models.drafts import CannedResponse, Draft, DraftFile
from keskio.cases.models.lists import ChosenColumns, SavedView
from keskio.cases.models.matters import CLOSED, Case, Link, Merge, Outcome, Priority, State
from keskio.cases.models.said import ActiveTime, Attachment, Conversation, Message, Request

__all__ = [
    "CLOSED",
    "ActiveTime",
    "Attachment",
    "CannedResponse",
    "Case",
    "CaseTag",
    "ChecklistItem",
    "ChosenColumns",
    "Conversation",
    "Draft",
    "DraftFile",
    "FieldValue",
    "Follower",
    "Link",
    "Merge",
    "Message",
    "Outcome",
    "Priority",
    "Reminder",
    "Request",
    "SavedView",
    "State",
]
