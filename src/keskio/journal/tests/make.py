"""A journal about lamps, and somebody who listens to it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from django.db import connection, transaction

from keskio.journal.actors import Actor
from keskio.journal.delivery import hand_over, retry_parked
from keskio.journal.events import Event, Subscriber
from keskio.journal.horizon import Horizon, last_id
from keskio.journal.models import Entry
from keskio.journal.operations import enrol, partition_of, record
from keskio.kit.scopes import INSTALLATION, SYSTEM, writing

T = TypeVar("T")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ACTOR = Actor.agent(1)


@dataclass(frozen=True, kw_only=True)
class LampLit(Event):
    kind = "lamp_lit"
    lamp_id: int
    turn: int

    @property
    def stream(self) -> str:
        return f"lamp:{self.lamp_id}"


def record_lit(lamp_id: int, turn: int) -> Entry:
    event = LampLit(lamp_id=lamp_id, turn=turn)
    return record(event, client_id=INSTALLATION, actor=ACTOR, at=NOON)


def light(lamp_id: int, *turns: int) -> None:
    for turn in turns:
        with writing(SYSTEM):
            record_lit(lamp_id, turn)


def neighbour_of(lamp_id: int) -> int:
    """Another lamp in the same partition."""
    own = partition_of(f"lamp:{lamp_id}")
    return next(n for n in range(lamp_id + 1, 999) if partition_of(f"lamp:{n}") == own)


def in_another_connection(work: Callable[[], T]) -> T:
    """Run `work` in a thread, hence in its own connection and transaction."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(closing, work).result()


def closing(work: Callable[[], T]) -> T:
    """Run `work`, then close this thread's connection."""
    try:
        return work()
    finally:
        connection.close()


class Listener:
    """A subscriber that writes down what it heard, and fails on demand."""

    def __init__(self) -> None:
        self.heard: list[tuple[int, int]] = []
        self.refused: set[tuple[int, int]] = set()
        self.broken: Exception | None = None
        self.subscriber = Subscriber("listener", {LampLit: self.hear})
        with writing(SYSTEM):  # PostgreSQL goes on counting where the test before stopped
            enrol(subscribers=[self.subscriber], position=last_id())

    def hear(self, event: LampLit, _entry: Entry) -> None:
        if self.broken is not None:
            raise self.broken
        if (event.lamp_id, event.turn) in self.refused:
            raise ValueError("refused")
        transaction.on_commit(lambda: self.heard.append((event.lamp_id, event.turn)))

    def catch_up(self, *, limit: int = 200, now: datetime = NOON) -> None:
        horizon = Horizon()
        while hand_over(subscriber=self.subscriber, ceiling=horizon.look(), now=now, limit=limit):
            pass

    def retry(self, *, now: datetime) -> None:
        while retry_parked(subscriber=self.subscriber, now=now):
            pass
