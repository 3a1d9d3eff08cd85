"""Queries that are put together once.

To put a statement together costs the ORM several times what it costs the database to answer: a
page of fourteen short queries spent half of its time on it. A function under `prepared` builds its
query the first time it is asked; from then on its SQL is asked again with other values.

Most of what could belong to a thing does not: `foreseen` finds out in one statement which of many
queries have an answer at all, so that the others are not asked.
"""

import json
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from functools import lru_cache, update_wrapper
from inspect import signature
from typing import Any, Generic, ParamSpec, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import QuerySet
from django.db.models.query import FlatValuesListIterable

P = ParamSpec("P")
R = TypeVar("R")

Value = int | str
MARK = 7_419_000_000_000
"""Numbers from here on stand for the values while a query is put together."""


class CannotPrepare(Exception):
    """What the query says of a value depends on which value it is."""


class Prepared(Generic[P, R]):
    """Takes numbers, strings and collections of them, and answers with what was read."""

    def __init__(self, build: Callable[P, QuerySet[Any, R]]) -> None:
        self._build = build
        self._signature = signature(build)
        self._plans: dict[tuple[object, ...], _Plan] = {}
        update_wrapper(self, build)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[R]:
        """Every row of the answer."""
        return self.asking(*args, **kwargs).answer()

    def asking(self, *args: P.args, **kwargs: P.kwargs) -> "Question[R]":
        """The same, to be asked later or together with others."""
        given = {name: _padded(value) for name, value in self._bound(*args, **kwargs).items()}
        shape = tuple(map(_shape, given.values()))
        plan = self._plans.get(shape)
        if plan is None:
            plan = self._plans[shape] = _prepare(self._build, given)
        return Question(plan, plan.filled(given))

    def _bound(self, *args: P.args, **kwargs: P.kwargs) -> Mapping[str, Any]:
        if len(args) == len(self._signature.parameters):  # as a rule, and quick
            return dict(zip(self._signature.parameters, args, strict=True))
        bound = self._signature.bind(*args, **kwargs)
        bound.apply_defaults()
        return bound.arguments

    def get(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """The one row that matches. Raises the model's DoesNotExist."""
        for row in self(*args, **kwargs):
            return row
        raise self._build(*args, **kwargs).model.DoesNotExist


def prepared(build: Callable[P, QuerySet[Any, R]]) -> Prepared[P, R]:
    """A decorator of functions that put a query together from ids and words alone.

    Raises CannotPrepare at the first call of a query whose shape follows from its values.
    """
    return Prepared(build)


@dataclass(frozen=True)
class _Slot:
    """Where a value of the caller's goes: a parameter's, or an item's of a collection."""

    name: str
    position: int | None = None

    def value(self, given: Mapping[str, Any]) -> Value:
        value = given[self.name]
        return cast("Value", value if self.position is None else value[self.position])


@dataclass(frozen=True, eq=False)
class _Plan:
    queryset: QuerySet[Any, Any]
    compiler: Any
    sql: str
    params: Sequence[Any]

    def filled(self, given: Mapping[str, Any]) -> list[Any]:
        return [param.value(given) if isinstance(param, _Slot) else param for param in self.params]

    def ask(self, params: Sequence[Any]) -> list[Any]:
        if not self.sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            rows = cursor.fetchall()
        return self.read(rows) if rows else []

    def read(self, rows: Sequence[Sequence[Any]]) -> list[Any]:
        """What the ORM makes of them."""
        compiler = copy(self.compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]  # of the thread that asks
        compiler.execute_sql = lambda *_args, **_named: [rows]
        queryset = self.queryset._chain()  # type: ignore[attr-defined]  # noqa: SLF001
        queryset.query.get_compiler = lambda *_args, **_named: compiler
        return list(queryset)

    @property
    def is_of_plain_values(self) -> bool:
        """One column of what a database hands over as it is."""
        flat = self.queryset._iterable_class is FlatValuesListIterable  # noqa: SLF001
        return flat and not self.compiler.get_converters([])


@dataclass(frozen=True, eq=False)
class Question(Generic[R]):
    """A prepared query and its values."""

    plan: _Plan
    params: Sequence[Any]

    def answer(self) -> list[R]:
        """Every row of it; nothing is asked where the answer was foreseen."""
        known = getattr(_foreseen, "answers", None)
        if known and (told := known.get(self.plan)) and told[0] == self.params:
            return list(told[1])
        return cast("list[R]", self.plan.ask(self.params))


_foreseen = threading.local()


@contextmanager
def foreseen(questions: Sequence[Question[Any]]) -> Iterator[None]:
    """One statement tells which of these have an answer, and the whole answer of those that read
    one plain column; the others are asked as soon as somebody wants them.

    For reading only: what is written meanwhile does not change what was foreseen.
    """
    outer = getattr(_foreseen, "answers", None)
    _foreseen.answers = _answers([one for one in questions if one.plan.sql])
    try:
        yield
    finally:
        _foreseen.answers = outer


def _answers(asked: Sequence[Question[Any]]) -> dict[_Plan, tuple[Sequence[Any], list[Any]]]:
    """With the values that each was asked with."""
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            _which(connection.vendor, tuple(one.plan for one in asked)),
            [param for one in asked for param in one.params],
        )
        found = cursor.fetchone()
    return {
        one.plan: (one.params, json.loads(said) if isinstance(said, str) else said or [])
        for one, said in zip(asked, found, strict=True)
        if one.plan.is_of_plain_values or not said
    }


@lru_cache
def _which(vendor: str, plans: tuple[_Plan, ...]) -> str:
    gathered = (
        "ARRAY({})"
        if vendor == "postgresql"
        else "(WITH found(one) AS ({}) SELECT json_group_array(one) FROM found)"
    )
    parts = (
        (gathered if plan.is_of_plain_values else "EXISTS({})").format(plan.sql) for plan in plans
    )
    return f"SELECT {', '.join(parts)}"


def _prepare(build: Callable[..., QuerySet[Any, Any]], given: Mapping[str, Any]) -> _Plan:
    slots: dict[Value, _Slot] = {}

    def mark(value: Value, slot: _Slot) -> Value:
        stand_in: Value = MARK + len(slots)
        if isinstance(value, str):
            stand_in = f"prepared-{stand_in}"
        slots[stand_in] = slot
        return stand_in

    marks = {
        name: [mark(one, _Slot(name, position)) for position, one in enumerate(value)]
        if isinstance(value, list)
        else mark(value, _Slot(name))
        for name, value in given.items()
    }
    queryset = build(**marks)
    compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        if [] in given.values():
            return _Plan(queryset, compiler, "", ())
        raise CannotPrepare(build.__qualname__) from None  # a stand-in is out of its column's range
    found = [slots.get(one, one) if isinstance(one, int | str) else one for one in params]
    if compiler.has_extra_select or not set(slots.values()) <= set(found):
        raise CannotPrepare(build.__qualname__)
    converters = compiler.get_converters([column[0] for column in compiler.select])
    compiler.get_converters = lambda _expressions: converters
    return _Plan(queryset, compiler, sql, found)


def _shape(value: Any) -> object:
    return len(value) if isinstance(value, list) else type(value)


def _padded(value: Value | Collection[Any]) -> Value | list[Any]:
    """A collection, filled up with its last to a power of two: a few shapes serve all lengths."""
    if isinstance(value, int | str):
        return value
    items = sorted(value)
    wanted = 1 << (len(items) - 1).bit_length() if items else 0
    return items + items[-1:] * (wanted - len(items))
