from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from keskio.journal import queries
from keskio.journal.models import Cursor
from keskio.journal.queries import (
    Lag,
    entries_after,
    entries_of_stream,
    lags,
    parked_streams,
    paused_subscribers,
    undecided,
)
from keskio.journal.tests.make import NOON, Listener, in_another_connection, light, record_lit
from keskio.kit.scopes import INSTALLATION, SYSTEM, reading, writing

pytestmark = pytest.mark.django_db(transaction=True)
OURS = [INSTALLATION]


class TestFeed:
    def test_goes_on_after_an_id(self) -> None:
        light(1, 1, 2, 3)
        with reading(SYSTEM):
            first = entries_after(clients=OURS, after=0, limit=2)
            rest = entries_after(clients=OURS, after=first[1].pk, limit=2)
            assert [entry.payload["turn"] for entry in (*first, *rest)] == [1, 2, 3]

    def test_shows_nothing_of_other_clients(self) -> None:
        light(1, 1)
        with reading(SYSTEM):
            assert not entries_after(clients=[5], after=0, limit=10)
            assert not entries_of_stream("lamp:1", clients=[5])

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="one writer has no gaps")
    def test_stops_below_an_entry_not_yet_committed(self) -> None:
        with writing(SYSTEM):
            record_lit(1, 1)
            in_another_connection(lambda: light(2, 1))
            assert in_another_connection(feed) == []
        assert in_another_connection(feed) == ["lamp:1", "lamp:2"]


class TestTimeline:
    def test_is_one_streams_entries_in_order(self) -> None:
        light(1, 1, 2)
        light(2, 1)
        with reading(SYSTEM):
            timeline = entries_of_stream("lamp:1", clients=OURS)
            assert [entry.payload["turn"] for entry in timeline] == [1, 2]


class TestLags:
    def test_count_what_is_unheard_and_its_age(self, listener: Listener) -> None:
        light(1, 1, 2)
        light(2, 1)
        in_ten_seconds = datetime.now(UTC) + timedelta(seconds=10)
        lag = lag_of(listener, now=in_ten_seconds)
        assert (lag.subscriber, lag.entries, lag.paused_at) == ("listener", 3, None)
        assert 10 <= lag.seconds < 60

    def test_are_nothing_when_caught_up(self, listener: Listener) -> None:
        light(1, 1)
        listener.catch_up()
        lag = lag_of(listener, now=datetime.now(UTC))
        assert (lag.entries, lag.seconds, lag.parked) == (0, 0.0, 0)

    def test_count_everything_for_who_has_no_cursors(self, listener: Listener) -> None:
        light(1, 1, 2)
        Cursor.objects.all().delete()
        assert lag_of(listener, now=datetime.now(UTC)).entries == 2

    def test_show_what_is_parked_and_who_is_paused(self, listener: Listener) -> None:
        listener.broken = ValueError("broken")
        for lamp_id in range(20):
            light(lamp_id, 1)
        listener.catch_up()
        lag = lag_of(listener, now=datetime.now(UTC))
        assert (lag.parked, lag.entries, lag.paused_at) == (10, 10, NOON)
        assert [pause.subscriber for pause in paused_subscribers()] == ["listener"]
        assert {parked.cursor.subscriber for parked in parked_streams()} == {"listener"}


class TestUndecided:
    def test_is_nothing_with_nobody_recording(self) -> None:
        light(1, 1)
        assert undecided() == queries.Undecided(0, None)

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="one writer has no gaps")
    def test_names_whom_everyone_waits_for(self) -> None:
        with writing(SYSTEM):
            record_lit(1, 1)
            found = in_another_connection(undecided)
        assert found.entries >= 1
        assert found.oldest is not None
        assert found.oldest.state == "idle in transaction"


def feed() -> list[str]:
    with reading(SYSTEM):
        return [entry.stream for entry in entries_after(clients=OURS, after=0, limit=10)]


def lag_of(listener: Listener, *, now: datetime) -> Lag:
    with reading(SYSTEM):
        (lag,) = lags(subscribers=[listener.subscriber], now=now)
    return lag
