"""What the journal alone says: the state and assignee of each case, the case of each message."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from keskio.journal.models import Entry

Payload = dict[str, Any]


@dataclass
class Told:
    states: dict[int, str] = field(default_factory=dict)
    assignees: dict[int, int | None] = field(default_factory=dict)
    cases: dict[int, int] = field(default_factory=dict)
    """By message."""

    def hear(self, entries: Iterable[Entry]) -> "Told":
        for entry in entries:
            if tell := TELLERS.get(entry.kind):
                tell(self, entry.payload, entry)
        return self

    def begin(self, case_id: int, state: str) -> None:
        self.states[case_id], self.assignees[case_id] = state, None


def _opened(told: Told, said: Payload, entry: Entry) -> None:
    rests = "spam" if said["spam"] else "resolved"
    told.begin(said["case_id"], rests if said["automatic"] or said["spam"] else "open")


def _received(told: Told, said: Payload, entry: Entry) -> None:
    told.cases[said["message_id"]] = said["case_id"]
    if said["waits"]:
        told.states[said["case_id"]] = "open"


def _noted(told: Told, said: Payload, entry: Entry) -> None:
    told.cases[said["message_id"]] = said["case_id"]


def _replied(told: Told, said: Payload, entry: Entry) -> None:
    """Who answers has the case, if nobody had it."""
    case_id = said["case_id"]
    told.cases[said["message_id"]], told.states[case_id] = case_id, "waiting"
    if entry.actor.kind == "agent" and told.assignees[case_id] is None:
        told.assignees[case_id] = entry.actor.id


def _assigned(told: Told, said: Payload, entry: Entry) -> None:
    told.assignees[said["case_id"]] = said["agent_id"]


def _now(state: str) -> Callable[[Told, Payload, Entry], None]:
    def tell(told: Told, said: Payload, entry: Entry) -> None:
        told.states[said["case_id"]] = state

    return tell


def _says_state(told: Told, said: Payload, entry: Entry) -> None:
    told.states[said["case_id"]] = said["state"]


def _merged(told: Told, said: Payload, entry: Entry) -> None:
    told.states[said["case_id"]] = "merged"
    for message_id, case_id in told.cases.items():
        if case_id == said["case_id"]:
            told.cases[message_id] = said["into_id"]


def _unmerged(told: Told, said: Payload, entry: Entry) -> None:
    _says_state(told, said, entry)
    told.cases |= dict.fromkeys(said["message_ids"], said["case_id"])


def _joined(told: Told, said: Payload, entry: Entry) -> None:
    if said["new_case"]:
        told.begin(said["case_id"], said["state"])
    _unmerged(told, said, entry)


TELLERS: dict[str, Callable[[Told, Payload, Entry], None]] = {
    "case_opened": _opened,
    "message_received": _received,
    "note_written": _noted,
    "acknowledgement_written": _noted,
    "reply_written": _replied,
    "case_assigned": _assigned,
    "case_reopened": _now("open"),
    "case_resolved": _now("resolved"),
    "case_snoozed": _now("snoozed"),
    "case_marked_spam": _now("spam"),
    "case_unmarked_spam": _now("open"),
    "case_merged": _merged,
    "case_unmerged": _unmerged,
    "case_took_in": _says_state,
    "case_gave_back": _says_state,
    "messages_left": _says_state,
    "messages_joined": _joined,
}
