"""What happens to cases."""

from dataclasses import dataclass

from keskio.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class CaseEvent(Event):
    """Everything about one case keeps one order."""

    case_id: int

    @property
    def stream(self) -> str:
        return f"case:{self.case_id}"


@dataclass(frozen=True, kw_only=True)
class CaseOpened(CaseEvent):
    """`automatic`: opened by automatic mail alone, so nobody waits for an answer.

    `spam`: by a sender whom the client has blocked, so nobody looks at it.
    """

    kind = "case_opened"
    message_id: int
    inbox_id: int
    automatic: bool
    spam: bool = False


@dataclass(frozen=True, kw_only=True)
class MessageReceived(CaseEvent):
    """`waits`: the case waits for us since this message, or still does."""

    kind = "message_received"
    message_id: int
    message_kind: str
    waits: bool


@dataclass(frozen=True, kw_only=True)
class CaseReopened(CaseEvent):
    """The case waits for us again; `message_id` is what came, None if an agent reopened it."""

    kind = "case_reopened"
    message_id: int | None


@dataclass(frozen=True, kw_only=True)
class ReplyWritten(CaseEvent):
    kind = "reply_written"
    message_id: int


@dataclass(frozen=True, kw_only=True)
class AcknowledgementWritten(CaseEvent):
    kind = "acknowledgement_written"
    message_id: int


@dataclass(frozen=True, kw_only=True)
class NoteWritten(CaseEvent):
    kind = "note_written"
    message_id: int


@dataclass(frozen=True, kw_only=True)
class ContactRecorded(CaseEvent):
    """A contact elsewhere came on record here; nobody waits because of it.

    `agent_id` is whose contact it was, as far as that is proved.
    """

    kind = "contact_recorded"
    message_id: int
    channel: str
    agent_id: int | None


@dataclass(frozen=True, kw_only=True)
class CaseAssigned(CaseEvent):
    """`agent_id` None: to nobody, the next free agent may take it."""

    kind = "case_assigned"
    agent_id: int | None


@dataclass(frozen=True, kw_only=True)
class CaseGivenToTeam(CaseEvent):
    """`team_id` None: released, anybody may take it. Given to a team, no agent has it."""

    kind = "case_given_to_team"
    team_id: int | None


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


@dataclass(frozen=True, kw_only=True)
class CaseResolved(CaseEvent):
    kind = "case_resolved"
    reason_id: int | None
    outcome: str


@dataclass(frozen=True, kw_only=True)
class CaseSnoozed(CaseEvent):
    """`until` is an instant in ISO 8601."""

    kind = "case_snoozed"
    until: str


@dataclass(frozen=True, kw_only=True)
class SnoozeEnded(CaseEvent):
    """The time came; what it does to the case happens when it is heard."""

    kind = "snooze_ended"


@dataclass(frozen=True, kw_only=True)
class ActiveTimeSpent(CaseEvent):
    kind = "active_time_spent"
    agent_id: int
    seconds: int


@dataclass(frozen=True, kw_only=True)
class ActiveTimeCorrected(CaseEvent):
    kind = "active_time_corrected"
    agent_id: int
    measured_seconds: int
    seconds: int


@dataclass(frozen=True, kw_only=True)
class CaseMerged(CaseEvent):
    """All that was said in it is told in `into_id` now."""

    kind = "case_merged"
    into_id: int


@dataclass(frozen=True, kw_only=True)
class CaseTookIn(CaseEvent):
    """The other side of CaseMerged; `state` is what the case is in now."""

    kind = "case_took_in"
    merged_id: int
    state: str


@dataclass(frozen=True, kw_only=True)
class CaseUnmerged(CaseEvent):
    """A case of its own again, in `state`, with the messages that it had."""

    kind = "case_unmerged"
    from_id: int
    message_ids: list[int]
    state: str


@dataclass(frozen=True, kw_only=True)
class CaseGaveBack(CaseEvent):
    """The other side of CaseUnmerged."""

    kind = "case_gave_back"
    unmerged_id: int
    state: str


@dataclass(frozen=True, kw_only=True)
class MessagesLeft(CaseEvent):
    """They are told in another case now; `new_case`: in one that was made for them."""

    kind = "messages_left"
    to_id: int
    message_ids: list[int]
    new_case: bool
    state: str


