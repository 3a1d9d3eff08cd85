"""What no entry brings about: newcomers' cursors, due timers, and streams parked for a while."""

import time
from collections.abc import Sequence
from datetime import datetime

from keskio.journal import operations, queries
from keskio.journal.delivery import retry_parked
from keskio.journal.events import Subscriber
from keskio.kit.scopes import SYSTEM, reading, writing

RETRY_SECONDS = 0.1
"""How long parked streams, of all subscribers, may keep the entries of others waiting."""


def enrol_new(subscribers: Sequence[Subscriber]) -> None:
    """Let those who have never heard anything hear everything, from the first entry on."""
    with reading(SYSTEM):
        missing = queries.unenrolled(subscribers)
    if missing:
        with writing(SYSTEM):
            operations.enrol(subscribers=missing)


def fire_due_timers(*, now: datetime) -> None:
    """Record every timer that is due, a hundred in a transaction."""
    while _fire_some(now):
        pass


def retry_due(subscribers: Sequence[Subscriber], *, now: datetime) -> None:
    """Retry the parked streams that are due, as many as their share of the time allows."""
    for subscriber in subscribers:
        ends_at = time.monotonic() + RETRY_SECONDS / len(subscribers)
        while retry_parked(subscriber=subscriber, now=now) and time.monotonic() < ends_at:
            pass


def _fire_some(now: datetime) -> int:
    with reading(SYSTEM):
        if not queries.is_timer_due(now=now):
            return 0
    with writing(SYSTEM):
        return operations.fire_timers(now=now)
