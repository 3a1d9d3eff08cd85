import pytest
from django.db import connection

from keskio.journal.events import Subscriber
from keskio.journal.horizon import Horizon, decided_id, last_id
from keskio.journal.operations import enrol
from keskio.journal.tests.make import Listener, in_another_connection, light, record_lit
from keskio.kit.scopes import SYSTEM, writing

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="one writer has no gaps"),
]


class TestHorizon:
    def test_stops_below_an_entry_not_yet_committed(self) -> None:
        with writing(SYSTEM):
            record_lit(1, 1)
            in_another_connection(lambda: light(2, 1))
            assert in_another_connection(Horizon().look) < last_id()
            assert in_another_connection(decided_id) < last_id()
        assert Horizon().look() == last_id()
        assert decided_id() == last_id()

    def test_rises_while_others_keep_recording(self) -> None:
        """Each look sees a writer, never the same for long: that must not hold it for ever."""
        horizon = Horizon()
        light(1, 1)
        first = last_id()
        with writing(SYSTEM):
            record_lit(2, 1)
            in_another_connection(horizon.look)
        with writing(SYSTEM):
            record_lit(3, 1)
            assert in_another_connection(horizon.look) > first
            assert horizon.waits

    def test_begins_where_others_have_got(self, listener: Listener) -> None:
        light(1, 1)
        listener.catch_up()
        with writing(SYSTEM):
            heard_up_to = last_id()
            record_lit(2, 1)
            assert in_another_connection(Horizon().look) == heard_up_to

    def test_ignores_running_transactions_that_recorded_nothing(self) -> None:
        light(1, 1)
        with writing(SYSTEM):
            enrol(subscribers=[Subscriber("other", {})])
            assert in_another_connection(Horizon().look) == last_id()

    def test_includes_what_the_looking_transaction_has_recorded(self) -> None:
        with writing(SYSTEM):
            entry = record_lit(1, 1)
            assert Horizon().look() == entry.pk

    def test_is_not_held_by_a_rolled_back_id(self, listener: Listener) -> None:
        with pytest.raises(ValueError, match="undone"):
            record_and_fail()
        light(1, 2)
        listener.catch_up()
        assert listener.heard == [(1, 2)]


def record_and_fail() -> None:
    with writing(SYSTEM):
        record_lit(1, 1)
        raise ValueError("undone")
