from datetime import timedelta

import pytest

from keskio.journal.delivery import hand_over
from keskio.journal.horizon import last_id
from keskio.journal.models import Parked, Pause
from keskio.journal.operations import resume
from keskio.journal.parking import PAUSE_AFTER
from keskio.journal.tests.make import NOON, Listener, light
from keskio.kit.scopes import SYSTEM, writing

pytestmark = pytest.mark.django_db(transaction=True)
STREAMS = 30


@pytest.fixture
def broken(listener: Listener) -> Listener:
    listener.broken = ValueError("broken throughout")
    for lamp_id in range(STREAMS):
        light(lamp_id, 1)
    return listener


class TestPause:
    def test_follows_failures_on_stream_after_stream(self, broken: Listener) -> None:
        broken.catch_up()
        assert Parked.objects.count() == PAUSE_AFTER
        assert Pause.objects.get().subscriber == "listener"
        assert "broken throughout" in Pause.objects.get().last_error

    def test_does_not_follow_failures_between_successes(self, listener: Listener) -> None:
        listener.refused = {(lamp_id, 1) for lamp_id in range(STREAMS)}
        now = NOON
        for lamp_id in range(STREAMS):
            now += timedelta(seconds=1)
            light(lamp_id, 1)
            light(lamp_id + STREAMS, 1)
            listener.catch_up(now=now)
        assert Parked.objects.count() == STREAMS
        assert not Pause.objects.exists()

    def test_tries_one_entry_now_and_then(self, broken: Listener) -> None:
        broken.catch_up()
        broken.catch_up(now=NOON + timedelta(seconds=2))
        assert Parked.objects.count() == PAUSE_AFTER + 1
        assert Pause.objects.get().probes == 2

    def test_ends_when_the_subscriber_hears_again(self, broken: Listener) -> None:
        broken.catch_up()
        broken.broken = None
        mended_at = NOON + timedelta(minutes=2)
        broken.catch_up(now=mended_at)
        broken.retry(now=mended_at)
        assert sorted(broken.heard) == [(lamp_id, 1) for lamp_id in range(STREAMS)]
        assert not Pause.objects.exists()
        assert not Parked.objects.exists()

    def test_ends_when_a_parked_stream_succeeds(self, broken: Listener) -> None:
        broken.catch_up()
        broken.broken = None
        broken.retry(now=NOON + timedelta(minutes=2))
        assert not Pause.objects.exists()

    def test_is_ended_by_hand(self, broken: Listener) -> None:
        broken.catch_up()
        broken.broken = None
        with writing(SYSTEM):
            resume(subscriber="listener", now=NOON)
        broken.retry(now=NOON)
        broken.catch_up()
        assert len(broken.heard) == STREAMS

    def test_holds_back_no_other_subscriber(self, broken: Listener) -> None:
        broken.catch_up()
        assert hand_over(subscriber=broken.subscriber, ceiling=last_id(), now=NOON) == 0
