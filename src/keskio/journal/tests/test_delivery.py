import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from keskio.journal import claims, delivery
from keskio.journal.delivery import hand_over, retry_parked
from keskio.journal.events import Subscriber
from keskio.journal.horizon import last_id
from keskio.journal.models import Cursor, Entry, Parked
from keskio.journal.operations import run_again
from keskio.journal.tests.make import NOON, LampLit, Listener, closing, light, neighbour_of
from keskio.kit.scopes import SYSTEM, writing

pytestmark = pytest.mark.django_db(transaction=True)


class TestHandOver:
    @pytest.mark.parametrize("limit", [1, 2, 200])
    def test_keeps_order_within_a_stream(self, listener: Listener, limit: int) -> None:
        light(1, 1, 2, 3)
        light(2, 1, 2)
        listener.catch_up(limit=limit)
        assert sorted(listener.heard) == [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2)]
        assert [turn for lamp, turn in listener.heard if lamp == 1] == [1, 2, 3]

    def test_hands_over_once(self, listener: Listener) -> None:
        light(1, 1)
        listener.catch_up()
        listener.catch_up()
        assert listener.heard == [(1, 1)]

    def test_cuts_a_slow_batch_short(
        self, listener: Listener, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(delivery, "BATCH_SECONDS", -1)
        light(1, 1, 2, 3)
        hand_over(subscriber=listener.subscriber, ceiling=last_id(), now=NOON)
        assert listener.heard == [(1, 1)]
        listener.catch_up()
        assert listener.heard == [(1, 1), (1, 2), (1, 3)]

    @pytest.mark.usefixtures("listener")
    def test_goes_past_what_nobody_hears(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(claims, "SKIP_AHEAD", 2)
        light(1, 1, 2, 3)
        deaf = Subscriber("listener", {})
        while hand_over(subscriber=deaf, ceiling=last_id(), now=NOON):
            pass
        assert set(Cursor.objects.values_list("position", flat=True)) == {last_id()}

    def test_parks_only_the_stream_that_fails(self, listener: Listener) -> None:
        neighbour = neighbour_of(1)
        listener.refused = {(1, 2)}
        light(1, 1, 2, 3)
        light(neighbour, 1)
        listener.catch_up()
        assert listener.heard == [(1, 1), (neighbour, 1)]
        assert Parked.objects.get().stream == "lamp:1"
        assert "refused" in Parked.objects.get().last_error

    def test_parks_every_stream_that_fails_in_one_batch(self, listener: Listener) -> None:
        lamp, second = 1, neighbour_of(1)
        third = neighbour_of(second)
        listener.refused = {(lamp, 2), (second, 1)}
        light(lamp, 1, 2, 3)
        light(second, 1, 2)
        light(third, 1)
        listener.catch_up()
        assert listener.heard == [(lamp, 1), (third, 1)]
        assert set(Parked.objects.values_list("stream", flat=True)) == {
            f"lamp:{lamp}",
            f"lamp:{second}",
        }

    def test_parks_a_stream_whose_effect_is_refused_at_commit(self, listener: Listener) -> None:
        def leave_orphan(event: LampLit, entry: Entry) -> None:
            listener.hear(event, entry)
            if event.turn == 2:
                orphan = Parked(cursor_id=-1, stream="none", entry_id=1, parked_at=NOON)
                orphan.save()

        listener.subscriber = Subscriber("listener", {LampLit: leave_orphan})
        light(1, 1, 2, 3)
        listener.catch_up()
        retry_parked(subscriber=listener.subscriber, now=NOON + timedelta(seconds=2))
        assert listener.heard == [(1, 1)]
        assert "IntegrityError" in Parked.objects.get().last_error
        assert Parked.objects.get().attempts == 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="one writer at a time")
class TestHandOverBesideOthers:
    def test_gets_past_a_failing_entry_that_another_worker_is_failing_on(
        self, listener: Listener
    ) -> None:
        """Passing over the cursor the other held, then finding that nothing had moved, was how
        two workers could keep each other from a failing entry for as long as they met."""
        rival = Rival()
        listener.subscriber = Subscriber("listener", {LampLit: rival.when_failing(listener.hear)})
        listener.refused = {(1, 2)}
        light(1, 1, 2)
        ceiling = last_id()
        with ThreadPoolExecutor(max_workers=1) as pool:
            other = pool.submit(closing, rival.hold_cursors)
            hand_over(subscriber=listener.subscriber, ceiling=ceiling, now=NOON)
            other.result()
        assert listener.heard == [(1, 1)]
        assert Parked.objects.get().stream == "lamp:1"

    def test_skips_what_another_worker_holds(self, listener: Listener) -> None:
        light(1, 1)
        rival = Rival()
        with ThreadPoolExecutor(max_workers=1) as pool:
            rival.wanted.set()
            other = pool.submit(closing, rival.hold_cursors)
            rival.holds.wait(5)
            assert hand_over(subscriber=listener.subscriber, ceiling=last_id(), now=NOON) == 0
            other.result()
        assert hand_over(subscriber=listener.subscriber, ceiling=last_id(), now=NOON) == 1

    def test_retries_a_stream_though_the_one_due_first_is_held(self, listener: Listener) -> None:
        held, free = 1, next(n for n in range(2, 99) if n != neighbour_of(1))
        listener.refused = {(held, 1), (free, 1)}
        light(held, 1)
        light(free, 1)
        listener.catch_up()
        listener.refused = set()
        rival = Rival(stream=f"lamp:{held}")
        with ThreadPoolExecutor(max_workers=1) as pool:
            rival.wanted.set()
            other = pool.submit(closing, rival.hold_cursors)
            rival.holds.wait(5)
            listener.retry(now=NOON + timedelta(seconds=2))
            other.result()
        assert listener.heard == [(free, 1)]


class Rival:
    """Another worker: takes cursors at the moment a reaction fails, and keeps them a while."""

    def __init__(self, stream: str | None = None) -> None:
        self.stream = stream
        self.wanted, self.holds = threading.Event(), threading.Event()

    def hold_cursors(self) -> None:
        self.wanted.wait(5)
        cursors = Cursor.objects.select_for_update()
        if self.stream is not None:
            cursors = cursors.filter(parked__stream=self.stream)
        with writing(SYSTEM):
            list(cursors)
            self.holds.set()
            threading.Event().wait(0.3)

    def when_failing(
        self, hear: Callable[[LampLit, Entry], None]
    ) -> Callable[[LampLit, Entry], None]:
        def hear_and_call(event: LampLit, entry: Entry) -> None:
            try:
                hear(event, entry)
            except ValueError:
                self.wanted.set()
                threading.Event().wait(0.1)  # it waits in line for the cursor when we let go
                raise

        return hear_and_call


class TestRetryParked:
    def test_waits_for_its_time(self, listener: Listener) -> None:
        listener.refused = {(1, 1)}
        light(1, 1)
        listener.catch_up()
        listener.refused = set()
        listener.retry(now=NOON)
        assert listener.heard == []

    def test_hands_over_what_waited_in_order(self, listener: Listener) -> None:
        listener.refused = {(1, 1)}
        light(1, 1, 2)
        listener.catch_up()
        light(1, 3)
        listener.catch_up()
        listener.refused = set()
        listener.retry(now=NOON + timedelta(seconds=2))
        light(1, 4)
        listener.catch_up()
        assert listener.heard == [(1, 1), (1, 2), (1, 3), (1, 4)]
        assert not Parked.objects.exists()

    def test_hands_over_all_that_waited_in_few_transactions(self, listener: Listener) -> None:
        listener.refused = {(1, 1)}
        light(1, *range(1, 61))
        listener.catch_up()
        listener.refused = set()
        due_at = NOON + timedelta(seconds=2)
        handed = [retry_parked(subscriber=listener.subscriber, now=due_at) for _ in range(3)]
        assert handed == [50, 10, 0]
        assert listener.heard == [(1, turn) for turn in range(1, 61)]

    def test_keeps_what_came_before_another_failure(self, listener: Listener) -> None:
        listener.refused = {(1, 1)}
        light(1, *range(1, 31))
        listener.catch_up()
        listener.refused = {(1, 12)}
        due_at = NOON + timedelta(seconds=2)
        listener.retry(now=due_at)
        assert listener.heard == [(1, turn) for turn in range(1, 12)]
        assert Parked.objects.get().attempts == 1
        listener.refused = set()
        listener.retry(now=due_at + timedelta(minutes=1))
        assert listener.heard == [(1, turn) for turn in range(1, 31)]

    def test_backs_off_and_gives_up(self, listener: Listener) -> None:
        listener.refused = {(1, 1)}
        light(1, 1)
        listener.catch_up()
        for hour in range(20):
            retry_parked(subscriber=listener.subscriber, now=NOON + timedelta(hours=2 * hour))
        assert Parked.objects.get().retry_at is None
        with writing(SYSTEM):
            run_again(parked_id=Parked.objects.get().pk, now=NOON)
        listener.refused = set()
        listener.retry(now=NOON)
        assert listener.heard == [(1, 1)]

    def test_puts_off_though_the_entry_that_parked_is_no_longer_heard(
        self, listener: Listener
    ) -> None:
        listener.refused = {(1, 1), (1, 2)}
        light(1, 1, 2)
        listener.catch_up()
        Parked.objects.update(entry_id=0)
        due_at = NOON + timedelta(seconds=2)
        assert retry_parked(subscriber=listener.subscriber, now=due_at) == 1
        assert retry_parked(subscriber=listener.subscriber, now=due_at) == 0


class TestOutage:
    def test_parks_nothing_and_is_raised(self, listener: Listener) -> None:
        light(1, 1)
        listener.broken = outage()
        with pytest.raises(OperationalError):
            listener.catch_up()
        assert not Parked.objects.exists()
        listener.broken = None
        listener.catch_up()
        assert listener.heard == [(1, 1)]

    def test_is_recognised_behind_another_error(self, listener: Listener) -> None:
        light(1, 1)
        listener.broken = RuntimeError("could not look it up")
        listener.broken.__cause__ = outage()
        with pytest.raises(RuntimeError):
            listener.catch_up()
        assert not Parked.objects.exists()

    def test_puts_off_no_retry(self, listener: Listener) -> None:
        listener.refused = {(1, 1)}
        light(1, 1)
        listener.catch_up()
        listener.broken = outage()
        with pytest.raises(OperationalError):
            listener.retry(now=NOON + timedelta(seconds=2))
        assert Parked.objects.get().attempts == 1

    def test_is_not_a_mistake_in_a_query(self, listener: Listener) -> None:
        def ask_nonsense(_event: LampLit, _entry: Entry) -> None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM nowhere")

        listener.subscriber = Subscriber("listener", {LampLit: ask_nonsense})
        light(1, 1)
        listener.catch_up()
        assert "nowhere" in Parked.objects.get().last_error


@pytest.mark.skipif(connection.vendor != "postgresql", reason="one writer has no deadlocks")
class TestDeadlock:
    def test_is_tried_one_by_one_before_it_parks(self, listener: Listener) -> None:
        attempts: list[int] = []

        def be_deadlocked_once(event: LampLit, entry: Entry) -> None:
            attempts.append(event.turn)
            if attempts == [1, 2]:
                with connection.cursor() as cursor:
                    cursor.execute(
                        "DO $$ BEGIN RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'; END $$"
                    )
            listener.hear(event, entry)

        listener.subscriber = Subscriber("listener", {LampLit: be_deadlocked_once})
        light(1, 1, 2)
        listener.catch_up()
        assert listener.heard == [(1, 1), (1, 2)]
        assert not Parked.objects.exists()


def outage() -> OperationalError:
    """The database's own error when its disk is full, as a reaction would meet it."""
    error = OperationalError("could not extend file: No space left on device")
    error.__cause__ = _DiskFull()
    return error


class _DiskFull(Exception):
    sqlstate = "53100"
