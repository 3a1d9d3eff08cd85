"""A week at the office, without its nights: twenty agents answer five thousand mails by the API.

    python -m soak.office                                    # SQLite
    python -m soak.office --database postgresql://me@/postgres

Exit 0: nothing was answered with an error, every mail was dealt with, the line is empty, and the
server's memory stayed flat. The database is made for the trial and dropped afterwards; the role
needs CREATEDB.
"""

import argparse
import json
import logging
import random
import statistics
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

from soak.databases import installation
from soak.office_agents import OfficeAgent, Program, Record
from soak.post import Customers, Sink
from soak.serving import Server

if TYPE_CHECKING:
    from collections.abc import Sequence

INBOX = "help@office.example"
CUSTOMERS_AT_ONCE = 4
QUIET_SECONDS = 3.0
"""The line must stay empty for so long, snoozed cases included, before the week is over."""
LONGEST_SECONDS = 3_600.0
FLAT = 1.15
"""Memory at the end against memory after the first quarter of the requests."""


@dataclass
class Verdict:
    mails: int = 0
    requests: int = 0
    conflicts: int = 0
    seconds: float = 0.0
    replies_sent: int = 0
    memory_mb: list[float] = field(default_factory=list)
    milliseconds: dict[str, tuple[float, float]] = field(default_factory=dict)
    """By what was asked: median and the 95th of a hundred."""
    faults: list[str] = field(default_factory=list)


def main() -> int:
    given = _arguments()
    with installation(given.database):
        week = Week(mails=given.mails, agents=given.agents)
        try:
            week.run()
        finally:
            week.end()
    print(json.dumps({"database": "postgresql" if given.database else "sqlite"}))
    print(json.dumps(asdict(week.verdict), indent=1))
    return 1 if week.verdict.faults else 0


class Week:
    def __init__(self, *, mails: int, agents: int) -> None:
        from soak.office_staff import open_office  # noqa: PLC0415 - Django is set up by now

        logging.disable(logging.WARNING)
        self.verdict, self.record = Verdict(), Record()
        self.mails, chance = mails, random.Random(5)
        tokens = open_office(inbox=INBOX, agents=agents)
        self.sink = Sink()
        self.sink.start()
        self.server = Server(_data(), KESKIO_SMTP_URL=self.sink.url, KESKIO_API_RATE="1000000")
        self.customers = [
            Customers(inbox=INBOX, smtp_port=self.server.smtp_port, sink=self.sink, pause=0.02)
            for _ in range(CUSTOMERS_AT_ONCE)
        ]
        self.agents = [
            OfficeAgent(
                Program(token=token, port=self.server.port, record=self.record),
                chance=random.Random(chance.random()),
            )
            for token in tokens
        ]
        self.watcher = Program(token=tokens[0], port=self.server.port, record=Record())

    def run(self) -> None:
        self.server.start()
        began_at = time.monotonic()
        for thread in (*self.agents, *self.customers):
            thread.start()
        self._while_mail_comes(began_at)
        self._until_quiet(began_at)
        self.verdict.seconds = round(time.monotonic() - began_at, 1)
        self._count()

    def end(self) -> None:
        for thread in (*self.customers, *self.agents):
            thread.stop()
        self.server.kill()
        self.sink.stop()

    def _while_mail_comes(self, began_at: float) -> None:
        while self._brought() < self.mails:
            self._watch(began_at)
        for customer in self.customers:
            customer.stop()
        for customer in self.customers:
            customer.join()

    def _until_quiet(self, began_at: float) -> None:
        quiet_since = None
        while quiet_since is None or time.monotonic() < quiet_since + QUIET_SECONDS:
            self._watch(began_at)
            busy = self._unfinished()
            quiet_since = None if busy else quiet_since or time.monotonic()
        for agent in self.agents:
            agent.stop()
        for agent in self.agents:
            agent.join(60)

    def _watch(self, began_at: float) -> None:
        """Raises TimeoutError when the week does not end."""
        time.sleep(0.5)
        if time.monotonic() > began_at + LONGEST_SECONDS:
            raise TimeoutError(
                f"not done: {self.record.requests} requests, {self._brought()} mails"
            )
        if self.record.requests // 1_000 >= len(self.verdict.memory_mb):
            self.verdict.memory_mb.append(self._memory())

    def _unfinished(self) -> int:
        views = ("waiting", "snoozed")
        lists = [self.watcher.ask("watch", "GET", f"/cases?view={view}&limit=1") for view in views]
        return sum(len(one["items"]) for one in lists)

    def _brought(self) -> int:
        return sum(len(one.answered) for one in self.customers)

    def _memory(self) -> float:
        return round(psutil.Process(self.server.pid).memory_info().rss / 1e6, 1)

    def _count(self) -> None:
        verdict, record = self.verdict, self.record
        verdict.mails, verdict.requests = self._brought(), record.requests
        verdict.conflicts, verdict.replies_sent = record.conflicts, len(self.sink.got)
        verdict.milliseconds = {
            what: (_ms(statistics.median(took)), _ms(sorted(took)[int(0.95 * len(took))]))
            for what, took in record.seconds.items()
        }
        verdict.faults = [*record.errors[:20], *self._wrong_at_the_end()]

    def _wrong_at_the_end(self) -> "Sequence[str]":
        line: Any = self.watcher.ask("watch", "GET", "/line")
        wrong = [one.stopped_by for one in self.agents if one.stopped_by]
        wrong += [f"{line['waiting']} still wait"] if line["waiting"] else []
        quarter, last = self.verdict.memory_mb[len(self.verdict.memory_mb) // 4], self._memory()
        if last > FLAT * quarter:
            wrong.append(f"memory grew from {quarter} to {last} MB")
        return wrong


def _data() -> Path:
    from django.conf import settings  # noqa: PLC0415 - Django is set up by now

    return Path(settings.DATA_DIR)


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 1)


def _arguments() -> argparse.Namespace:
    word = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    word.add_argument("--database", default="", help="postgresql:// address; SQLite without")
    word.add_argument("--mails", type=int, default=5_000)
    word.add_argument("--agents", type=int, default=20)
    return word.parse_args()


if __name__ == "__main__":
    sys.exit(main())
