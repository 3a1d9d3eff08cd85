"""How far the journal can be read without passing over an entry that is yet to appear.

PostgreSQL hands out ids when a row is inserted and shows the row when its transaction commits.
A reader that has passed id 6 would miss id 5, committed later. Whoever has taken an id holds
RowExclusiveLock on the table until the end of its transaction, so: note the last id handed out,
then who holds that lock; once all of them are gone, every id up to the noted one is decided.
Only transactions that write the journal count: others may run for hours.
SQLite has one writer: what is visible is decided.
"""

from collections import deque

from django.db import connection
from django.db.models import Max

from keskio.journal.models import Cursor, Entry

LAST_ID = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM journal_entry_id_seq"
WRITERS = """
    SELECT virtualtransaction FROM pg_locks
    WHERE locktype = 'relation' AND relation = 'journal_entry'::regclass
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND mode = 'RowExclusiveLock' AND granted AND pid IS DISTINCT FROM pg_backend_pid()
"""
LOOKS_KEPT = 64


class Horizon:
    """One per connection; make a new one after reconnecting (a failover may reuse ids).

    It reads nobody's rows, hence needs no scope.
    """

    def __init__(self) -> None:
        self._ceiling: int | None = None
        self._looks: deque[tuple[int, frozenset[str]]] = deque()

    @property
    def waits(self) -> bool:
        """Whether the last look saw somebody who may still show an entry."""
        return bool(self._looks)

    def look(self) -> int:
        """The id up to which everything is decided.

        What the looking transaction itself has written counts as decided: it sees it.
        """
        if connection.vendor != "postgresql":
            return last_id()
        if self._ceiling is None:
            self._ceiling = furthest_position()
        last, writers = last_id(), _writers()  # in this order, or entries are lost
        if len(self._looks) < LOOKS_KEPT:
            self._looks.append((last, writers))
        while self._looks and not self._looks[0][1] & writers:
            self._ceiling, _ = self._looks.popleft()
        return self._ceiling


def last_id() -> int:
    """The last id handed out: nothing recorded so far has a higher one."""
    if connection.vendor != "postgresql":
        return Entry.objects.aggregate(last=Max("id"))["last"] or 0
    with connection.cursor() as cursor:
        cursor.execute(LAST_ID)
        return int(cursor.fetchone()[0])


def decided_id() -> int:
    """An id up to which everything is decided, found in one look; it may be behind a Horizon's.

    With nobody writing that is the last one, else the furthest that a subscriber has got.
    """
    last = last_id()
    if connection.vendor != "postgresql" or not _writers():
        return last
    return furthest_position()


def furthest_position() -> int:
    """How far any subscriber has got: decided, hence where a new horizon may begin.

    One that began at 0 would deliver nothing until everybody had ended who was writing when it
    first looked: a worker that does not live that long would never deliver at all.
    """
    return Cursor.objects.aggregate(furthest=Max("position"))["furthest"] or 0


def _writers() -> frozenset[str]:
    with connection.cursor() as cursor:
        cursor.execute(WRITERS)
        return frozenset(row[0] for row in cursor.fetchall())