@dataclass(frozen=True, kw_only=True)
class MessagesJoined(CaseEvent):
    """The other side of MessagesLeft; `new_case`: with them the case began."""

    kind = "messages_joined"
    from_id: int
    message_ids: list[int]
    new_case: bool
    state: str


@dataclass(frozen=True, kw_only=True)
class CaseLinked(CaseEvent):
    """Told in the streams of both."""

    kind = "case_linked"
    other_id: int
    why: str


@dataclass(frozen=True, kw_only=True)
class CaseUnlinked(CaseEvent):
    """Told in the streams of both."""

    kind = "case_unlinked"
    other_id: int


@dataclass(frozen=True, kw_only=True)
class CaseCustomerChanged(CaseEvent):
    kind = "case_customer_changed"
    customer_id: int
    before_id: int | None


@dataclass(frozen=True, kw_only=True)
class CaseMarkedSpam(CaseEvent):
    kind = "case_marked_spam"


@dataclass(frozen=True, kw_only=True)
class CaseUnmarkedSpam(CaseEvent):
    """No spam after all: it waits for us."""

    kind = "case_unmarked_spam"


@dataclass(frozen=True, kw_only=True)
class CaseStarted(CaseEvent):
    """We wrote first; the case waits for them."""

    kind = "case_started"
    message_id: int
    inbox_id: int


@dataclass(frozen=True, kw_only=True)
class MessageForwarded(CaseEvent):
    """`message_id` is what goes out, and has `forwarded_message_id` inside."""

    kind = "message_forwarded"
    message_id: int
    forwarded_message_id: int


@dataclass(frozen=True, kw_only=True)
class MessageTakenBack(CaseEvent):
    """It had not left, and is a draft again; `waits`: the case waits for us, as it did before."""

    kind = "message_taken_back"
    message_id: int
    waits: bool


@dataclass(frozen=True, kw_only=True)
class AgentMentioned(CaseEvent):
    """A colleague named this agent in a note."""

    kind = "agent_mentioned"
    message_id: int
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class ReplyScheduled(CaseEvent):
    """The agent's reply leaves by itself at `send_at`, an instant in ISO 8601."""

    kind = "reply_scheduled"
    agent_id: int
    send_at: str


@dataclass(frozen=True, kw_only=True)
class ReplyUnscheduled(CaseEvent):
    """It does not leave by itself. `held_back`: because somebody wrote first."""

    kind = "reply_unscheduled"
    agent_id: int
    held_back: bool


@dataclass(frozen=True, kw_only=True)
class ReplyDue(CaseEvent):
    """The time came; what is sent is decided when it is heard."""

    kind = "reply_due"
    draft_id: int


@dataclass(frozen=True, kw_only=True)
class _OfCannedResponse(Event):
    is_setting = True
    client_id: int
    canned_response_id: int

    @property
    def stream(self) -> str:
        return f"client:{self.client_id}"


@dataclass(frozen=True, kw_only=True)
class CannedResponseSaved(_OfCannedResponse):
    kind = "canned_response_saved"


@dataclass(frozen=True, kw_only=True)
class CannedResponseDeleted(_OfCannedResponse):
    kind = "canned_response_deleted"


@dataclass(frozen=True, kw_only=True)
class ChangeUndone(CaseEvent):
    """Somebody took back what they had just done: the case is as it was before.

    `undone` is the kind of what was done; `waits` and `agent_id` say how the case now stands.
    """

    kind = "change_undone"
    undone: str
    waits: bool
    agent_id: int | None


@dataclass(frozen=True, kw_only=True)
class ViewEvent(Event):
    """Everything about one agent's views keeps one order."""

    owner_id: int

    @property
    def stream(self) -> str:
        return f"views:{self.owner_id}"


@dataclass(frozen=True, kw_only=True)
class ViewSaved(ViewEvent):
    kind = "view_saved"
    view_id: int


@dataclass(frozen=True, kw_only=True)
class ViewRemoved(ViewEvent):
    kind = "view_removed"
    view_id: int


@dataclass(frozen=True, kw_only=True)
class ColumnsChosen(Event):
    """An agent chose the columns of their lists."""

    kind = "columns_chosen"
    agent_id: int

    @property
    def stream(self) -> str:
        return f"agent:{self.agent_id}"
