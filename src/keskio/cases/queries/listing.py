"""Lists of cases, page by page, as fast for the smallest client as for the largest.

One index range per client, its first rows only, then the first of these: a plain
`client_id IN (…) ORDER BY …` would have the database sort all that the clients have.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from keskio.cases.models import Case, State
from keskio.kit.prepared import prepared
from keskio.staff.viewers import Viewer

PAGE = 50
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
COUNTED_UP_TO = 10_000
MAX_ID = 2**63 - 1
JOINED = (
    "client__name",
    "inbox__language",
    "customer__name",
    "assignee__name",
    "assignee__email",
)


class View(StrEnum):
    """Which cases, and in which order."""

    WAITING = "waiting"
    """Wait for us: the soonest promise first."""
    MINE = "mine"
    """With the viewer and not resolved: the latest message first, as in all that follow."""
    ANSWERED = "answered"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


STATE_OF = {
    View.WAITING: State.OPEN,
    View.ANSWERED: State.WAITING,
    View.SNOOZED: State.SNOOZED,
    View.RESOLVED: State.RESOLVED,
}


class BadCursor(ValueError):
    """Not a place in the list that this installation has named."""


@dataclass(frozen=True)
class CasePage:
    """Cases, what JOINED says of others joined, and where the next page begins."""

    cases: list[Case]
    next: str | None


def list_cases(
    *,
    viewer: Viewer,
    view: View,
    client_ids: Collection[int] = (),
    after: str = "",
    limit: int = PAGE,
) -> CasePage:
    """A page of the cases the viewer may see (two queries). Raises BadCursor."""
    clients = _clients(viewer, client_ids)
    if not clients:
        return CasePage([], None)
    ids = _first_ids(_ranges(viewer, view, clients, after, limit + 1), view, limit + 1)
    found = {case.pk: case for case in _listed(ids)}
    cases = [found[pk] for pk in ids if pk in found]
    more = len(cases) > limit
    return CasePage(cases[:limit], _cursor(cases[limit - 1], view) if more else None)


def count_cases(*, viewer: Viewer, view: View, client_ids: Collection[int] = ()) -> int:
    """How many there are, counted up to COUNTED_UP_TO (one query)."""
    clients = _clients(viewer, client_ids)
    if not clients:
        return 0
    chosen, params = _chosen(viewer, view)
    of_clients = f"client_id IN ({', '.join(['%s'] * len(clients))})"
    found = f"SELECT 1 FROM cases_case WHERE {of_clients} AND {chosen} LIMIT {COUNTED_UP_TO:d}"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({found}) AS counted", [*clients, *params])
        (count,) = cursor.fetchone()
    return int(count)


@prepared
def _listed(ids: Collection[int]) -> QuerySet[Case]:
    """All of the cases, but of whom they belong to only what a list shows."""
    own = [field.name for field in Case._meta.concrete_fields]  # noqa: SLF001
    joined = Case.objects.select_related("client", "inbox", "customer", "assignee")
    return joined.only(*own, *JOINED).filter(pk__in=ids)


def _clients(viewer: Viewer, client_ids: Collection[int]) -> list[int]:
    return sorted(viewer.clients & set(client_ids) if client_ids else viewer.clients)


def _chosen(viewer: Viewer, view: View) -> tuple[str, list[Any]]:
    let_in, closed = _let_in(viewer)
    if view == View.MINE:
        mine = [viewer.agent_id, State.RESOLVED]
        return f"assignee_id = %s AND state <> %s{let_in}", [*mine, *closed]
    return f"state = %s{let_in}", [STATE_OF[view], *closed]


def _let_in(viewer: Viewer) -> tuple[str, list[Any]]:
    """Leaves out the inboxes that are closed to the viewer; nothing where there is none."""
    if not (closed := sorted(viewer.closed_inboxes)):
        return "", []
    return f" AND inbox_id NOT IN ({', '.join(['%s'] * len(closed))})", closed


@dataclass(frozen=True)
class _Range:
    sql: str
    params: list[Any]


def _ranges(viewer: Viewer, view: View, clients: list[int], after: str, limit: int) -> list[_Range]:
    key, order, beyond = _order(view)
    place, place_params = "", []
    if after:
        place, place_params = f"AND ({key}, id) {beyond} (%s, %s)", _place(after)
    chosen, chosen_params = _chosen(viewer, view)
    sql = (
        f"SELECT id, {key} AS place FROM cases_case WHERE client_id = %s AND {chosen} {place}"
        f" ORDER BY {key} {order}, id {order} LIMIT {limit:d}"
    )
    return [_Range(sql, [client, *chosen_params, *place_params]) for client in clients]


def _order(view: View) -> tuple[str, str, str]:
    if view == View.WAITING:
        return "promised_at", "ASC", ">"
    return "last_message_at", "DESC", "<"


def _first_ids(ranges: list[_Range], view: View, limit: int) -> list[int]:
    _, order, _ = _order(view)
    parts = " UNION ALL ".join(f"SELECT * FROM ({part.sql}) AS one" for part in ranges)
    first = f"ORDER BY place {order}, id {order} LIMIT {limit:d}"
    sql = f"SELECT id FROM ({parts}) AS all_of_them {first}"
    with connection.cursor() as cursor:
        cursor.execute(sql, [param for part in ranges for param in part.params])
        return [row[0] for row in cursor.fetchall()]


def _cursor(case: Case, view: View) -> str:
    key = (case.promised_at if view == View.WAITING else None) or case.last_message_at
    return f"{(key - EPOCH) // timedelta(microseconds=1)}_{case.pk}"


def _place(cursor: str) -> list[Any]:
    microseconds, _, pk = cursor.partition("_")
    try:
        at = EPOCH + timedelta(microseconds=int(microseconds))
        return [connection.ops.adapt_datetimefield_value(at), _id(pk)]
    except (ValueError, OverflowError) as error:
        raise BadCursor(cursor) from error


def _id(written: str) -> int:
    """Raises ValueError for what no row can have."""
    if not 0 < int(written) <= MAX_ID:
        raise ValueError(written)
    return int(written)
