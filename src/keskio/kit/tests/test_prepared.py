"""A prepared query answers as the query itself would, whatever it is asked and by which thread."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from keskio.journal.models import Cursor
from keskio.kit.prepared import CannotPrepare, Question, foreseen, prepared
from keskio.kit.scopes import SYSTEM, reading, writing

NAMES = ("ear", "eye", "prepared-7419000000000")


def build(name: str, partitions: Collection[int], position: int) -> QuerySet[Cursor]:
    wanted = Q(partition__in=partitions) | Q(position=position)
    return Cursor.objects.filter(wanted, subscriber=name, position__lt=1_000).order_by("-id")


ask = prepared(build)


@prepared
def positions(name: str) -> QuerySet[Cursor, int]:
    found = Cursor.objects.filter(subscriber=name, partition__lt=3).order_by("partition")
    return found.values_list("position", flat=True)


@pytest.fixture(autouse=True)
def cursors(db: None) -> None:
    with writing(SYSTEM):
        for name in NAMES:
            for partition in range(8):
                Cursor.objects.create(subscriber=name, partition=partition, position=partition * 10)


class TestAPreparedQuery:
    @settings(max_examples=50, deadline=None)
    @given(st.sampled_from(NAMES), st.sets(st.integers(0, 9)), st.sampled_from([0, 30, 999]))
    def test_answers_as_the_query_would(
        self, name: str, partitions: set[int], position: int
    ) -> None:
        with reading(SYSTEM):
            expected = [one.pk for one in build(name, partitions, position)]
            assert [one.pk for one in ask(name, partitions, position)] == expected

    def test_is_put_together_once_for_like_lengths(self) -> None:
        built = []

        @prepared
        def cursors_in(partitions: Collection[int]) -> QuerySet[Cursor]:
            built.append(partitions)
            return Cursor.objects.filter(partition__in=partitions)

        with reading(SYSTEM):
            found = [len(cursors_in(range(length))) for length in (3, 4, 3, 2, 4)]
        assert found == [9, 12, 9, 6, 12]
        assert len(built) == 2

    def test_asks_nothing_when_nothing_can_match(self) -> None:
        @prepared
        def cursors_in(partitions: Collection[int]) -> QuerySet[Cursor]:
            return Cursor.objects.filter(partition__in=partitions)

        with reading(SYSTEM), CaptureQueriesContext(connection) as asked:
            assert cursors_in([]) == []
        assert not asked.captured_queries

    def test_reads_values_as_well_as_objects(self) -> None:
        with reading(SYSTEM):
            assert positions("ear") == [0, 10, 20]

    def test_gets_the_one_or_says_that_there_is_none(self) -> None:
        with reading(SYSTEM):
            assert ask.get("ear", [3], 30).position == 30
            with pytest.raises(Cursor.DoesNotExist):
                ask.get("nose", [3], 30)

    @settings(max_examples=50, deadline=None)
    @given(st.sampled_from([*NAMES, "nobody"]), st.sets(st.integers(0, 9)))
    def test_answers_the_same_when_that_was_foreseen(self, name: str, partitions: set[int]) -> None:
        with reading(SYSTEM):
            expected = [one.pk for one in ask(name, partitions, -1)], positions(name)
            with foreseen([ask.asking(name, partitions, -1), positions.asking(name)]):
                found = [one.pk for one in ask(name, partitions, -1)], positions(name)
        assert found == expected

    def test_asks_again_only_for_what_is_there_and_no_plain_column(self) -> None:
        questions: list[Question[Any]] = [
            ask.asking("ear", [1], 0),
            ask.asking("nose", [1, 2], 0),
            positions.asking("ear"),
        ]
        with reading(SYSTEM), CaptureQueriesContext(connection) as asked:
            with foreseen(questions):
                assert not ask("nose", [1, 2], 0)
                assert positions("ear") == [0, 10, 20]
                assert len(asked.captured_queries) == 1
                assert ask("ear", [1], 0)
                assert positions("eye") == [0, 10, 20]
                assert len(asked.captured_queries) == 3
            assert positions("ear") == [0, 10, 20]
            assert len(asked.captured_queries) == 4

    def test_does_not_prepare_what_depends_on_the_value(self) -> None:
        @prepared
        def some(limit: int) -> QuerySet[Cursor]:
            return Cursor.objects.order_by("id")[:limit]

        with reading(SYSTEM), pytest.raises(CannotPrepare):
            some(2)

    @pytest.mark.django_db(transaction=True)
    def test_serves_many_threads(self) -> None:
        def found(number: int) -> int:
            try:
                with reading(SYSTEM):
                    return ask.get("ear", [number % 8], -1).partition
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as threads:
            assert list(threads.map(found, range(64))) == [number % 8 for number in range(64)]
