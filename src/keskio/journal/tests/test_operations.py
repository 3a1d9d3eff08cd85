from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection

from keskio.journal.actors import SYSTEM_ACTOR, Actor
from keskio.journal.events import Subscriber
from keskio.journal.models import Entry, Timer
from keskio.journal.operations import (
    cancel_timer,
    enrol,
    fire_timers,
    recorded_together,
    set_timer,
)
from keskio.journal.tests.make import ACTOR, NOON, LampLit, light, record_lit
from keskio.kit.scopes import INSTALLATION, SYSTEM, Scope, reading, writing
from keskio.kit.transactions import NotInTransaction

pytestmark = pytest.mark.django_db(transaction=True)
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="row-level security is PostgreSQL's"
)


class TestActor:
    @pytest.mark.parametrize("actor", [Actor.agent(3), Actor.customer(5), Actor.token(2)])
    def test_is_read_back_from_its_text(self, actor: Actor) -> None:
        assert Actor.parse(str(actor)) == actor

    def test_may_be_the_system(self) -> None:
        assert str(SYSTEM_ACTOR) == "system"
        assert Actor.parse("system") == SYSTEM_ACTOR


class TestRecord:
    def test_refuses_outside_a_transaction(self) -> None:
        with pytest.raises(NotInTransaction):
            record_lit(1, 1)

    def test_writes_one_row_whoever_listens(
        self, django_assert_num_queries: Callable[[int], AbstractContextManager[None]]
    ) -> None:
        with writing(SYSTEM):
            enrol(subscribers=[Subscriber(f"s{n}", {}) for n in range(10)])
            with django_assert_num_queries(1):
                record_lit(1, 1)

    def test_writes_what_is_recorded_together_in_one_statement(
        self, django_assert_num_queries: Callable[[int], AbstractContextManager[None]]
    ) -> None:
        with writing(SYSTEM), django_assert_num_queries(1), recorded_together():
            recorded = [record_lit(lamp, 1) for lamp in (1, 2)]
        with reading(SYSTEM):
            kept = list(Entry.objects.order_by("pk"))
        assert [entry.stream for entry in kept] == ["lamp:1", "lamp:2"]
        assert [entry.pk for entry in recorded] == [entry.pk for entry in kept]

    def test_forgets_what_was_recorded_together_with_a_failure(self) -> None:
        with pytest.raises(Entry.DoesNotExist), writing(SYSTEM), recorded_together():
            Entry.objects.get(pk=record_lit(1, 1).pk)
        light(2, 1)
        with reading(SYSTEM):
            assert [entry.stream for entry in Entry.objects.all()] == ["lamp:2"]

    def test_keeps_who_when_and_for_whom(self) -> None:
        light(1, 7)
        with reading(SYSTEM):
            entry = Entry.objects.get()
        assert (entry.client_id, entry.actor, entry.happened_at) == (INSTALLATION, ACTOR, NOON)
        assert (entry.stream, entry.payload) == ("lamp:1", {"lamp_id": 1, "turn": 7})

    @on_postgresql
    def test_is_hidden_from_other_clients(self) -> None:
        light(1, 1)
        with reading(Scope.of([5])):
            assert not Entry.objects.exists()

    @on_postgresql
    def test_cannot_write_for_another_client(self) -> None:
        with pytest.raises(DatabaseError, match="row-level security"), writing(Scope.of([5])):
            record_lit(1, 1)


class TestTimer:
    def test_fires_once_when_due(self) -> None:
        with writing(SYSTEM):
            set_lamp_timer()
            assert fire_timers(now=NOON - timedelta(seconds=1)) == 0
            assert fire_timers(now=NOON) == 1
            assert fire_timers(now=NOON) == 0
            entry = Entry.objects.get()
        assert (entry.happened_at, entry.actor, entry.kind) == (NOON, ACTOR, "lamp_lit")

    def test_is_moved_by_its_key(self) -> None:
        with writing(SYSTEM):
            set_lamp_timer()
            later = NOON + timedelta(hours=1)
            event = LampLit(lamp_id=1, turn=2)
            set_timer(event, key="k", client_id=INSTALLATION, due_at=later, actor=ACTOR)
            assert fire_timers(now=NOON) == 0
            assert fire_timers(now=later) == 1
            assert Entry.objects.get().payload["turn"] == 2

    def test_stays_silent_when_cancelled(self) -> None:
        with writing(SYSTEM):
            set_lamp_timer()
            assert cancel_timer(key="k")
            assert not cancel_timer(key="k")
            assert fire_timers(now=NOON) == 0
            assert not Timer.objects.exists()

    def test_refuses_outside_a_transaction(self) -> None:
        with pytest.raises(NotInTransaction):
            set_lamp_timer()


def set_lamp_timer() -> None:
    event = LampLit(lamp_id=1, turn=1)
    set_timer(event, key="k", client_id=INSTALLATION, due_at=NOON, actor=ACTOR)
