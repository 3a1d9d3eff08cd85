"""What a write asks of the transaction it runs in."""

from django.db import connection


class NotInTransaction(Exception):
    """A write was tried outside the transaction that would make it true."""


def require_transaction() -> None:
    """Raises NotInTransaction outside a transaction."""
    if not connection.in_atomic_block:
        raise NotInTransaction("open keskio.kit.scopes.writing() around this")
