"""What the torture trial is about: streams that turn, and subscribers that write down each turn."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import connection

from keskio.journal.events import Event, Subscriber
from keskio.journal.models import Entry
from keskio.kit.scopes import SYSTEM, writing

STREAMS = 2_000
FAILING = 0.02
SELDOM = 10
"""Every tenth turn is an event of its own kind, which alone one of the subscribers hears."""

TABLES = """
    CREATE TABLE soak_stream (id integer PRIMARY KEY, turns integer NOT NULL);
    CREATE TABLE soak_writer (id integer PRIMARY KEY, transactions integer NOT NULL);
    CREATE TABLE soak_effect (
        id {serial}, subscriber text NOT NULL, stream integer NOT NULL, turn integer NOT NULL,
        entry_id bigint NOT NULL)
"""
UNRECORDED = "SELECT (SELECT sum(turns) FROM soak_stream) - (SELECT count(*) FROM journal_entry)"
TWICE = """
    SELECT count(*) - count(DISTINCT entry_id) FROM soak_effect WHERE subscriber = %s
"""
LOST = """
    SELECT count(*) FROM journal_entry e WHERE (e.kind = 'turned_seldom' OR %s <> 'seldom')
      AND NOT EXISTS (SELECT 1 FROM soak_effect f WHERE f.subscriber = %s AND f.entry_id = e.id)
"""
OUT_OF_ORDER = """
    SELECT count(*) FROM (
      SELECT turn, lag(turn) OVER (PARTITION BY stream ORDER BY id) AS before
      FROM soak_effect WHERE subscriber = %s) AS heard
    WHERE before >= turn
"""


@dataclass(frozen=True, kw_only=True)
class Turned(Event):
    kind = "turned"
    stream_id: int
    turn: int

    @property
    def stream(self) -> str:
        return f"soak:{self.stream_id}"


@dataclass(frozen=True, kw_only=True)
class TurnedSeldom(Turned):
    kind = "turned_seldom"


class Failed(Exception):
    """What fails by chance, in reactions and in operations."""


def subscribers(at_work: Callable[[], None]) -> list[Subscriber]:
    """Three that write a row for each entry and fail now and then; `at_work` is told of each."""

    def hear_as(name: str) -> Callable[[Turned, Entry], None]:
        def hear(event: Turned, entry: Entry) -> None:
            at_work()
            execute(
                "INSERT INTO soak_effect (subscriber, stream, turn, entry_id)"
                " VALUES (%s, %s, %s, %s)",
                [name, event.stream_id, event.turn, entry.pk],
            )
            if random.random() < FAILING:
                raise Failed

        return hear

    both = {
        name: Subscriber(name, {Turned: hear_as(name), TurnedSeldom: hear_as(name)})
        for name in ("first", "second")
    }
    return [*both.values(), Subscriber("seldom", {TurnedSeldom: hear_as("seldom")})]


def make_tables(*, writers: int) -> None:
    on_postgresql = connection.vendor == "postgresql"
    serial = "bigserial PRIMARY KEY" if on_postgresql else "integer PRIMARY KEY AUTOINCREMENT"
    with writing(SYSTEM):
        for statement in TABLES.format(serial=serial).split(";"):
            execute(statement)
        for number in range(STREAMS):
            execute("INSERT INTO soak_stream VALUES (%s, 0)", [number])
        for number in range(writers):
            execute("INSERT INTO soak_writer VALUES (%s, 0)", [number])
        execute("CREATE INDEX soak_effect_entry ON soak_effect (subscriber, entry_id)")


def execute(statement: str, parameters: Sequence[str | int] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def rows(statement: str, parameters: Sequence[str | int] = ()) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def number(statement: str, parameters: Sequence[str | int] = ()) -> int:
    (row,) = rows(statement, parameters)
    return int(str(row[0] or 0))
