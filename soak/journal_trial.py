"""The trial: writers and workers, a killer, and the count afterwards.

Writers and workers are forked from one process that has loaded everything. Started from nothing,
a worker needs seconds on a busy machine, and one that is killed before it is up never delivers:
a trial that kills faster than workers come up stands still without any fault of the journal.
"""

import ctypes
import logging
import multiprocessing
import random
import sys
import threading
import time
from collections.abc import Callable, MutableSequence
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess

from django.core.management import call_command
from django.db import connection
from django.db.models import Max

from keskio.journal import worker as journal_worker
from keskio.journal.delivery import is_behind
from keskio.journal.horizon import Horizon, last_id
from keskio.journal.models import Cursor, Entry, Parked, Pause
from keskio.journal.operations import enrol
from keskio.journal.worker import Worker
from keskio.kit.scopes import SYSTEM, reading, writing
from soak.journal_world import (
    LOST,
    OUT_OF_ORDER,
    TWICE,
    UNRECORDED,
    make_tables,
    number,
    rows,
    subscribers,
)
from soak.journal_writers import write

STALLED_AFTER = 60.0
"""Seconds without an effect while some are due; six failures in a row, each by chance, take it."""
BATCHES = (1, 20, 200)
LOWEST_POSITION = "SELECT min(position) FROM journal_cursor WHERE subscriber <> 'seldom'"
REPORT_SECONDS = 10.0

fork = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Plan:
    entries: int
    writers: int
    workers: int
    kills_per_second: float
    seconds: float
    unsafe: bool


@dataclass
class Verdict:
    entries: int = 0
    effects: int = 0
    kills: int = 0
    kills_at_work: int = 0
    lost: int = 0
    twice: int = 0
    out_of_order: int = 0
    unrecorded: int = 0
    stalled: bool = False
    longest_silence_seconds: float = 0.0
    seconds: float = 0.0

    @property
    def is_good(self) -> bool:
        wrong = self.lost + self.twice + self.out_of_order + self.unrecorded
        return self.effects > 0 and not wrong and not self.stalled


def try_journal(plan: Plan) -> Verdict:
    """Run the trial on the (empty) database that the settings name."""
    call_command("migrate", verbosity=0)
    make_tables(writers=plan.writers)
    with writing(SYSTEM):
        enrol(subscribers=subscribers(lambda: None))
    connection.close()
    trial = Trial(plan)
    trial.run()
    trial.count()
    return trial.verdict


class Trial:
    """Keeps `plan.workers` workers alive, killing them, until all is delivered or stands still."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.verdict = plan, Verdict()
        self.at_work = fork.RawArray(ctypes.c_bool, plan.workers)
        self.backlog = fork.RawValue(ctypes.c_long, 0)
        self.began_at = self.moved_at = self.reported_at = time.monotonic()
        self.last_effect = 0

    def run(self) -> None:
        share = -(-self.plan.entries // self.plan.writers)
        writers = [_start(write, one, share, self.backlog) for one in range(self.plan.writers)]
        workers = [self._start_worker(slot) for slot in range(self.plan.workers)]
        watched_at = time.monotonic()
        while not self.verdict.stalled:
            time.sleep(1 / (self.plan.kills_per_second or 10))
            if self.plan.kills_per_second:
                self._kill_one(workers)
            if time.monotonic() < watched_at + 1:
                continue
            if self._watch() and not any(one.is_alive() for one in writers):
                break
            watched_at = time.monotonic()
        self.verdict.seconds = round(time.monotonic() - self.began_at, 1)
        for process in (*writers, *workers):
            process.kill()
            process.join()

    def count(self) -> None:
        verdict = self.verdict
        with reading(SYSTEM):
            verdict.entries = number("SELECT count(*) FROM journal_entry")
            verdict.effects = number("SELECT count(*) FROM soak_effect")
            verdict.unrecorded = number(UNRECORDED)
            for one in subscribers(lambda: None):
                verdict.lost += number(LOST, [one.name, one.name])
                verdict.twice += number(TWICE, [one.name])
                verdict.out_of_order += number(OUT_OF_ORDER, [one.name])
        connection.close()

    def _start_worker(self, slot: int) -> BaseProcess:
        self.at_work[slot] = False
        return _start(_work, slot, self.at_work, self.plan.unsafe)

    def _kill_one(self, workers: list[BaseProcess]) -> None:
        slot = random.randrange(len(workers))
        workers[slot].kill()
        self.verdict.kills += 1
        self.verdict.kills_at_work += bool(self.at_work[slot])
        workers[slot].join()
        workers[slot] = self._start_worker(slot)

    def _watch(self) -> bool:
        """Note silence; whether all that was recorded has been handed over."""
        now = time.monotonic()
        with reading(SYSTEM):
            effects = number("SELECT max(id) FROM soak_effect")
            done = not _still_due()
            self.backlog.value = last_id() - number(LOWEST_POSITION)
            if effects != self.last_effect or done:
                self.last_effect, self.moved_at = effects, now
            silence = now - self.moved_at
            slow = now - self.began_at > self.plan.seconds
            self.verdict.stalled = not done and (silence > STALLED_AFTER or slow)
            if self.verdict.stalled:
                _describe_stall()
            self._report(effects, now)
        connection.close()
        longest = max(self.verdict.longest_silence_seconds, silence)
        self.verdict.longest_silence_seconds = round(longest, 1)
        return done

    def _report(self, effects: int, now: float) -> None:
        if now < self.reported_at + REPORT_SECONDS:
            return
        self.reported_at = now
        recorded = number("SELECT max(id) FROM journal_entry")
        sys.stderr.write(
            f"{now - self.began_at:5.0f} s: {recorded} recorded, {effects} effects,"
            f" {self.verdict.kills} kills\n"
        )


def _still_due() -> bool:
    """Whether a subscriber is behind or paused, or a stream is parked."""
    if Parked.objects.exists() or Pause.objects.exists():
        return True
    last, now = last_id(), datetime.now(UTC)
    return any(is_behind(one, ceiling=last, now=now) for one in subscribers(lambda: None))


def _describe_stall() -> None:
    sys.stderr.write(f"Stalled. last id {last_id()}, horizon {Horizon().look()}\n")
    for found in (Cursor.objects.order_by("position"), Parked.objects.all(), Pause.objects.all()):
        for one in found[:20]:
            sys.stderr.write(f"  {type(one).__name__} {one} {vars(one)}\n")
    if connection.vendor == "postgresql":
        for row in rows(
            "SELECT pid, state, wait_event, now() - xact_start, left(query, 80)"
            " FROM pg_stat_activity WHERE datname = current_database()"
        ):
            sys.stderr.write(f"  {row}\n")


def _start(work: Callable[..., None], *arguments: object) -> BaseProcess:
    process = fork.Process(target=work, args=arguments, daemon=True)
    process.start()
    return process


def _work(slot: int, at_work: MutableSequence[bool], unsafe: bool) -> None:
    random.seed()
    logging.disable(logging.WARNING)
    if unsafe:
        setattr(journal_worker, "Horizon", HighestVisible)  # noqa: B010

    def note_work() -> None:
        at_work[slot] = True

    def clock() -> datetime:
        at_work[slot] = False
        return datetime.now(UTC)

    heard = subscribers(note_work)
    Worker(heard, clock=clock, batch=random.choice(BATCHES)).run(threading.Event())


class HighestVisible(Horizon):
    """What loses entries: reading on to the highest id that can be seen."""

    def look(self) -> int:
        with reading(SYSTEM):
            return Entry.objects.aggregate(last=Max("id"))["last"] or 0
