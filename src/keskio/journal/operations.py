"""Write the journal, set timers, enrol subscribers, let what failed run again."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from zlib import crc32

from keskio.journal import parking, wakeup
from keskio.journal.actors import Actor
from keskio.journal.events import Event, Subscriber
from keskio.journal.models import PARTITIONS, Cursor, Entry, Parked, Timer
from keskio.kit.bulk import insert_rows
from keskio.kit.transactions import require_transaction

_holding = threading.local()


@dataclass(frozen=True)
class Happening:
    """An event, with what an entry says besides: whose, by whom, when."""

    event: Event
    client_id: int
    actor: Actor
    at: datetime


def record(event: Event, *, client_id: int, actor: Actor, at: datetime) -> Entry:
    """Write down that `event` happened: one row, however many subscribers there are.

    Lock the stream's own row first: then ids in a stream rise in the order of its commits.
    Raises NotInTransaction outside the transaction that made the event true.
    """
    require_transaction()
    entry = _entry(Happening(event, client_id, actor, at))
    _write([entry])
    return entry


def record_all(happenings: Sequence[Happening]) -> None:
    """The same for many at once, in their order, in one statement."""
    require_transaction()
    _write([_entry(happening) for happening in happenings])


@contextmanager
def recorded_together() -> Iterator[None]:
    """What is recorded in here is written at the end of it, in its order, in one statement."""
    require_transaction()
    held: list[Entry] = []
    _holding.entries = held
    try:
        yield
    finally:
        _holding.entries = None
    _write(held)


def set_timer(event: Event, *, key: str, client_id: int, due_at: datetime, actor: Actor) -> Timer:
    """Have `event` recorded at `due_at`; a timer with the same key is moved.

    Raises NotInTransaction outside a transaction.
    """
    require_transaction()
    timer, _ = Timer.objects.update_or_create(
        key=key,
        defaults={
            "due_at": due_at,
            "client_id": client_id,
            "stream": event.stream,
            "kind": event.kind,
            "payload": asdict(event),
            "actor": actor,
        },
    )
    return timer


def cancel_timer(*, key: str) -> bool:
    """Forget a timer; False when it has already fired or never was.

    Raises NotInTransaction outside a transaction.
    """
    require_transaction()
    deleted, _ = Timer.objects.filter(key=key).delete()
    return deleted > 0


def fire_timers(*, now: datetime, limit: int = 100) -> int:
    """Record what is due, each exactly once; the number recorded.

    Raises NotInTransaction outside a transaction.
    """
    require_transaction()
    due = Timer.objects.select_for_update(skip_locked=True).filter(due_at__lte=now)
    timers = list(due.order_by("due_at")[:limit])
    _write(
        [
            Entry(
                client_id=timer.client_id,
                stream=timer.stream,
                kind=timer.kind,
                payload=timer.payload,
                actor=timer.actor,
                happened_at=timer.due_at,
            )
            for timer in timers
        ]
    )
    if timers:
        Timer.objects.filter(pk__in=[timer.pk for timer in timers]).delete()
    return len(timers)


def enrol(*, subscribers: Iterable[Subscriber], position: int = 0) -> None:
    """Give each new subscriber its cursors, at `position`; others keep theirs."""
    Cursor.objects.bulk_create(
        (
            Cursor(subscriber=subscriber.name, partition=partition, position=position)
            for subscriber in subscribers
            for partition in range(PARTITIONS)
        ),
        ignore_conflicts=True,
    )


def run_again(*, parked_id: int, now: datetime) -> None:
    """Let a parked stream be tried at once, also one that was given up."""
    Parked.objects.filter(pk=parked_id).update(attempts=0, retry_at=now)


def resume(*, subscriber: str, now: datetime) -> None:
    """End a subscriber's pause by hand, and let the streams it parked be tried at once."""
    parking.resume(subscriber, now=now)


def partition_of(stream: str) -> int:
    """The partition of a stream; the same in every process, unlike hash()."""
    return crc32(stream.encode()) % PARTITIONS


def _entry(happening: Happening) -> Entry:
    event = happening.event
    return Entry(
        client_id=happening.client_id,
        stream=event.stream,
        kind=event.kind,
        payload=asdict(event),
        actor=happening.actor,
        happened_at=happening.at,
        is_setting=event.is_setting,
    )


def _write(entries: Sequence[Entry]) -> None:
    held: list[Entry] | None = getattr(_holding, "entries", None)
    if held is not None:
        held += entries
        return
    for entry in entries:
        entry.partition = partition_of(entry.stream)
    insert_rows(entries)
    if entries:
        wakeup.ring_after_commit()
