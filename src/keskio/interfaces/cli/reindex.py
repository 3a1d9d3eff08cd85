"""`keskio reindex`: everything is told to the search index once more, a batch at a time."""

import argparse
import sys
from collections.abc import Callable
from typing import Protocol

from django.conf import settings

from keskio.cases import operations as cases
from keskio.kit.database import migrate
from keskio.kit.scopes import SYSTEM, writing

AT_A_TIME = 100
SAID_EVERY = 50
"""Batches between two lines of progress."""


class Step(Protocol):
    """Index some, after this id; the last of them, or None when there are no more."""

    def __call__(self, after: int, /, *, limit: int) -> int | None: ...


def run(given: argparse.Namespace) -> int:
    """Each batch is a short transaction of its own: the others hardly notice."""
    migrate(directory=settings.DATA_DIR)
    _index("customers", cases.index_customers_after, _say)
    _index("messages", cases.index_messages_after, _say)
    return 0


def _index(what: str, step: Step, say: Callable[[str], None]) -> None:
    last, batches = 0, 0
    while True:
        with writing(SYSTEM):
            following = step(last, limit=AT_A_TIME)
        if following is None:
            break
        last, batches = following, batches + 1
        if batches % SAID_EVERY == 0:
            say(f"{what}: up to {last}")
    say(f"{what}: done, up to {last}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
