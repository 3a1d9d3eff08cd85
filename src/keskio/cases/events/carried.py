"""What a case carries."""

from dataclasses import dataclass

from keskio.cases.events.happened import CaseEvent


@dataclass(frozen=True, kw_only=True)
class CaseTagged(CaseEvent):
    kind = "case_tagged"
    tag_id: int


@dataclass(frozen=True, kw_only=True)
class CaseUntagged(CaseEvent):
    kind = "case_untagged"
    tag_id: int


@dataclass(frozen=True, kw_only=True)
class PriorityChanged(CaseEvent):
    kind = "priority_changed"
    before: int
    priority: int


@dataclass(frozen=True, kw_only=True)
class StatusChanged(CaseEvent):
    """`status_id` None: nothing more is said of the state."""

    kind = "status_changed"
    status_id: int | None


@dataclass(frozen=True, kw_only=True)
class FieldFilled(CaseEvent):
    """`is_empty`: what it said was taken away."""

    kind = "field_filled"
    field_id: int
    is_empty: bool


@dataclass(frozen=True, kw_only=True)
class CaseFollowed(CaseEvent):
    kind = "case_followed"
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class CaseUnfollowed(CaseEvent):
    kind = "case_unfollowed"
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class ChecklistItemAdded(CaseEvent):
    kind = "checklist_item_added"
    item_id: int


@dataclass(frozen=True, kw_only=True)
class ChecklistItemChecked(CaseEvent):
    """`done` False: not done after all."""

    kind = "checklist_item_checked"
    item_id: int
    done: bool


@dataclass(frozen=True, kw_only=True)
class ChecklistItemRemoved(CaseEvent):
    kind = "checklist_item_removed"
    item_id: int


@dataclass(frozen=True, kw_only=True)
class ReminderSet(CaseEvent):
    """`due_at` is an instant in ISO 8601; `returns`: the case then waits for us again, too."""

    kind = "reminder_set"
    reminder_id: int
    agent_id: int
    due_at: str
    returns: bool


@dataclass(frozen=True, kw_only=True)
class ReminderCancelled(CaseEvent):
    kind = "reminder_cancelled"
    reminder_id: int
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class ReminderDue(CaseEvent):
    """The time came; what it does happens when it is heard."""

    kind = "reminder_due"
    reminder_id: int
    agent_id: int
