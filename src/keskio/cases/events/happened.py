"""What happens to a case: it opens, waits, rests and ends, with somebody or nobody."""

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
class ChangeUndone(CaseEvent):
    """Somebody took back what they had just done: the case is as it was before.

    `undone` is the kind of what was done; `waits` and `agent_id` say how the case now stands.
    """

    kind = "change_undone"
    undone: str
    waits: bool
    agent_id: int | None
