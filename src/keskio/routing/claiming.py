"""Who is next in the line.

Written out in SQL, one index range per client as in lists of cases: every agent asks this after
every case, often many at once, and all but the first wait for the answers before theirs.
"""

from collections.abc import Collection

from django.db import connection

from keskio.cases.models import State
from keskio.routing.models import WorkItem

FIRST = """
    SELECT * FROM (
      SELECT item.client_id, item.promised_at, item.id FROM routing_workitem item {joined}
      WHERE item.client_id = %s AND item.agent_id IS NULL AND item.ended_at IS NULL {let_in}
      ORDER BY item.promised_at, item.id LIMIT 1
    ) AS first_of_client
"""
CLAIM = """
    SELECT item.* FROM routing_workitem item JOIN cases_case ON cases_case.id = item.case_id
    WHERE item.client_id = %s AND item.agent_id IS NULL AND item.ended_at IS NULL
      AND cases_case.state = %s {let_in}
    ORDER BY item.promised_at, item.id LIMIT 1
"""
JOINED = "JOIN cases_case ON cases_case.id = item.case_id"


def claim_first(clients: Collection[int], *, closed: Collection[int] = ()) -> WorkItem | None:
    """The free item with the soonest promise whose case waits for us (two queries as a rule).

    Nothing from the inboxes that are `closed` to whoever asks. Item and case are locked together,
    and what somebody else has locked is passed over: nobody waits for a lock while holding one.
    What was answered a moment ago and is not yet heard of by the line is passed over too.
    """
    for client_id in _by_their_first(clients, sorted(closed)):
        if item := _claim(client_id, sorted(closed)):
            return item
    return None


def _by_their_first(clients: Collection[int], closed: list[int]) -> list[int]:
    """The clients for whom somebody waits, the soonest promise first."""
    if not clients:
        return []
    first = FIRST.format(joined=JOINED if closed else "", let_in=_let_in(closed))
    firsts = " UNION ALL ".join([first] * len(clients))
    values = [value for client in sorted(clients) for value in (client, *closed)]
    with connection.cursor() as cursor:
        cursor.execute(f"{firsts} ORDER BY promised_at, id", values)
        return [row[0] for row in cursor.fetchall()]


def _claim(client_id: int, closed: list[int]) -> WorkItem | None:
    skip = " FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update else ""
    claim = CLAIM.format(let_in=_let_in(closed)) + skip
    return next(iter(WorkItem.objects.raw(claim, [client_id, State.OPEN, *closed])), None)


def _let_in(closed: list[int]) -> str:
    return f"AND cases_case.inbox_id NOT IN ({', '.join(['%s'] * len(closed))})" if closed else ""
