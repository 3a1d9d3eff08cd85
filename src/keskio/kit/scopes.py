"""The only two ways to the database: `reading` and `writing`, each for certain clients.

On PostgreSQL a scope sets `keskio.clients` for row-level security: the net under the queries,
which filter by client themselves. On SQLite `writing` takes a process-wide lock first: ten
threads waiting in line are a hundred times faster than ten threads retrying on a busy file.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

INSTALLATION = 0
"""The client id of what belongs to no client: the installation's own entries and tokens."""


@dataclass(frozen=True)
class Scope:
    """For which clients the database is open; None means every client."""

    clients: frozenset[int] | None

    @classmethod
    def of(cls, clients: Iterable[int]) -> "Scope":
        return cls(frozenset(clients))

    def as_setting(self) -> str:
        if self.clients is None:
            return "*"
        return ",".join(map(str, sorted(self.clients)))


SYSTEM = Scope(None)
"""The system's own work: subscribers, timers, the mail listener, the administrator."""

NOT_BEGUN, ANSWERED = 0, 2
"""PQTRANS_IDLE and PGRES_TUPLES_OK of libpq."""
_sqlite_writer = threading.RLock()
_open = threading.local()


@contextmanager
def reading(scope: Scope) -> Iterator[None]:
    """Read for the clients of `scope`; one short transaction on PostgreSQL, none on SQLite.

    Within a transaction that is open for the same clients it is part of that.
    """
    if connection.vendor != "postgresql" or _is_shown_to(scope):
        yield
        return
    with transaction.atomic(), _shown_to(scope):
        yield


@contextmanager
def writing(scope: Scope, *, durable: bool = False) -> Iterator[None]:
    """Write for the clients of `scope`, in one transaction.

    `durable` promises that a sender may be told "we have it" once this has ended: the bytes are
    on the disk, not only in the operating system's hands.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic(), _shown_to(scope):
            yield
        return
    with _sqlite_writer:
        _set_synchronous("FULL" if durable else "NORMAL")
        with transaction.atomic():
            yield


def _is_shown_to(scope: Scope) -> bool:
    return connection.in_atomic_block and getattr(_open, "setting", None) == scope.as_setting()


@contextmanager
def _shown_to(scope: Scope) -> Iterator[None]:
    """Set it for this transaction only: it can never leak to the connection's next user."""
    outer: str | None = getattr(_open, "setting", None)
    setting = scope.as_setting()
    if setting != outer:
        _show(setting)
    _open.setting = setting
    try:
        yield
    finally:
        _open.setting = outer
    if setting != outer and connection.savepoint_ids:  # a surrounding transaction goes on
        _show(outer or "")


def _show(setting: str) -> None:
    if _begun_with(setting):
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('keskio.clients', %s, true)", [setting])


def _begun_with(setting: str) -> bool:
    """Begin the transaction and set it in one round trip, which every request and every mail
    would else pay twice. What is wrong with a connection is left for the ordinary way to say."""
    server = connection.connection.pgconn
    if server.transaction_status != NOT_BEGUN:
        return False
    both = f"BEGIN; SELECT set_config('keskio.clients', '{setting}', true)"
    return bool(server.exec_(both.encode()).status == ANSWERED)


def _set_synchronous(level: str) -> None:
    """SQLite takes it only between transactions, and costs a statement: remember what was said."""
    if connection.in_atomic_block:
        return
    connection.ensure_connection()
    said = (connection.connection, level)
    if getattr(_open, "synchronous", None) != said:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous = {level}")
        _open.synchronous = said
