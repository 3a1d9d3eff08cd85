"""Whose fault an error is: the entry's, the company it was handed over in, or the machine's."""

import errno
from collections.abc import Iterator

from django.db import Error

CONTENTION = {"40001", "40P01", "55P03"}
"""Serialization failure, deadlock, lock not available."""
OUTAGE_CLASSES = {"08", "53", "57", "58", "XX"}
"""Connection, resources (a full disk), operator intervention, system, internal."""
STATEMENT_TIMEOUT = "57014"
SQLITE_OUTAGES = {5, 6, 7, 8, 10, 11, 13, 14, 15, 26}
"""Busy, locked, no memory, read-only, I/O, corrupt, full, cannot open, protocol, no database."""
DISK_OUTAGES = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.ENFILE, errno.EMFILE}


def is_outage(error: BaseException) -> bool:
    """Whether database or disk could not do their work, whatever they were asked."""
    return any(_is_outage(one) for one in _with_causes(error))


def is_contention(error: BaseException) -> bool:
    """Whether another transaction was in the way, as in a deadlock."""
    return any(_sqlstate(one) in CONTENTION for one in _with_causes(error))


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _is_outage(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in DISK_OUTAGES
    driver_error = error.__cause__
    if not isinstance(error, Error) or driver_error is None:
        return False
    code = getattr(driver_error, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in SQLITE_OUTAGES
    state = _sqlstate(error)
    if state is None:  # the connection is gone: nobody is left to name a state
        return type(driver_error).__name__ == "OperationalError"
    return state[:2] in OUTAGE_CLASSES and state != STATEMENT_TIMEOUT


def _sqlstate(error: BaseException) -> str | None:
    return getattr(error.__cause__, "sqlstate", None)
