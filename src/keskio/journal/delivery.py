"""Hand entries to subscribers: in order per stream, effects exactly once.

A batch is one transaction: claim a cursor, read, react, move. An entry that fails rolls it back;
then what came before is handed over and kept, and the entry's stream is parked, in one more.
"""

import logging
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from itertools import groupby

from django.db import IntegrityError, connection
from django.db.models import QuerySet

from keskio.journal import claims, parking
from keskio.journal.events import Subscriber
from keskio.journal.models import Cursor, Entry, Parked
from keskio.journal.outages import is_contention, is_outage
from keskio.kit.bulk import update_rows
from keskio.kit.prepared import Prepared, prepared
from keskio.kit.scopes import SYSTEM, writing

logger = logging.getLogger(__name__)

READ_AHEAD = 50_000
"""Ids one batch looks through at most: a rare kind must not read the whole journal at once."""
BATCH_SECONDS = 0.2
"""A batch is cut short after this: it holds row locks, on SQLite the only writer's place."""
BULK = 50
"""Entries handed over as one where a subscriber hears them in bulk."""


class Stumbled(Exception):
    """A reaction failed on an entry; nothing of its batch was kept."""

    def __init__(self, cursor: Cursor, entry: Entry, error: Exception) -> None:
        super().__init__(f"{cursor.subscriber} stumbled over {entry}: {error!r}")
        self.cursor, self.entry, self.error = cursor, entry, error


class StumbledInBulk(Stumbled):
    """A reaction failed on a run of entries; which of them is to blame is seen one by one."""


class StumbledLater(Stumbled):
    """A reaction failed on an entry of a parked stream after it had heard `before` others."""

    def __init__(self, stumble: Stumbled, *, before: int) -> None:
        super().__init__(stumble.cursor, stumble.entry, stumble.error)
        self.before = before


class NotCommitted(Exception):
    """The database refused a whole batch at commit (a deferred constraint)."""

    def __init__(self, cursor: Cursor) -> None:
        super().__init__(f"{cursor}: refused at commit")
        self.cursor = cursor


@dataclass(frozen=True)
class _Task:
    """What to hand over: `only` names a cursor, `failed` where its last batch broke off."""

    subscriber: Subscriber
    ceiling: int
    now: datetime
    limit: int
    only: Cursor | None = None
    failed: Stumbled | None = None


@dataclass
class _Batch:
    """What one transaction hands over, filled in as it is found out."""

    cursor: Cursor | None = None
    entries: Sequence[Entry] = field(default_factory=list)


