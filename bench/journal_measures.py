"""The measures of `bench.journal`, on the empty database that Django was set up for."""

import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.management import call_command
from django.db import connection

from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.delivery import hand_over
from keskio.journal.events import Event, Reaction, Subscriber
from keskio.journal.horizon import last_id
from keskio.journal.models import Cursor, Entry
from keskio.journal.operations import enrol, partition_of, record
from keskio.journal.worker import Worker
from keskio.kit.scopes import INSTALLATION, SYSTEM, writing

STREAMS = 500
ENTRIES = 20_000
RAW_INSERT = """
    INSERT INTO journal_entry
      (partition, client_id, stream, kind, payload, actor, happened_at, recorded_at)
    VALUES (1, 0, 'lamp:1', 'lamp_lit', '{"lamp_id": 1}', 'system', %s, %s)
"""
Figure = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class LampLit(Event):
    kind = "lamp_lit"
    lamp_id: int

    @property
    def stream(self) -> str:
        return f"lamp:{self.lamp_id}"


def measure_all() -> list[Figure]:
    call_command("migrate", verbosity=0)
    with writing(SYSTEM), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_effect (entry_id bigint NOT NULL)")
    figures = [*_recording("raw INSERT", _insert_raw), *_recording("record(), no subscriber", _lit)]
    with writing(SYSTEM):
        enrol(subscribers=[Subscriber(f"s{n}", {LampLit: _hear_nothing}) for n in range(10)])
    figures += _recording("record(), 10 subscribers", _lit)
    _fill()
    figures += _handing_over("no-op", _hear_nothing)
    figures += _handing_over("one that writes a row", _write_effect)
    return [*figures, *_latency()]


def _recording(what: str, write: Callable[[int], None]) -> list[Figure]:
    single, cpu = _timed(lambda: _in_transactions(400, write, 1))
    fifty, _ = _timed(lambda: _in_transactions(20, write, 50))
    return [
        _figure(f"{what}, one a transaction", 1000 * single / 400, "ms"),
        _figure(f"{what}, one a transaction, CPU", 1000 * cpu / 400, "ms"),
        _figure(f"{what}, 50 a transaction", fifty, "ms"),
    ]


def _handing_over(what: str, reaction: Reaction) -> list[Figure]:
    subscriber = Subscriber(f"bench {what}", {LampLit: reaction})
    with writing(SYSTEM):
        enrol(subscribers=[subscriber])
    figures = []
    for batch, entries in ((1, 400), (20, 4_000), (200, ENTRIES)):
        with writing(SYSTEM):
            Cursor.objects.filter(subscriber=subscriber.name).update(position=0)
        seconds, cpu = _timed(lambda: _hand_over(subscriber, batch=batch, entries=entries))  # noqa: B023
        rate = _figure(f"to {what}, batch {batch}", entries / seconds, "entries/s")
        spent = _figure(f"to {what}, batch {batch}, CPU", 1000 * cpu / entries, "ms")
        figures += [rate, spent]
    return figures


def _hand_over(subscriber: Subscriber, *, batch: int, entries: int) -> None:
    ceiling, now, handed = last_id(), datetime.now(UTC), 0
    while handed < entries:
        handed += hand_over(subscriber=subscriber, ceiling=ceiling, now=now, limit=batch)


def _latency() -> list[Figure]:
    """From commit to effect, at low load, with the bell."""
    heard = threading.Event()
    subscriber = Subscriber("latency", {LampLit: lambda _event, _entry: heard.set()})
    with writing(SYSTEM):
        enrol(subscribers=[subscriber], position=last_id())
    stop = threading.Event()
    worker = Worker([subscriber], clock=lambda: datetime.now(UTC))
    thread = threading.Thread(target=worker.run, args=[stop])
    thread.start()
    waits = [_wait_for(heard) for _ in range(60)]
    stop.set()
    thread.join()
    waits = sorted(waits[10:])
    return [
        _figure("commit to effect, rung, p50", 1000 * statistics.median(waits), "ms"),
        _figure("commit to effect, rung, p95", 1000 * waits[int(len(waits) * 0.95)], "ms"),
    ]


def _wait_for(heard: threading.Event) -> float:
    time.sleep(0.06)
    heard.clear()
    _in_transactions(1, _lit, 1)
    committed_at = time.perf_counter()
    heard.wait(5)
    return time.perf_counter() - committed_at


def _fill() -> None:
    with writing(SYSTEM):
        now = datetime.now(UTC)
        Entry.objects.bulk_create(
            (
                Entry(
                    partition=partition_of(f"lamp:{n % STREAMS}"),
                    client_id=INSTALLATION,
                    stream=f"lamp:{n % STREAMS}",
                    kind=LampLit.kind,
                    payload={"lamp_id": n % STREAMS},
                    actor=SYSTEM_ACTOR,
                    happened_at=now,
                )
                for n in range(ENTRIES)
            ),
            batch_size=500,
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE journal_entry")


def _in_transactions(transactions: int, write: Callable[[int], None], times: int) -> None:
    for _ in range(transactions):
        with writing(SYSTEM):
            for number in range(times):
                write(number)


def _lit(number: int) -> None:
    event = LampLit(lamp_id=number)
    record(event, client_id=INSTALLATION, actor=SYSTEM_ACTOR, at=datetime.now(UTC))


def _insert_raw(_number: int) -> None:
    now = datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute(RAW_INSERT, [now, now])


def _hear_nothing(_event: LampLit, _entry: Entry) -> None:
    pass


def _write_effect(_event: LampLit, entry: Entry) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_effect VALUES (%s)", [entry.pk])


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    began_at, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began_at, time.process_time() - cpu


def _figure(what: str, value: float, unit: str) -> Figure:
    return {"what": what, "value": round(value, 3), "unit": unit}
