"""Which cursor has something to hear, and taking it for this transaction.

Written out in SQL: this is asked for every batch and every poll, and to have the ORM put the
question together would cost three times what the database needs to answer it.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection

from keskio.journal.models import Cursor

SKIP_AHEAD = 2_000
"""Ids a cursor may lag over entries its subscriber does not hear, before it is moved anyway."""
COLUMNS = ("id", "subscriber", "partition", "position")
CLAIM = """
    SELECT c.id, c.subscriber, c.partition, c.position,
           EXISTS (SELECT 1 FROM journal_pause p WHERE p.subscriber = c.subscriber) AS paused
    FROM journal_cursor c WHERE {condition}
"""
DUE = """
    c.subscriber = %s
    AND NOT EXISTS (SELECT 1 FROM journal_pause p WHERE p.subscriber = %s AND p.probe_at > %s)
    AND (c.position < %s OR EXISTS (
      SELECT 1 FROM journal_entry e WHERE e.partition = c.partition AND e.id > c.position
        AND e.id <= {least}(c.position + %s, %s) AND e.kind IN ({kinds})))
"""


def claim(
    subscriber: str, kinds: Sequence[str], *, ceiling: int, now: datetime, only: Cursor | None
) -> Cursor | None:
    """The cursor furthest behind that has something due and that nobody holds, now held."""
    condition, parameters = _due(subscriber, kinds, ceiling=ceiling, now=now)
    if only is not None:
        condition, parameters = f"{condition} AND c.id = %s", [*parameters, only.pk]
    chosen = f"{CLAIM.format(condition=condition)} ORDER BY c.position LIMIT 1"
    return _first(chosen + _for_update("SKIP LOCKED"), parameters)


def wait_for(cursor: Cursor) -> Cursor:
    """The same cursor as it is now, held as soon as whoever holds it lets go."""
    held = _first(CLAIM.format(condition="c.id = %s") + _for_update(), [cursor.pk])
    if held is None:
        raise Cursor.DoesNotExist
    return held


def is_any_due(subscriber: str, kinds: Sequence[str], *, ceiling: int, now: datetime) -> bool:
    condition, parameters = _due(subscriber, kinds, ceiling=ceiling, now=now)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM journal_cursor c WHERE {condition} LIMIT 1", parameters)  # noqa: S608
        return cursor.fetchone() is not None


def _first(statement: str, parameters: Sequence[Any]) -> Cursor | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row = cursor.fetchone()
    if row is None:
        return None
    *columns, paused = row
    found = Cursor.from_db(connection.alias, COLUMNS, columns)
    found.paused = bool(paused)
    return found


def _due(
    subscriber: str, kinds: Sequence[str], *, ceiling: int, now: datetime
) -> tuple[str, list[Any]]:
    moment = connection.ops.adapt_datetimefield_value(now)
    lagging = ceiling - SKIP_AHEAD
    parameters = [subscriber, subscriber, moment, lagging, SKIP_AHEAD, ceiling, *kinds]
    return _condition(connection.vendor, len(kinds)), parameters


@cache
def _condition(vendor: str, kinds: int) -> str:
    least = "least" if vendor == "postgresql" else "min"
    return DUE.format(least=least, kinds=", ".join(["%s"] * kinds) or "NULL")


def _for_update(otherwise: str = "") -> str:
    """SQLite has no row locks: its one writer has claimed everything."""
    return f" FOR UPDATE OF c {otherwise}" if connection.vendor == "postgresql" else ""
