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
      SELECT client_id, promised_at, id FROM routing_workitem
      WHERE client_id = %s AND agent_id IS NULL AND ended_at IS NULL
      ORDER BY promised_at, id LIMIT 1
    ) AS first_of_client
"""
CLAIM = """
    SELECT item.* FROM routing_workitem item JOIN cases_case ON cases_case.id = item.case_id
    WHERE item.client_id = %s AND item.agent_id IS NULL AND item.ended_at IS NULL
      AND cases_case.state = %s
    ORDER BY item.promised_at, item.id LIMIT 1
"""


def claim_first(clients: Collection[int]) -> WorkItem | None:
    """The free item with the soonest promise whose case waits for us (two queries as a rule).

    Item and case are locked together, and what somebody else has locked is passed over: nobody
    waits for a lock while holding one. What was answered a moment ago and is not yet heard of by
    the line is passed over too.
    """
    for client_id in _by_their_first(clients):
        if item := _claim(client_id):
            return item
    return None


def _by_their_first(clients: Collection[int]) -> list[int]:
    """The clients for whom somebody waits, the soonest promise first."""
    if not clients:
        return []
    firsts = " UNION ALL ".join([FIRST] * len(clients))
    with connection.cursor() as cursor:
        cursor.execute(f"{firsts} ORDER BY promised_at, id", sorted(clients))
        return [row[0] for row in cursor.fetchall()]


def _claim(client_id: int) -> WorkItem | None:
    skip = " FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update else ""
    return next(iter(WorkItem.objects.raw(CLAIM + skip, [client_id, State.OPEN])), None)
