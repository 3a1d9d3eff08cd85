"""What the state of a case says about who waits for whom; saving it is the caller's."""

from datetime import datetime
from typing import TYPE_CHECKING

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