def hand_over(*, subscriber: Subscriber, ceiling: int, now: datetime, limit: int = 200) -> int:
    """Hand one partition's next entries, ids up to `ceiling`, to `subscriber`; 0 if none is due.

    Raises what the database raised when it was out of order: nothing is parked for that.
    """
    task = _Task(subscriber, ceiling, now, limit)
    while True:
        try:
            return _next_batch(task) if task.failed is None else _up_to_failed(task, task.failed)
        except NotCommitted as refusal:
            task = replace(task, limit=task.limit // 2, only=refusal.cursor, failed=None)
        except Stumbled as stumble:
            task = _after(stumble, task)


def retry_parked(*, subscriber: Subscriber, now: datetime) -> int:
    """Hand one due parked stream to `subscriber` again, as far as it goes; 0 if none is due.

    Raises what the database raised when it was out of order.
    """
    if _has_one_writer() and not parking.due(subscriber.name, now=now).exists():
        return 0
    limit = BULK
    while True:
        try:
            return _retry_stream(subscriber, now, limit)
        except NotCommitted:
            limit = 1
        except StumbledLater as stumble:
            _raise_outage(stumble)
            limit = stumble.before
        except Stumbled as stumble:
            _raise_outage(stumble)
            logger.warning("%s", stumble, exc_info=stumble.error)
            with writing(SYSTEM):
                parking.put_off(stumble.cursor, stumble.entry, error=stumble.error, now=now)
            return 1


def is_behind(subscriber: Subscriber, *, ceiling: int, now: datetime) -> bool:
    """Whether `subscriber` is yet to hear an entry up to `ceiling`, and not paused."""
    return claims.is_any_due(subscriber.name, list(subscriber.kinds), ceiling=ceiling, now=now)


def _after(stumble: Stumbled, task: _Task) -> _Task:
    """How to go on from a failure: one by one if others were in the way, else up to the entry."""
    _raise_outage(stumble)
    together = isinstance(stumble, StumbledInBulk) or is_contention(stumble.error)
    if task.limit > 1 and together:
        return replace(task, limit=1, only=stumble.cursor, failed=None)
    logger.warning("%s", stumble, exc_info=stumble.error)
    return replace(task, failed=stumble)


def _raise_outage(stumble: Stumbled) -> None:
    if is_outage(stumble.error):
        raise stumble.error


def _next_batch(task: _Task) -> int:
    if _has_one_writer() and not is_behind(task.subscriber, ceiling=task.ceiling, now=task.now):
        return 0
    with _blaming() as batch:
        cursor = batch.cursor = _claim(task)
        if cursor is None:
            return 0
        ceiling = min(task.ceiling, cursor.position + READ_AHEAD)
        limit = 1 if cursor.paused else task.limit
        entries = batch.entries = _unheard(cursor, task.subscriber, ceiling, limit)
        dealt_with = _hear(task, cursor, entries)
        all_dealt_with = dealt_with == len(entries) < limit
        _move(cursor, to=ceiling if all_dealt_with else entries[dealt_with - 1].pk)
    return max(dealt_with, 1)


def _up_to_failed(task: _Task, failed: Stumbled) -> int:
    """Hand over what comes before the failed entry, then park its stream, in one transaction.

    It waits for the cursor: were it passed over because another worker is just failing there too,
    both could go on for ever without getting past the entry.
    """
    with _blaming() as batch:
        cursor = batch.cursor = claims.wait_for(failed.cursor)
        before = batch.entries = _unheard(cursor, task.subscriber, failed.entry.pk - 1)
        dealt_with = _hear(task, cursor, before)
        if dealt_with < len(before):
            _move(cursor, to=before[dealt_with - 1].pk)
        elif cursor.position < failed.entry.pk:
            parking.park(cursor, failed.entry, error=failed.error, now=task.now)
            _move(cursor, to=failed.entry.pk)
    return dealt_with + 1


def _has_one_writer() -> bool:
    """Whether to look before claiming, rather than take the only writer's place for nothing."""
    return connection.vendor == "sqlite"


@contextmanager
def _blaming() -> Iterator[_Batch]:
    """One transaction, which lays a refusal at commit (foreign keys) at its entries' door."""
    batch = _Batch()
    try:
        with writing(SYSTEM):
            yield batch
    except IntegrityError as error:
        if batch.cursor is None or not batch.entries:
            raise
        if len(batch.entries) > 1:
            raise NotCommitted(batch.cursor) from error
        raise Stumbled(batch.cursor, batch.entries[0], error) from error


def _claim(task: _Task) -> Cursor | None:
    return claims.claim(
        task.subscriber.name,
        list(task.subscriber.kinds),
        ceiling=task.ceiling,
        now=task.now,
        only=task.only,
    )


def _unheard(
    cursor: Cursor, subscriber: Subscriber, ceiling: int, limit: int | None = None
) -> list[Entry]:
    entries = _entries(limit)
    return entries([cursor.partition], cursor.position, ceiling, list(subscriber.kinds))


@cache
def _entries(limit: int | None) -> Prepared[[Collection[int], int, int, Collection[str]], Entry]:
    @prepared
    def entries(
        partitions: Collection[int], position: int, ceiling: int, kinds: Collection[str]
    ) -> QuerySet[Entry]:
        found = Entry.objects.filter(partition__in=partitions, kind__in=kinds)
        return found.filter(id__gt=position, id__lte=ceiling).order_by("id")[:limit]

    return entries


@prepared
def _parked_streams(cursor_id: int) -> QuerySet[Parked, str]:
    return Parked.objects.filter(cursor=cursor_id).values_list("stream", flat=True)


def _hear(task: _Task, cursor: Cursor, entries: Sequence[Entry]) -> int:
    """Hand over `entries` until time is up, past what is parked; how many were dealt with."""
    dealt_with, heard = 0, False
    parked = set(_parked_streams(cursor.pk))
    ends_at = time.monotonic() + BATCH_SECONDS
    for run in _runs(task.subscriber, entries):
        if free := [entry for entry in run if entry.stream not in parked]:
            _hear_run(task.subscriber, cursor, free)
            cursor.heard_at, heard = task.now, True
        dealt_with += len(run)
        if time.monotonic() > ends_at:
            break
    if heard and cursor.paused:
        parking.resume(cursor.subscriber, now=task.now)
    return dealt_with


def _runs(subscriber: Subscriber, entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    """One by one, but for what is heard in bulk: of that, whatever follows each other."""
    for reaction, same in groupby(entries, key=lambda entry: subscriber.in_bulk_by(entry.kind)):
        run = list(same)
        size = BULK if reaction else 1
        for start in range(0, len(run), size):
            yield run[start : start + size]


def _hear_run(subscriber: Subscriber, cursor: Cursor, run: Sequence[Entry]) -> None:
    if len(run) == 1:
        _hear_one(subscriber, cursor, run[0])
        return
    try:
        subscriber.hear_run(run)
    except Exception as error:
        raise StumbledInBulk(cursor, run[0], error) from error


def _hear_one(subscriber: Subscriber, cursor: Cursor, entry: Entry) -> None:
    try:
        subscriber.hear(entry)
    except Exception as error:
        raise Stumbled(cursor, entry, error) from error


def _move(cursor: Cursor, *, to: int) -> None:
    cursor.position = max(cursor.position, to)
    update_rows([cursor], fields=sorted({"position", "heard_at"} - cursor.get_deferred_fields()))


def _retry_stream(subscriber: Subscriber, now: datetime, limit: int) -> int:
    """Hand over what the stream held back, in its order, up to `limit` entries or its time."""
    with _blaming() as batch:
        parked = parking.claim(subscriber.name, now=now)
        if parked is None:
            return 0
        batch.cursor = parked.cursor
        waiting = list(parking.held_back(parked, subscriber)[: limit + 1])
        batch.entries = waiting[:limit]
        heard = _hear_in_order(subscriber, parked.cursor, batch.entries)
        parking.move_on(parked, waiting[heard:], now=now)
    return max(heard, 1)


def _hear_in_order(subscriber: Subscriber, cursor: Cursor, entries: Sequence[Entry]) -> int:
    """How many were heard when the time was up."""
    ends_at = time.monotonic() + BATCH_SECONDS
    for before, entry in enumerate(entries):
        if before and time.monotonic() > ends_at:
            return before
        try:
            _hear_one(subscriber, cursor, entry)
        except Stumbled as stumble:
            if before:
                raise StumbledLater(stumble, before=before) from stumble.error
            raise
    return len(entries)
