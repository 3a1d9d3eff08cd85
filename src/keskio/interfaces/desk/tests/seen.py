"""What the database holds, looked at from above every client."""

from collections.abc import Callable
from html import unescape
from typing import Any, TypeVar

from django.db.models import Model

from keskio.config.subscriptions import SUBSCRIBERS
from keskio.journal.catching_up import catch_up
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, reading

T = TypeVar("T")
M = TypeVar("M", bound=Model)


def seen(ask: Callable[[], T]) -> T:
    with reading(SYSTEM):
        return ask()


def fresh(row: M) -> M:
    """The same row as it is now."""
    with reading(SYSTEM):
        row.refresh_from_db()
    return row


def words_of(answer: Any) -> str:
    """A page as it reads."""
    return unescape(answer.content.decode())


def hear() -> None:
    """Let everybody hear what has happened: the search, for one."""
    catch_up(subscribers=SUBSCRIBERS, now=NOON)
