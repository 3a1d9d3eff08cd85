from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from keskio.look.promises import promise_badge, promise_state

NOW = datetime(2026, 11, 19, 12, 32, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def state(due_at: datetime, **more: datetime) -> str:
    made_at, kept_at = more.get("made_at"), more.get("kept_at")
    return promise_state(due_at, made_at=made_at, kept_at=kept_at, now=NOW)


class TestPromiseState:
    def test_is_in_time_while_more_than_a_quarter_is_left(self) -> None:
        assert state(NOW + 2 * HOUR, made_at=NOW - 2 * HOUR) == "in-time"

    def test_is_soon_in_the_last_quarter(self) -> None:
        assert state(NOW + HOUR, made_at=NOW - 3 * HOUR) == "soon"

    def test_is_soon_at_five_minutes_however_short_it_was(self) -> None:
        assert state(NOW + 5 * MINUTE, made_at=NOW - MINUTE) == "soon"

    def test_is_late_past_its_time(self) -> None:
        assert state(NOW - MINUTE) == "late"

    def test_stays_kept_when_its_time_has_passed(self) -> None:
        assert state(NOW - HOUR, kept_at=NOW - 2 * HOUR) == "kept"

    def test_stays_broken_when_it_was_kept_late(self) -> None:
        assert state(NOW - 2 * HOUR, kept_at=NOW - HOUR) == "broken"


class TestPromiseBadge:
    @pytest.mark.parametrize(
        ("due_at", "kept_at", "said"),
        [
            (NOW + 2 * HOUR, None, "in time"),
            (NOW + MINUTE, None, "soon"),
            (NOW - 6 * MINUTE, None, "6 min late"),
            (NOW - HOUR, NOW - 2 * HOUR, "kept"),
            (NOW - 26 * HOUR, NOW, "kept 1 d 2 h late"),
        ],
    )
    def test_has_an_icon_and_a_word_beside_its_colour(
        self, due_at: datetime, kept_at: datetime | None, said: str
    ) -> None:
        badge = promise_badge(due_at, made_at=None, kept_at=kept_at, now=NOW)
        assert said in badge
        wanted = promise_state(due_at, made_at=None, kept_at=kept_at, now=NOW)
        assert f"icons.svg#promise-{wanted}" in badge

    def test_tells_the_clock_where_the_reader_lives(self) -> None:
        with timezone.override("Europe/Helsinki"), translation.override("fi"):
            badge = promise_badge(NOW + 2 * HOUR, made_at=None, kept_at=None, now=NOW)
        assert ">16.32</time>" in badge
