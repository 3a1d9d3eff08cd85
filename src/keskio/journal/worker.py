"""The loop that keeps subscribers caught up; run as many as needed, in a thread or a process."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import connection

from keskio.journal import chores
from keskio.journal.delivery import hand_over
from keskio.journal.events import Subscriber
from keskio.journal.horizon import Horizon
from keskio.journal.wakeup import Bell
from keskio.kit import troubles

logger = logging.getLogger(__name__)

WHO = "worker"
POLL_SECONDS = 1.0
ATTENTIVE_SECONDS = 0.025
"""The pause after work, since a ring may have been swallowed by the one just answered, and while
somebody is about to commit, since who rolls back does not ring."""
REST = 3
"""How many times as long as a short turn the worker rests: what comes meanwhile is heard together,
and pages have the processor."""
LONGEST_REST_SECONDS = 0.05
"""What gathers in a longer one makes a turn that pages notice."""
CHORES_SECONDS = 0.25
FIRST_BATCH = 10
"""A batch that ends doubles the next: who is killed again and again still gets on."""


class Worker:
    """Keeps `subscribers` caught up. Killing it loses nothing: its locks go with it."""

    def __init__(
        self, subscribers: Sequence[Subscriber], *, clock: Callable[[], datetime], batch: int = 200
    ) -> None:
        self.subscribers, self.clock, self.batch = subscribers, clock, batch
        self._bell: Bell | None = None
        self._start_afresh()

    def _start_afresh(self) -> None:
        if self._bell is not None:
            self._bell.close()
        self._bell = None
        self._horizon = Horizon()
        self._heard_up_to: dict[str, int] = {}
        self._chores_at: float = 0.0
        self._limit = min(FIRST_BATCH, self.batch)

    def run(self, stop: threading.Event) -> None:
        """Work until told to stop; a database that is away or full is waited for."""
        while not stop.is_set():
            try:
                self._work(stop)
            except Exception as error:
                if troubles.note(WHO, error, now=self.clock()):
                    logger.exception("The worker was interrupted, and keeps trying")
                self._start_afresh()
                connection.close()
                stop.wait(POLL_SECONDS)
        self._start_afresh()
        connection.close()

    def _work(self, stop: threading.Event) -> None:
        self._bell, busy = Bell(), False
        chores.enrol_new(self.subscribers)
        while not stop.is_set():
            began_at = time.monotonic()
            handled = self.turn()
            troubles.forget(WHO)
            if 0 < handled < self._limit:
                rest = REST * (time.monotonic() - began_at)
                stop.wait(min(rest, LONGEST_REST_SECONDS))
            if not handled:
                attentive = busy or self._horizon.waits
                self._bell.wait(ATTENTIVE_SECONDS if attentive else POLL_SECONDS)
            busy = handled > 0

    def turn(self) -> int:
        """One batch for each subscriber with something due; how many entries were handed over.

        Raises what the database raised when it was out of order.
        """
        self._do_chores()
        ceiling = self._horizon.look()
        return sum(self._catch_up(subscriber, ceiling) for subscriber in self.subscribers)

    def _catch_up(self, subscriber: Subscriber, ceiling: int) -> int:
        if self._heard_up_to.get(subscriber.name) == ceiling:
            return 0
        handled = hand_over(
            subscriber=subscriber, ceiling=ceiling, now=self.clock(), limit=self._limit
        )
        if handled:
            self._limit = min(2 * self._limit, self.batch)
        else:
            self._heard_up_to[subscriber.name] = ceiling
        return handled

    def _do_chores(self) -> None:
        if time.monotonic() < self._chores_at:
            return
        self._heard_up_to.clear()  # what a killed worker had claimed is free again
        chores.fire_due_timers(now=self.clock())
        chores.retry_due(self.subscribers, now=self.clock())
        self._chores_at = time.monotonic() + CHORES_SECONDS
