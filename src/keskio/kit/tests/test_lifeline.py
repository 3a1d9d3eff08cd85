import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from keskio.kit.lifeline import Lifeline
from keskio.kit.scopes import SYSTEM, writing

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def held_elsewhere(lifeline: Lifeline) -> Iterator[None]:
    """By a thread with a connection of its own, which ends with this."""
    held, over = threading.Event(), threading.Event()

    def hold() -> None:
        with writing(SYSTEM):
            lifeline.hold()
        held.set()
        over.wait(10)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(10)
    yield
    over.set()
    thread.join(10)


class TestALifeline:
    def test_is_seen_by_others_until_its_connection_ends(self) -> None:
        ours, theirs = Lifeline(), Lifeline()
        with held_elsewhere(theirs):
            expected = {theirs.number} if connection.vendor == "postgresql" else set()
            assert ours.others_alive() == expected
        ends_at = time.monotonic() + 10  # the server ends a session soon after it was left
        while ours.others_alive() and time.monotonic() < ends_at:
            time.sleep(0.01)
        assert ours.others_alive() == set()

    def test_is_not_among_the_others(self) -> None:
        ours = Lifeline()
        ours.hold()
        assert ours.others_alive() == set()

    def test_is_held_again_on_a_new_connection(self) -> None:
        ours, theirs = Lifeline(), Lifeline()
        ours.hold()
        connection.close()
        ours.hold()
        expected = {ours.number} if connection.vendor == "postgresql" else set()
        assert theirs.others_alive() == expected
