"""Rows are the same whether they are written one by one or all at once."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.models import Cursor, Entry
from keskio.kit.bulk import insert_rows, update_rows
from keskio.kit.scopes import SYSTEM, reading, writing

AT = datetime(2026, 3, 29, 2, 59, 59, 123456, tzinfo=UTC)
TEXTS = ("", "it's", 'a "quoted" \\ word', "Väinö\n\tÅkerlund 🙂", "null", "{}", "%s", "\x01")

pytestmark = pytest.mark.django_db


def entries() -> list[Entry]:
    payloads: list[dict[str, Any]] = [
        {"said": text, "none": None, "list": [1, True]} for text in TEXTS
    ]
    return [
        Entry(
            partition=number,
            client_id=0,
            stream=f"test:{number}",
            kind="test.bulk",
            payload=payload,
            actor=SYSTEM_ACTOR,
            happened_at=AT + timedelta(hours=number),
        )
        for number, payload in enumerate(payloads)
    ]


def as_read(rows: Sequence[Entry]) -> list[tuple[Any, ...]]:
    with reading(SYSTEM):
        found = Entry.objects.in_bulk([row.pk for row in rows])
    return [
        (one.partition, one.stream, one.payload, one.actor, one.happened_at, one.is_setting)
        for one in (found[row.pk] for row in rows)
    ]


class TestInsertedRows:
    def test_are_the_same_together_as_one_by_one(self) -> None:
        together, alone = entries(), entries()
        with writing(SYSTEM):
            insert_rows(together)
            for one in alone:
                insert_rows([one])
        assert as_read(together) == as_read(alone)
        assert [payload["said"] for _, _, payload, *_ in as_read(together)] == list(TEXTS)

    def test_learn_their_ids_in_their_order(self) -> None:
        rows = entries()
        with writing(SYSTEM):
            insert_rows(rows)
        ids = [row.pk for row in rows]
        assert ids == sorted(ids)
        assert [stream for _, stream, *_ in as_read(rows)] == [row.stream for row in rows]

    def test_are_read_for_what_the_database_filled_in(self) -> None:
        rows = entries()
        with writing(SYSTEM):
            insert_rows(rows)
            assert abs(rows[3].recorded_at - timezone.now()) < timedelta(minutes=1)

    def test_are_refused_together(self) -> None:
        twice = [Cursor(subscriber="ear", partition=1, position=number) for number in range(2)]
        with pytest.raises(IntegrityError), writing(SYSTEM):
            insert_rows(twice)
        with reading(SYSTEM):
            assert not Cursor.objects.filter(subscriber="ear").exists()


class TestUpdatedRows:
    @pytest.mark.parametrize("count", [1, 7])
    def test_are_changed_each_in_its_own_way_and_no_other(self, count: int) -> None:
        rows = [Cursor(subscriber=text, partition=1, position=0) for text in (*TEXTS[1:], "other")]
        with writing(SYSTEM):
            insert_rows(rows)
            for number, row in enumerate(rows[:count]):
                row.position, row.partition = number + 2**40, 9
                row.heard_at = AT if number % 2 else None
            update_rows(rows[:count], fields=["position", "heard_at"])
        with reading(SYSTEM):
            found = [Cursor.objects.get(pk=row.pk) for row in rows]
        assert [one.position for one in found[:count]] == [
            2**40 + number for number in range(count)
        ]
        assert [one.heard_at for one in found[:count]] == [
            AT if n % 2 else None for n in range(count)
        ]
        assert {one.partition for one in found} == {1}
        assert found[-1].position == 0
