"""Processor time and memory of processes: of ours, and of the database's that work for us."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from django.db import connection

BACKENDS = """
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
SHARED = ("walwriter", "checkpointer", "background writer")
"""PostgreSQL's processes that work for every database of the server, hence for strangers too."""


class Spent:
    """Seconds, filled in at the end of `spending`."""

    wall = client = backends = shared = 0.0

    @property
    def processor(self) -> float:
        """Of the processes that work for us alone."""
        return self.client + self.backends


@contextmanager
def spending(*clients: int) -> Iterator[Spent]:
    """What the processes `clients` and this database's backends spend meanwhile.

    Backends must be connected before: those that come or go in between are not seen.
    """
    spent, backends, shared = Spent(), _backends(), _shared()
    before = [_seconds(pids) for pids in (clients, backends, shared)]
    began_at = time.perf_counter()
    yield spent
    spent.wall = time.perf_counter() - began_at
    after = [_seconds(pids) for pids in (clients, backends, shared)]
    spent.client, spent.backends, spent.shared = (
        late - early for early, late in zip(before, after, strict=True)
    )


def peak_megabytes(pid: int) -> float:
    """The most memory the process ever had in its hands; 0 when it has gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    lines = dict(line.split(":", 1) for line in status.splitlines())
    return int(lines.get("VmHWM", "0 kB").split()[0]) / 1000


def _backends() -> list[int]:
    """Our own connection too: it spends on the client's behalf when the client is this process."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(BACKENDS)
        others = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT pg_backend_pid()")
        return [*others, cursor.fetchone()[0]]


def _shared() -> list[int]:
    if connection.vendor != "postgresql":
        return []
    return [
        process.pid
        for process in psutil.process_iter(["cmdline"])
        if any(" ".join(process.info["cmdline"] or ()).rstrip().endswith(one) for one in SHARED)
    ]


def _seconds(pids: Iterator[int] | list[int] | tuple[int, ...]) -> float:
    return sum(_seconds_of(pid) for pid in pids)


def _seconds_of(pid: int) -> float:
    try:
        times = psutil.Process(pid).cpu_times()
    except psutil.NoSuchProcess:
        return 0
    return float(times.user + times.system)
