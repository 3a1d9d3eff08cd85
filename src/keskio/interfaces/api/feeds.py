"""What of the journal is for whom: nothing of an inbox that is closed to the reader."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from keskio.cases import queries as cases
from keskio.channels import queries as channels
from keskio.staff.viewers import Viewer

if TYPE_CHECKING:
    from keskio.journal.models import Entry


def shown_entries(entries: "Sequence[Entry]", viewer: Viewer) -> "list[Entry]":
    """Without those of closed inboxes (no query for whom none is closed, else two)."""
    if not viewer.closed_inboxes:
        return list(entries)
    case_ids = _ids(entries, "case")
    arrival_ids = _ids(entries, "arrival")
    hidden_cases = case_ids - cases.shown_cases(case_ids, viewer=viewer)
    hidden_arrivals = arrival_ids - channels.shown_arrivals(arrival_ids, viewer=viewer)
    return [
        one
        for one in entries
        if _id(one, "case") not in hidden_cases
        and _id(one, "arrival") not in hidden_arrivals
        and _id(one, "inbox") not in viewer.closed_inboxes
    ]


def _ids(entries: "Iterable[Entry]", what: str) -> frozenset[int]:
    return frozenset(pk for one in entries if (pk := _id(one, what)) is not None)


def _id(entry: "Entry", what: str) -> int | None:
    """By the entry's stream, such as `case:42`, or by what it says, such as `case_id`."""
    kind, _, number = entry.stream.partition(":")
    if kind == what and number.isdecimal():
        return int(number)
    said = entry.payload.get(f"{what}_id")
    return said if isinstance(said, int) else None
