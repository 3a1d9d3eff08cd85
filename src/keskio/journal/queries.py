"""Read the journal: timelines, the feed, and how its delivery fares."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Exists, F, Min, OuterRef, QuerySet

from keskio.journal.events import Subscriber
from keskio.journal.horizon import decided_id, last_id
from keskio.journal.models import Cursor, Entry, Parked, Pause, Timer
from keskio.kit.prepared import prepared

COUNTED_AT_MOST = 10_000
OLDEST_RECORDER = """
    SELECT a.pid, a.application_name, a.state,
           extract(epoch FROM clock_timestamp() - a.xact_start)::float
    FROM pg_locks l JOIN pg_stat_activity a USING (pid)
    WHERE l.locktype = 'relation' AND l.relation = 'journal_entry'::regclass
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND l.mode = 'RowExclusiveLock' AND l.granted AND l.pid <> pg_backend_pid()
    ORDER BY a.xact_start LIMIT 1
"""


@dataclass(frozen=True)
class Lag:
    """How far a subscriber is behind: entries it is yet to hear (10,000 means at least that),
    the age of the oldest, how many streams it has parked, and since when it is paused."""

    subscriber: str
    entries: int
    seconds: float
    parked: int
    paused_at: datetime | None


@dataclass(frozen=True)
class Recorder:
    """A transaction that has recorded and has not ended."""

    pid: int
    name: str
    state: str
    seconds: float


@dataclass(frozen=True)
class Undecided:
    """Ids handed out that may still appear; `oldest` is whom everyone waits for."""

    entries: int
    oldest: Recorder | None


def entries_after(*, clients: Collection[int], after: int, limit: int) -> QuerySet[Entry]:
    """The feed: the next entries of `clients`, in the order of ids; none is ever passed over.

    One query on SQLite, up to four on PostgreSQL.
    """
    found = Entry.objects.filter(client_id__in=list(clients), id__gt=after, id__lte=decided_id())
    return found.order_by("id")[:limit]


def entries_of_stream(stream: str, *, clients: Collection[int]) -> list[Entry]:
    """A stream's timeline, oldest first (one query)."""
    return _entries_of_stream(stream, clients)


def settings_changed(
    *,
    clients: Collection[int] | None = None,
    actor: str = "",
    stream: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Entry]:
    """Who changed which setting when, newest first (one query); of every client by default."""
    found = Entry.objects.filter(is_setting=True)
    if clients is not None:
        found = found.filter(client_id__in=list(clients))
    if actor:
        found = found.filter(actor=actor)
    if stream:
        found = found.filter(stream=stream)
    if since:
        found = found.filter(happened_at__gte=since)
    if until:
        found = found.filter(happened_at__lt=until)
    return found.order_by("-id")


def parked_streams() -> QuerySet[Parked]:
    """What failed and waits, with its cursor: those given up first, then by time (one query)."""
    in_order = F("retry_at").asc(nulls_first=True)
    return Parked.objects.select_related("cursor").order_by(in_order, "id")


def paused_subscribers() -> QuerySet[Pause]:
    """Subscribers that fail throughout, longest first (one query)."""
    return Pause.objects.order_by("paused_at")


def lags(*, subscribers: Iterable[Subscriber], now: datetime) -> list[Lag]:
    """How far each subscriber is behind (two queries, and three for each subscriber)."""
    parked = dict(
        Parked.objects.values("cursor__subscriber")
        .annotate(streams=Count("id"))
        .values_list("cursor__subscriber", "streams")
    )
    paused = dict(Pause.objects.values_list("subscriber", "paused_at"))
    return [
        _lag(one, now=now, parked=parked.get(one.name, 0), paused_at=paused.get(one.name))
        for one in subscribers
    ]


def undecided() -> Undecided:
    """How far the horizon is behind the last id handed out, and who holds it back."""
    decided = decided_id()
    return Undecided(max(last_id() - decided, 0), _oldest_recorder())


def is_timer_due(*, now: datetime) -> bool:
    return Timer.objects.filter(due_at__lte=now).exists()


def unenrolled(subscribers: Iterable[Subscriber]) -> list[Subscriber]:
    """Those of `subscribers` that have no cursors yet (one query)."""
    known = set(Cursor.objects.values_list("subscriber", flat=True).distinct())
    return [one for one in subscribers if one.name not in known]


@prepared
def _entries_of_stream(stream: str, clients: Collection[int]) -> QuerySet[Entry]:
    return Entry.objects.filter(stream=stream, client_id__in=clients).order_by("id")


def _lag(subscriber: Subscriber, *, now: datetime, parked: int, paused_at: datetime | None) -> Lag:
    unheard = _unheard(subscriber)
    oldest = unheard.order_by("id").first()
    return Lag(
        subscriber=subscriber.name,
        entries=unheard[:COUNTED_AT_MOST].count(),
        seconds=max((now - oldest.recorded_at).total_seconds(), 0.0) if oldest else 0.0,
        parked=parked,
        paused_at=paused_at,
    )


def _unheard(subscriber: Subscriber) -> QuerySet[Entry]:
    own, its = Cursor.objects.filter(subscriber=subscriber.name), list(subscriber.kinds)
    from_here = own.aggregate(lowest=Min("position"))["lowest"]
    if from_here is None:  # without cursors it hears nothing at all
        return Entry.objects.filter(kind__in=its)
    ahead = own.filter(partition=OuterRef("partition"), position__lt=OuterRef("id"))
    return Entry.objects.filter(Exists(ahead), id__gt=from_here, kind__in=its)


def _oldest_recorder() -> Recorder | None:
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute(OLDEST_RECORDER)
        row: Sequence[object] | None = cursor.fetchone()
    return Recorder(*row) if row else None  # type: ignore[arg-type]
