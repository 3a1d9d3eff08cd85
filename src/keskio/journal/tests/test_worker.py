import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection

from keskio.journal import delivery
from keskio.journal.catching_up import catch_up
from keskio.journal.events import Subscriber
from keskio.journal.models import Cursor, Entry, Parked
from keskio.journal.operations import set_timer
from keskio.journal.tests.make import ACTOR, NOON, LampLit, Listener, closing, light, record_lit
from keskio.journal.worker import Worker
from keskio.kit.scopes import INSTALLATION, SYSTEM, writing

pytestmark = pytest.mark.django_db(transaction=True)
KILL_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@contextmanager
def at_work(*subscribers: Subscriber) -> Iterator[None]:
    stop = threading.Event()
    worker = Worker(subscribers, clock=lambda: NOON)
    with ThreadPoolExecutor(max_workers=1) as pool:
        running = pool.submit(closing, lambda: worker.run(stop))
        try:
            yield
        finally:
            stop.set()
        running.result()


def eventually(met: Callable[[], bool], *, within: float = 10) -> bool:
    ends_at = time.monotonic() + within
    while not met() and time.monotonic() < ends_at:
        time.sleep(0.01)
    return met()


class TestWorker:
    def test_hands_over_what_was_recorded_and_what_fell_due(self, listener: Listener) -> None:
        light(1, 1)
        set_lamp_timer()
        worker = Worker([listener.subscriber], clock=lambda: NOON)
        while worker.turn():
            pass
        assert listener.heard == [(1, 1), (1, 2)]

    def test_wakes_when_something_is_recorded(self, listener: Listener) -> None:
        with at_work(listener.subscriber):
            for turn in range(3):
                time.sleep(0.05)
                began_at = time.monotonic()
                light(1, turn)
                assert eventually(lambda turn=turn: (1, turn) in listener.heard)  # type: ignore[misc]
                assert time.monotonic() - began_at < 0.7

    def test_begins_with_small_batches(
        self, listener: Listener, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(delivery, "BATCH_SECONDS", 60)  # however busy the machine is
        light(1, *range(100))
        worker = Worker([listener.subscriber], clock=lambda: NOON, batch=40)
        assert [worker.turn() for _ in range(4)] == [10, 20, 40, 30]

    def test_enrols_who_has_never_heard_anything(self, listener: Listener) -> None:
        light(1, 1)
        Cursor.objects.all().delete()
        with at_work(listener.subscriber):
            assert eventually(lambda: listener.heard == [(1, 1)])

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="a server can go away")
    def test_survives_its_connections(self, listener: Listener) -> None:
        with at_work(listener.subscriber):
            light(1, 1)
            assert eventually(lambda: len(listener.heard) == 1)
            with connection.cursor() as cursor:
                cursor.execute(KILL_OTHERS)
            light(1, 2)
            assert eventually(lambda: listener.heard == [(1, 1), (1, 2)])
        assert not Parked.objects.exists()

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="a file can be full")
    def test_waits_for_room_on_a_full_disk(self, listener: Listener) -> None:
        def write_much(event: LampLit, entry: Entry) -> None:
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA max_page_count = {room()}")
                cursor.execute("PRAGMA freelist_count")
                (free,) = cursor.fetchone()  # there is always room where something has been
                cursor.execute(f"CREATE TABLE bulk AS SELECT zeroblob({(free + 250) * 4096:d})")
                cursor.execute("DROP TABLE bulk")
            listener.hear(event, entry)

        full = threading.Event()
        full.set()
        heard_when_full: list[LampLit] = []

        def room() -> int:
            heard_when_full.append(LampLit(lamp_id=1, turn=1))
            return 1 if full.is_set() else 1_000_000

        light(1, 1)
        with at_work(Subscriber("listener", {LampLit: write_much})):
            assert eventually(lambda: len(heard_when_full) > 0)
            time.sleep(0.2)
            assert listener.heard == []
            full.clear()
            assert eventually(lambda: listener.heard == [(1, 1)])
        assert not Parked.objects.exists()

    def test_stops_when_told(self, listener: Listener) -> None:
        stop = threading.Event()
        stop.set()
        Worker([listener.subscriber], clock=lambda: NOON).run(stop)


class TestCatchUp:
    def test_enrols_and_hands_over_everything(self) -> None:
        heard: list[int] = []
        subscriber = Subscriber("new", {LampLit: lambda event, _: heard.append(event.lamp_id)})
        for lamp_id in range(20):
            light(lamp_id, 1)
        catch_up(subscribers=[subscriber], now=NOON)
        assert sorted(heard) == list(range(20))

    def test_waits_for_what_reactions_record(self, listener: Listener) -> None:
        def light_next(event: LampLit, _entry: Entry) -> None:
            if event.turn < 5:
                record_lit(event.lamp_id, event.turn + 1)

        chain = Subscriber("chain", {LampLit: light_next})
        light(1, 1)
        catch_up(subscribers=[listener.subscriber, chain], now=NOON)
        assert listener.heard == [(1, turn) for turn in range(1, 6)]

    def test_fires_what_is_due(self, listener: Listener) -> None:
        set_lamp_timer()
        catch_up(subscribers=[listener.subscriber], now=NOON)
        assert listener.heard == [(1, 2)]

    def test_does_not_wait_for_what_failed(self, listener: Listener) -> None:
        listener.broken = ValueError("broken")
        for lamp_id in range(20):
            light(lamp_id, 1)
        catch_up(subscribers=[listener.subscriber], now=NOON)
        assert listener.heard == []

    def test_works_beside_a_worker(self, listener: Listener) -> None:
        with at_work(listener.subscriber):
            for lamp_id in range(20):
                light(lamp_id, 1)
            catch_up(subscribers=[listener.subscriber], now=NOON)
            assert len(listener.heard) == 20


@pytest.mark.django_db
class TestCatchUpInATestsTransaction:
    def test_hears_what_the_test_has_recorded(self) -> None:
        heard: list[int] = []
        subscriber = Subscriber("new", {LampLit: lambda event, _: heard.append(event.lamp_id)})
        light(1, 1)
        catch_up(subscribers=[subscriber], now=NOON)
        assert heard == [1]


def set_lamp_timer() -> None:
    event = LampLit(lamp_id=1, turn=2)
    with writing(SYSTEM):
        set_timer(event, key="k", client_id=INSTALLATION, due_at=NOON, actor=ACTOR)
