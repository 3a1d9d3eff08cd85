from collections.abc import Sequence

import pytest
from django.db import transaction

from keskio.journal import delivery
from keskio.journal.events import Subscriber
from keskio.journal.models import Entry, Parked
from keskio.journal.tests.make import LampLit, Listener, light, neighbour_of

pytestmark = pytest.mark.django_db(transaction=True)
NEIGHBOUR = neighbour_of(1)


class BulkListener(Listener):
    """Hears lamps by the run, and remembers how long each run was."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[int] = []
        self.subscriber = Subscriber("listener", {}, in_bulk={LampLit: self.hear_run})

    def hear_run(self, run: Sequence[tuple[LampLit, Entry]]) -> None:
        transaction.on_commit(lambda: self.runs.append(len(run)))
        for event, entry in run:
            self.hear(event, entry)


@pytest.fixture
def bulk_listener(db: None) -> BulkListener:
    return BulkListener()


class TestHearingInBulk:
    def test_hears_a_run_at_once_in_its_order(self, bulk_listener: BulkListener) -> None:
        light(1, 1, 2, 3)
        bulk_listener.catch_up()
        assert bulk_listener.heard == [(1, 1), (1, 2), (1, 3)]
        assert bulk_listener.runs == [3]

    def test_hears_no_more_at_once_than_agreed(
        self, bulk_listener: BulkListener, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(delivery, "BULK", 2)
        light(1, 1, 2, 3)
        bulk_listener.catch_up()
        assert bulk_listener.runs == [2, 1]

    def test_parks_only_what_is_to_blame(self, bulk_listener: BulkListener) -> None:
        bulk_listener.refused = {(1, 2)}
        light(1, 1, 2, 3)
        light(NEIGHBOUR, 1)
        bulk_listener.catch_up()
        assert bulk_listener.heard == [(1, 1), (NEIGHBOUR, 1)]
        assert Parked.objects.get().stream == "lamp:1"

    def test_leaves_parked_streams_out_of_a_run(self, bulk_listener: BulkListener) -> None:
        bulk_listener.refused = {(1, 1)}
        light(1, 1)
        bulk_listener.catch_up()
        light(NEIGHBOUR, 1)
        light(1, 2)
        light(NEIGHBOUR, 2)
        bulk_listener.catch_up()
        assert bulk_listener.heard == [(NEIGHBOUR, 1), (NEIGHBOUR, 2)]
        assert bulk_listener.runs[-1] == 2
