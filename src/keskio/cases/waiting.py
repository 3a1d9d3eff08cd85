"""What the state of a case says about who waits for whom; saving it is the caller's."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from keskio.cases.models import Case, State
from keskio.clients import queries as clients

if TYPE_CHECKING:
    from keskio.clients.models import Inbox

WAITING_FIELDS = [
    "state",
    "status",
    "waiting_since",
    "promised_at",
    "snoozed_until",
    "resolved_at",
    "reason",
    "outcome",
]


def wait_again(case: Case, *, inbox: "Inbox", now: datetime) -> None:
    """The case waits for us from `now`, with a fresh promise."""
    rest(case, State.OPEN)
    case.waiting_since, case.promised_at = now, clients.promise_of(inbox, now=now)


def rest(case: Case, state: State) -> None:
    """Put it into `state`, with nobody waiting and nothing left of how it last ended.

    A status of the client's own that says more of another state goes.
    """
    case.state = state
    if case.status and case.status.state != state:
        case.status = None
    case.waiting_since = case.promised_at = case.snoozed_until = None
    case.resolved_at = case.reason = None
    case.outcome = ""


def wait_since(case: Case, since: datetime, *, promised_at: datetime) -> None:
    """The case waits for us since then, or longer; a promise that was sooner stays."""
    if case.waits_for_us:
        case.waiting_since = min(case.waiting_since or since, since)
        case.promised_at = min(case.promised_at or promised_at, promised_at)
        return
    rest(case, State.OPEN)
    case.waiting_since, case.promised_at = since, promised_at


def snooze_key(case: Case) -> str:
    """Of the timer that wakes it."""
    return f"case:{case.pk}:snooze"


def as_it_stands(case: Case) -> dict[str, Any]:
    """What `restore` brings back; of the kinds that JSON knows."""
    moments = ("waiting_since", "promised_at", "snoozed_until", "resolved_at")
    return {
        "state": case.state,
        "reason_id": case.reason_id,
        "outcome": case.outcome,
        "status_id": case.status_id,
        "assignee_id": case.assignee_id,
        "participants": case.participants,
        "last_message_at": case.last_message_at.isoformat(),
        **{name: _written(getattr(case, name)) for name in moments},
    }


def restore(case: Case, before: dict[str, Any]) -> None:
    """Let it stand as it stood."""
    for name, value in before.items():
        is_moment = name.endswith(("_at", "_since", "_until"))
        setattr(case, name, datetime.fromisoformat(value) if value and is_moment else value)


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
