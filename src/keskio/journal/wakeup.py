"""Tell workers that there is something to read. A lost ring costs one poll, never an entry."""

import threading
import time
from typing import Any

from django.db import connection, transaction

CHANNEL = "journal"
RING_SECONDS = 0.02
"""At most one NOTIFY per process in this time: NOTIFY takes a lock on the whole cluster."""


class _Ringer:
    def __init__(self) -> None:
        self.rung = threading.Event()
        self._last_at = 0.0

    def ring(self) -> None:
        self.rung.set()
        if connection.vendor != "postgresql" or time.monotonic() < self._last_at + RING_SECONDS:
            return
        self._last_at = time.monotonic()
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")


_ringer = _Ringer()


def ring_after_commit() -> None:
    """Ring once the transaction is durable: inside it, NOTIFY would queue up all commits."""
    if not any(hook[1] == _ringer.ring for hook in connection.run_on_commit):
        transaction.on_commit(_ringer.ring, robust=True)


class Bell:
    """What a worker sleeps on."""

    def __init__(self) -> None:
        self._listener: Any = None
        if connection.vendor == "postgresql":
            self._listener = connection.copy()
            with self._listener.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")

    def wait(self, seconds: float) -> bool:
        """Sleep until rung or `seconds` have passed; whether it rang.

        Raises OperationalError when the database has gone away.
        """
        if self._listener is None:
            rang = _ringer.rung.wait(seconds)
            _ringer.rung.clear()
            return rang
        with self._listener.wrap_database_errors:
            notices = self._listener.connection.notifies(timeout=seconds, stop_after=1)
            return len(list(notices)) > 0

    def close(self) -> None:
        if self._listener is not None:
            self._listener.close()
