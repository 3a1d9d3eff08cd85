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
    """`automatic`: opened by automatic mail alone, so nobody waits for an answer."""

    kind = "case_opened"
    message_id: int
    inbox_id: int
    automatic: bool


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
class CaseAssigned(CaseEvent):
    """`agent_id` None: to nobody, the next free agent may take it."""

    kind = "case_assigned"
    agent_id: int | None


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
