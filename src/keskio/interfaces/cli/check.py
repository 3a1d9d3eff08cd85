"""`keskio check`: is everything in order, and if not, what."""

import argparse
import json
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import Error
from django.utils import timezone

from keskio.journal import queries as journal
from keskio.journal.subscribed import subscribers
from keskio.kit import database
from keskio.kit.claim import holder_of
from keskio.kit.disk import room_in
from keskio.kit.scopes import SYSTEM, reading

PATIENCE_SECONDS = 5
BEHIND_SECONDS = 60
"""A subscriber that is further behind is in trouble, not busy."""


@dataclass(frozen=True)
class Finding:
    name: str
    ok: bool
    says: str


def run(given: argparse.Namespace) -> int:
    """0 when everything is in order, 1 when something is not."""
    findings = list(check(now=timezone.now()))
    write = _as_json if given.json else _as_text
    write(findings)
    return 0 if all(finding.ok for finding in findings) else 1


def check(*, now: datetime) -> Iterator[Finding]:
    """Each thing an installation needs; where the database is silent, the rest is not asked."""
    answers = _finding("database", _database)
    yield answers
    yield _finding("room on the disk", _room)
    yield _finding("server", _server)
    yield _finding("mail listener", _mail_listener)
    if answers.ok:
        yield _finding("database role", _role)
        migrated = _finding("migrations", _migrations)
        yield migrated
        if migrated.ok:
            yield from _subscribers(now)


class OutOfOrder(Exception):
    """What is wrong, in one line."""


def _finding(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, ok=True, says=look())
    except (OutOfOrder, Error, OSError) as error:
        return Finding(name, ok=False, says=str(error).strip().partition("\n")[0])


def _database() -> str:
    with reading(SYSTEM):
        database.require_answer()
    return f"{settings.DATABASES['default']['NAME']} answers"


def _migrations() -> str:
    if pending := database.pending_migrations():
        raise OutOfOrder(f"{len(pending)} to run, from {pending[0]}: `keskio up` runs them")
    return "none to run"


def _role() -> str:
    try:
        database.require_bound_role()
    except database.NotBound as role:
        raise OutOfOrder(f"{role} passes by row-level security: use a plain role") from role
    return "bound by row-level security, where the database has it"


def _room() -> str:
    room = room_in(settings.DATA_DIR)
    says = f"{room.free_bytes / 1e6:,.0f} of {room.total_bytes / 1e6:,.0f} MB are free"
    if room.is_short:
        raise OutOfOrder(says)
    return says


def _server() -> str:
    """What the running server says of its own parts."""
    holder = _holder()
    host = f"[{holder['host']}]" if ":" in holder["host"] else holder["host"]
    try:
        address = f"http://{host}:{holder['port']}/healthz"
        with urllib.request.urlopen(address, timeout=PATIENCE_SECONDS) as answer:
            says = answer.read()
    except urllib.error.HTTPError as refusal:
        says = refusal.read()
    words = "; ".join(says.decode().split("\n")).strip("; ")
    if words != "well":
        raise OutOfOrder(words)
    return words


def _mail_listener() -> str:
    holder = _holder()
    where = (holder["host"], holder["smtp_port"])
    with socket.create_connection(where, timeout=PATIENCE_SECONDS) as connection:
        greeting = connection.recv(200).decode("ascii", "replace").strip()
    if not greeting.startswith("220"):
        raise OutOfOrder(f"{where[0]}:{where[1]} says: {greeting or 'nothing'}")
    return f"answers on {where[0]}:{where[1]}"


def _holder() -> Mapping[str, Any]:
    """Raises OutOfOrder when nothing runs, or has not come up yet."""
    holder = holder_of(settings.DATA_DIR)
    if holder is None or "smtp_port" not in holder:
        raise OutOfOrder(f"nothing runs on {settings.DATA_DIR}")
    return holder


def _subscribers(now: datetime) -> Iterator[Finding]:
    with reading(SYSTEM):
        lags = journal.lags(subscribers=subscribers(), now=now)
    for lag in lags:
        in_order = not lag.paused_at and not lag.parked and lag.seconds < BEHIND_SECONDS
        says = f"{lag.entries} behind, the oldest by {lag.seconds:.0f} s; {lag.parked} parked"
        paused = f"; paused since {lag.paused_at:%Y-%m-%d %H:%M}" if lag.paused_at else ""
        yield Finding(f"subscriber {lag.subscriber}", ok=in_order, says=says + paused)


def _as_text(findings: list[Finding]) -> None:
    for finding in findings:
        sys.stdout.write(f"{'ok' if finding.ok else 'NO':<4}{finding.name:<28}{finding.says}\n")


def _as_json(findings: list[Finding]) -> None:
    json.dump([asdict(finding) for finding in findings], sys.stdout, indent=2)
    sys.stdout.write("\n")
