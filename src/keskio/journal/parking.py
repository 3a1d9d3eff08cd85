"""A failing entry parks its stream; a subscriber that fails throughout is paused.

Whoever calls these holds the cursor's row lock, as for everything that decides on order.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet

from keskio.journal.events import Subscriber
from keskio.journal.models import Cursor, Entry, Parked, Pause

GIVE_UP_AFTER = 12
LONGEST_WAIT = timedelta(hours=1)
PAUSE_AFTER = 10
"""Streams parked with nothing heard in between, after which the subscriber itself is at fault."""
LONGEST_PROBE_WAIT = timedelta(minutes=1)


def park(cursor: Cursor, entry: Entry, *, error: Exception, now: datetime) -> None:
    """Let the stream of `entry` wait from it on, unless it waits already."""
    cursor.parked.get_or_create(
        stream=entry.stream,
        defaults={
            "entry_id": entry.pk,
            "parked_at": now,
            "retry_at": now + _wait(1),
            "last_error": repr(error),
        },
    )
    _pause_if_broken(cursor, error, now)


def put_off(cursor: Cursor, entry: Entry, *, error: Exception, now: datetime) -> None:
    """Note that the retry of a parked stream failed too; given up after some."""
    Cursor.objects.select_for_update().get(pk=cursor.pk)
    parked = cursor.parked.filter(stream=entry.stream).first()
    if parked is None:
        return
    parked.attempts += 1
    given_up = parked.attempts >= GIVE_UP_AFTER
    parked.retry_at = None if given_up else now + _wait(parked.attempts)
    parked.last_error = repr(error)
    parked.save(update_fields=["attempts", "retry_at", "last_error"])


def due(subscriber: str, *, now: datetime) -> QuerySet[Parked]:
    """What `subscriber` has parked and may try again."""
    return Parked.objects.filter(cursor__subscriber=subscriber, retry_at__lte=now)


def claim(subscriber: str, *, now: datetime) -> Parked | None:
    """One due parked stream whose cursor nobody else holds, its cursor now locked."""
    cursors = Cursor.objects.select_for_update(skip_locked=True, of=("self",))
    has_due = cursors.filter(subscriber=subscriber, parked__retry_at__lte=now)
    cursor = has_due.order_by("parked__retry_at").first()
    if cursor is None:
        return None
    its_own = due(subscriber, now=now).filter(cursor=cursor).select_related("cursor")
    return its_own.order_by("retry_at").first()


def held_back(parked: Parked, subscriber: Subscriber) -> QuerySet[Entry]:
    """The entries of a parked stream that its cursor has passed unheard."""
    return Entry.objects.filter(
        stream=parked.stream,
        id__gte=parked.entry_id,
        id__lte=parked.cursor.position,
        kind__in=list(subscriber.kinds),
    ).order_by("id")


def move_on(parked: Parked, later: Sequence[Entry], *, now: datetime) -> None:
    """The stream's first entry was heard: the next one is due, or the stream is free again."""
    parked.cursor.heard_at = now
    parked.cursor.save(update_fields=["heard_at"])
    if later:
        parked.entry_id, parked.attempts, parked.retry_at = later[0].pk, 0, now
        parked.save(update_fields=["entry_id", "attempts", "retry_at"])
    else:
        parked.delete()
    resume(parked.cursor.subscriber, now=now)


def resume(subscriber: str, *, now: datetime) -> None:
    """End a subscriber's pause, if it has one, and let what it parked be tried at once."""
    deleted, _ = Pause.objects.filter(subscriber=subscriber).delete()
    if deleted:
        parked = Parked.objects.filter(cursor__subscriber=subscriber)
        parked.update(attempts=0, retry_at=now)


def _pause_if_broken(cursor: Cursor, error: Exception, now: datetime) -> None:
    own = Cursor.objects.filter(subscriber=cursor.subscriber)
    heard_at = own.aggregate(last=Max("heard_at"))["last"]
    parked = Parked.objects.filter(cursor__subscriber=cursor.subscriber)
    if heard_at is not None:
        parked = parked.filter(parked_at__gt=heard_at)
    if parked.count() < PAUSE_AFTER:
        return
    pause, _ = Pause.objects.get_or_create(
        subscriber=cursor.subscriber, defaults={"paused_at": now, "probe_at": now}
    )
    pause.probes += 1
    pause.probe_at = now + min(_wait(pause.probes), LONGEST_PROBE_WAIT)
    pause.last_error = repr(error)
    pause.save(update_fields=["probes", "probe_at", "last_error"])


def _wait(attempts: int) -> timedelta:
    return min(timedelta(seconds=2 ** min(attempts - 1, 20)), LONGEST_WAIT)
