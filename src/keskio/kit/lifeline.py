"""Who of several like workers is alive: each holds a lock that dies with its connection."""

import secrets
from typing import Any

from django.db import connection

LOCK_SPACE = 0x6B65736C
"""Parts these advisory locks from all others in the database."""
HOLD = "SELECT pg_advisory_lock(%s, %s)"
ALIVE = """
    SELECT objid FROM pg_locks
    WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2 AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class Lifeline:
    """A number that others can see to be alive: no clock, no heartbeat.

    On SQLite nobody else is: one process holds the data directory.
    """

    def __init__(self) -> None:
        self.number = secrets.randbelow(2**31)
        self._held_on: Any = None

    def hold(self) -> None:
        """From now on, until this thread's connection ends; before anything is claimed."""
        connection.ensure_connection()
        if connection.vendor != "postgresql" or self._held_on is connection.connection:
            return
        with connection.cursor() as cursor:
            cursor.execute(HOLD, [LOCK_SPACE, self.number])
        self._held_on = connection.connection

    def others_alive(self) -> set[int]:
        """Ask after reading whose claims there are: who claims has held before."""
        if connection.vendor != "postgresql":
            return set()
        with connection.cursor() as cursor:
            cursor.execute(ALIVE, [LOCK_SPACE])
            return {int(number) for (number,) in cursor.fetchall()} - {self.number}
