"""Measure one thing on one database: `python -m bench.one intake --database postgresql://…`.

In a process of its own, on an installation of its own, because settings are read once.
"""

import argparse
import os
import sys
import tempfile
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import django
from tests.installation import Installation, scratch_database

from bench.figures import say

BENCHES = ("intake", "pages", "lists", "browser", "memory", "take_next", "search", "start")


@dataclass(frozen=True)
class Asked:
    """On which installation to measure, and how much of everything."""

    installation: Installation
    directory: Path
    mails: int
    cases: int
    waiting: int
    rounds: int
    messages: int
    requests: int


def main() -> int:
    given = _words()
    with tempfile.TemporaryDirectory() as folder, scratch_database(given.database) as database:
        directory = Path(folder)
        installation = Installation(directory, KESKIO_DATABASE_URL=database)
        asked = Asked(
            installation,
            directory,
            given.mails,
            given.cases,
            given.waiting,
            given.rounds,
            given.messages,
            given.requests,
        )
        _set_up(installation)
        figures = import_module(f"bench.{given.bench}").measure(asked)
        django.db.connections.close_all()
    say(given.bench, "postgresql" if given.database else "sqlite", figures)
    return 0


def _words() -> argparse.Namespace:
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("bench", choices=BENCHES)
    words.add_argument("--database", default="", help="postgresql:// address; SQLite without")
    words.add_argument("--mails", type=int, default=2_000)
    words.add_argument("--cases", type=int, default=50_000)
    words.add_argument("--waiting", type=int, default=10_000)
    words.add_argument("--rounds", type=int, default=300, help="how often to ask for each page")
    words.add_argument("--messages", type=int, default=1_000_000, help="to search in")
    words.add_argument("--requests", type=int, default=10_000, help="while memory is watched")
    return words.parse_args()


def _set_up(installation: Installation) -> None:
    os.environ |= installation.environment
    os.environ |= {
        "KESKIO_DATA": str(installation.data),
        "DJANGO_SETTINGS_MODULE": "keskio.config.settings",
    }
    django.setup()


if __name__ == "__main__":
    sys.exit(main())
