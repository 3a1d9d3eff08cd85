"""Who is next in the line.

Written out in SQL, one index range for each client and each team, as in lists of cases: every agent
asks this after every case, often many at once, and all but the first wait for the answers before
theirs.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from keskio.cases.models import State
from keskio.routing.models import WorkItem

FIRST = """
    SELECT * FROM (
      SELECT {number:d} AS number, item.rank, item.promised_at, item.id
      FROM routing_workitem item {joined}
      WHERE {among} AND item.agent_id IS NULL AND item.ended_at IS NULL {let_in}
      ORDER BY item.rank, item.promised_at, item.id LIMIT 1
    ) AS one
"""
CLAIM = """
    SELECT item.* FROM routing_workitem item JOIN cases_case ON cases_case.id = item.case_id
    WHERE {among} AND item.agent_id IS NULL AND item.ended_at IS NULL {let_in}
      AND cases_case.state = %s
    ORDER BY item.rank, item.promised_at, item.id LIMIT 1
"""
JOINED = "JOIN cases_case ON cases_case.id = item.case_id"


@dataclass(frozen=True)
class _Range:
    """Items of one client that no team has, or of one team."""

    among: str
    params: list[int]


def claim_first(
    clients: Collection[int], teams: Collection[int] = (), *, closed: Collection[int] = ()
) -> WorkItem | None:
    """The free item that is first in rank, and in its rank has the soonest promise, of a case that
    waits for us (two queries as a rule).

    Nothing from the inboxes that are `closed` to whoever asks. Item and case are locked together,
    and what somebody else has locked is passed over: nobody waits for a lock while holding one.
    What was answered a moment ago and is not yet heard of by the line is passed over too.
    """
    shut = sorted(closed)
    for one in _by_their_first(_ranges(sorted(clients), teams), shut):
        if item := _claim(one, shut):
            return item
    return None


def _ranges(clients: list[int], teams: Collection[int]) -> list[_Range]:
    if not clients:
        return []
    served = f"item.client_id IN ({', '.join(['%s'] * len(clients))})"
    return [
        *(_Range("item.client_id = %s AND item.team_id IS NULL", [client]) for client in clients),
        *(_Range(f"item.team_id = %s AND {served}", [team, *clients]) for team in teams),
    ]


def _by_their_first(ranges: list[_Range], closed: list[int]) -> list[_Range]:
    """Those in which somebody waits, whoever is to be taken first before the others."""
    if not ranges:
        return []
    joined, let_in = (JOINED, _let_in(closed)) if closed else ("", "")
    firsts = " UNION ALL ".join(
        FIRST.format(number=number, among=one.among, joined=joined, let_in=let_in)
        for number, one in enumerate(ranges)
    )
    params = [param for one in ranges for param in (*one.params, *closed)]
    with connection.cursor() as cursor:
        cursor.execute(f"{firsts} ORDER BY rank, promised_at, id", params)
        return [ranges[row[0]] for row in cursor.fetchall()]


def _claim(one: _Range, closed: list[int]) -> WorkItem | None:
    skip = " FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update else ""
    claim = CLAIM.format(among=one.among, let_in=_let_in(closed)) + skip
    return next(iter(WorkItem.objects.raw(claim, [*one.params, *closed, State.OPEN])), None)


def _let_in(closed: list[int]) -> str:
    return f"AND cases_case.inbox_id NOT IN ({', '.join(['%s'] * len(closed))})" if closed else ""
