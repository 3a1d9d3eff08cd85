"""What a write asks of the transaction it runs in."""

from django.db import connection

LOCK_SPACE = 0x6B657365
"""Parts these advisory locks from all others in the database."""


class NotInTransaction(Exception):
    """A write was tried outside the transaction that would make it true."""


def require_transaction() -> None:
    """Raises NotInTransaction outside a transaction."""
    if not connection.in_atomic_block:
        raise NotInTransaction("open keskio.kit.scopes.writing() around this")


def one_at_a_time(what: str) -> None:
    """Wait for others who do `what` at this moment, until this transaction ends.

    On SQLite nobody else writes anyway. Raises NotInTransaction.
    """
    require_transaction()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK_SPACE, what])
