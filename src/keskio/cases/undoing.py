"""What it takes to put a case back to how it was a moment ago.

A `Former` is taken before a change, travels through the hands of whoever may undo it, sealed by
the installation's key, and comes back. It is refused once the case has changed again.
"""

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any

from django.core import signing

from keskio.cases.models import Case
from keskio.cases.queries.reading import locked_cases

SALT = "keskio.cases.undoing"
GOOD_FOR = 120
"""Seconds: longer than a toast stays, so that who reaches for it late is not refused."""
INSTANTS = ("waiting_since", "promised_at", "snoozed_until", "resolved_at")


class CannotUndo(Exception):
    """Too late, or the case has changed since."""


@dataclass(frozen=True)
class Former:
    """How a case stood: its state and all that goes with it."""

    state: str
    assignee_id: int | None
    reason_id: int | None
    outcome: str
    status_id: int | None
    waiting_since: str | None
    promised_at: str | None
    snoozed_until: str | None
    resolved_at: str | None

    @classmethod
    def of(cls, case: Case) -> "Former":
        instants = [getattr(case, name) for name in INSTANTS]
        return cls(
            case.state,
            case.assignee_id,
            case.reason_id,
            case.outcome,
            case.status_id,
            *(at.isoformat() if at else None for at in instants),
        )

    def instant(self, name: str) -> datetime | None:
        written = getattr(self, name)
        return datetime.fromisoformat(written) if written else None


@dataclass(frozen=True)
class Change:
    """One case, how it stood and how it was left, and who changed it."""

    case_id: int
    before: Former
    after: Former


def changed_by(do: Callable[[], object], *, case_id: int) -> Change | None:
    """What `do` changed of the case, None if nothing that can be undone; in its transaction.

    Raises what `do` raises.
    """
    before = _now(case_id)
    do()
    after = _now(case_id)
    return Change(case_id, before, after) if before != after else None


def _now(case_id: int) -> Former:
    return Former.of(locked_cases([case_id])[case_id])


def seal(changes: Sequence[Change], *, actor: str) -> str:
    """Only `actor` can open it, and only for a while."""
    rows = [[one.case_id, astuple(one.before), astuple(one.after)] for one in changes]
    return signing.dumps(rows, salt=f"{SALT}:{actor}", compress=True)


def unseal(sealed: str, *, actor: str) -> list[Change]:
    """Raises CannotUndo."""
    try:
        rows: list[Any] = signing.loads(sealed, salt=f"{SALT}:{actor}", max_age=GOOD_FOR)
    except signing.BadSignature as error:
        raise CannotUndo from error
    return [Change(pk, Former(*before), Former(*after)) for pk, before, after in rows]
