from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from keskio.kit import troubles

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FULL = OSError("disk is full\nand some detail")


@pytest.fixture(autouse=True)
def none() -> Iterator[None]:
    troubles.forget("porter")
    yield
    troubles.forget("porter")


class TestATrouble:
    def test_is_news_once(self) -> None:
        assert troubles.note("porter", FULL, now=NOON)
        assert not troubles.note("porter", FULL, now=NOON)
        assert troubles.note("porter", OSError("disk is gone"), now=NOON)

    def test_says_since_when_and_why_at_last(self) -> None:
        troubles.note("porter", OSError("busy"), now=NOON)
        troubles.note("porter", FULL, now=NOON + timedelta(minutes=1))
        (trouble,) = of_porter()
        assert (trouble.who, trouble.since, trouble.times) == ("porter", NOON, 2)
        assert trouble.error == "disk is full"

    def test_ends_with_the_first_success(self) -> None:
        troubles.note("porter", FULL, now=NOON)
        troubles.forget("porter")
        assert of_porter() == []


def of_porter() -> list[troubles.Trouble]:
    return [trouble for trouble in troubles.all_now() if trouble.who == "porter"]
