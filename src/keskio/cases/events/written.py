"""What we write."""

from dataclasses import dataclass

from keskio.cases.events.happened import CaseEvent
from keskio.journal.events import Event


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
