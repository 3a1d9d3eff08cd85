"""Operations as bad as they come: early xids, sleeps before commit, roll-backs, many streams."""

import contextlib
import random
import time
from ctypes import c_long
from datetime import UTC, datetime

from django.db import OperationalError, connection

from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.operations import record
from keskio.kit.scopes import INSTALLATION, SYSTEM, writing
from soak.journal_world import SELDOM, STREAMS, Failed, Turned, TurnedSeldom, execute, number

ROLLED_BACK, EARLY = 0.05, 0.1
LONGEST_DAWDLE = 0.25
TURNS_AT_ONCE = 20
LONGEST_BACKLOG = 3_000


def write(writer: int, entries: int, backlog: c_long) -> None:
    """Record `entries` in committed transactions, keeping just ahead of those who are to hear them.

    Far ahead of them, none would be met while it is still undecided, which is what is on trial.
    """
    random.seed()
    done = 0
    while done < entries:
        if backlog.value > LONGEST_BACKLOG:
            time.sleep(random.uniform(0.1, 0.3))
            continue
        turns = random.randint(1, TURNS_AT_ONCE)
        with contextlib.suppress(Failed, OperationalError):
            _turn_some(writer, turns)
            done += turns
    connection.close()


def _turn_some(writer: int, turns: int) -> None:
    with writing(SYSTEM):
        if random.random() < EARLY:  # an xid older than those of others that record before
            execute(
                "UPDATE soak_writer SET transactions = transactions + 1 WHERE id = %s", [writer]
            )
            time.sleep(random.uniform(0, 0.02))
        for stream in sorted(random.randrange(STREAMS) for _ in range(turns)):
            _turn(stream)
        if random.random() < _dawdling():
            time.sleep(random.uniform(0, LONGEST_DAWDLE))
        if random.random() < ROLLED_BACK:
            raise Failed


def _turn(stream: int) -> None:
    """Lock the stream's own row, then record: so ids rise with its turns."""
    turn = number(
        "UPDATE soak_stream SET turns = turns + 1 WHERE id = %s RETURNING turns", [stream]
    )
    kind = Turned if turn % SELDOM else TurnedSeldom
    event = kind(stream_id=stream, turn=turn)
    record(event, client_id=INSTALLATION, actor=SYSTEM_ACTOR, at=datetime.now(UTC))


def _dawdling() -> float:
    """Who dawdles on SQLite keeps everybody waiting: a fifth would take hours."""
    return 0.2 if connection.vendor == "postgresql" else 0.005
