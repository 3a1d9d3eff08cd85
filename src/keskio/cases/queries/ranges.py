"""The ranges of indexes that a list of cases is read from: their first rows only, then the first
of these.

A plain `client_id IN (…) ORDER BY …` would have the database sort all that the clients have. What
a list is narrowed to begins an index of its own, which runs by the time of the latest message; in
another order, few cases are taken from there and put in order, and of many the first are soon met
where the order is an index. Which of the two, a bounded count says: a planner that knows no client
from another walked a million cases for the fifty of one inbox.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import compress
from typing import Any

from django.db import connection

from keskio.cases.models import State
from keskio.cases.queries.views import KEYS, STATES_OF, Only, Sort, View
from keskio.clients import queries as clients
from keskio.staff.viewers import Viewer

COUNTED_UP_TO = 1_000
RANGES_AT_ONCE = 200
"""SQLite takes 500 in one statement."""
FEW = 2_000
"""So many rows of a range are taken and put in order: as soon done as the first fifty are met among
a million that are in order."""
BY_NEWS = (Sort.NEWEST, Sort.OLDEST)
ENDLESS = 2**62
"""A limit that keeps databases from taking a subquery apart, and its order from it."""
ARRAYS = {int: "bigint[]", str: "text[]", datetime: "timestamptz[]"}


@dataclass(frozen=True)
class Condition:
    """What cases must be like."""

    sql: str
    params: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Range:
    """A client's cases in one state; `narrow` are conditions that each have an index."""

    client_id: int
    state: State
    narrow: tuple[Condition, ...] = ()
    also: tuple[Condition, ...] = ()
    """Conditions that most of its cases meet, or that no index serves."""
    is_few: bool = False
    """Whether what the first of `narrow` leaves is put in order, and not met in it."""

    @property
    def itself(self) -> Condition:
        return Condition("client_id = %s AND state = %s", (self.client_id, str(self.state)))

    @property
    def aided(self) -> list[Condition]:
        """All that its cases must be like, where the first of `narrow` chooses the index."""
        rest = (*self.narrow[1:], *self.also)
        return [
            self.itself,
            *self.narrow[:1],
            *(Condition(f"({one.sql}) IS TRUE", one.params) for one in rest),
        ]


def ranges_of(viewer: Viewer, view: View, only: Only, sort: Sort | None = None) -> list[Range]:
    """What a list is read from, in an order or for counting (one query where inboxes matter)."""
    return [
        Range(client_id, state, (*narrow, *_of_agents(viewer, view, only)), also)
        for client_id, narrow, also in _places(viewer, only, one_by_one=sort in BY_NEWS)
        for state in STATES_OF[view]
    ]


def first_ids(ranges: Sequence[Range], sort: Sort, place: Sequence[Any], limit: int) -> list[int]:
    """In their order, from behind `place` on (one query, or two where they are narrowed)."""
    key = KEYS[sort]
    parts = [_first_rows(one, sort, place, limit) for one in _planned(ranges, sort)]
    read, first = ", ".join(key.places), f"{_by(key.places, key.order)} LIMIT {limit:d}"
    found = _asked(parts, f"SELECT {read} FROM ({{}}) AS all_of_them {first}")
    if len(parts) > RANGES_AT_ONCE:
        found.sort(reverse=key.order == "DESC")
    return [pk for *_, pk in found[:limit]]


def count(ranges: Sequence[Range]) -> int:
    """How many there are, counted up to COUNTED_UP_TO (one query, or two)."""
    some = f"SELECT 1 AS one FROM cases_case WHERE {{}} LIMIT {COUNTED_UP_TO:d}"
    parts = [_part(some, one.aided) for one in _planned(ranges, Sort.NEWEST)]
    all_of_them = f"SELECT 1 FROM ({{}}) AS all_of_them LIMIT {COUNTED_UP_TO:d}"
    counted = _asked(parts, f"SELECT count(*) FROM ({all_of_them}) AS counted")
    return min(sum(int(few) for (few,) in counted), COUNTED_UP_TO)


Part = tuple[str, tuple[Any, ...]]
Place = tuple[int, tuple[Condition, ...], tuple[Condition, ...]]


def _places(viewer: Viewer, only: Only, *, one_by_one: bool) -> Iterator[Place]:
    """Clients, or their inboxes where not all of them are asked for or open: one by one where
    an order runs in each of them alone."""
    chosen = only.clients(viewer)
    if only.inbox_id is None and not only.language and not viewer.closed_inboxes:
        yield from ((client_id, (), ()) for client_id in chosen)
        return
    known = clients.languages_of_inboxes(chosen)
    for client_id in chosen:
        own = {pk: language for client, pk, language in known if client == client_id}
        shown = sorted(pk for pk in {*own} - viewer.closed_inboxes if only.inbox_id in (None, pk))
        whole = len(shown) == len(own)
        if only.language:
            yield from _in_language(client_id, only.language, own, shown, one_by_one=one_by_one)
        elif whole:
            yield client_id, (), ()
        else:
            for some in _grouped(shown, one_by_one=one_by_one):
                yield client_id, (_in_inboxes(some),), ()


def _in_language(
    client_id: int,
    language: str,
    own: dict[int, str],
    shown: Sequence[int],
    *,
    one_by_one: bool,
) -> Iterator[Place]:
    """Cases of an inbox in that language that have none of their own, and all that have it."""
    unsaid = Condition("language = ''")
    spoken = [pk for pk in shown if own[pk] == language]
    for some in _grouped(spoken, one_by_one=one_by_one):
        yield client_id, (_in_inboxes(some),), (unsaid,)
    if shown:
        said = Condition("NOT (language = '') AND language = %s", (language,))
        yield client_id, (said,), () if len(shown) == len(own) else (_in_inboxes(shown),)


def _grouped(pks: Sequence[int], *, one_by_one: bool) -> list[list[int]]:
    return [[pk] for pk in pks] if one_by_one else [[*pks]] if pks else []


def _of_agents(viewer: Viewer, view: View, only: Only) -> list[Condition]:
    wanted = [viewer.agent_id] if view == View.MINE else []
    wanted += [only.agent_id] if only.agent_id is not None else []
    return [Condition("assignee_id = %s", (pk,)) for pk in {*wanted}]


def _in_inboxes(pks: Sequence[int]) -> Condition:
    marks = ", ".join(["%s"] * len(pks))
    return Condition(f"inbox_id IN ({marks})", tuple(pks))


def _planned(ranges: Sequence[Range], sort: Sort) -> list[Range]:
    """Without those that are empty; each with what leaves the fewest first."""
    doubtful = [len(one.narrow) > (sort in BY_NEWS) for one in ranges]
    planned = [one for one, is_doubtful in zip(ranges, doubtful, strict=True) if not is_doubtful]
    planned += [replace(one, is_few=few <= FEW) for few, one in _counted(ranges, doubtful)]
    return planned


def _counted(ranges: Sequence[Range], doubtful: Sequence[bool]) -> Iterator[tuple[int, Range]]:
    """Those that are not empty, with how many they have at most, counted to one more than FEW."""
    ranges = list(compress(ranges, doubtful))
    asked = [(one, condition) for one in ranges for condition in one.narrow]
    counts = iter(_bounded(asked))
    for one in ranges:
        by_fewest = sorted((next(counts), number) for number in range(len(one.narrow)))
        if few := by_fewest[0][0]:
            narrow = tuple(one.narrow[number] for _, number in by_fewest)
            yield few, replace(one, narrow=narrow)


def _bounded(asked: Sequence[tuple[Range, Condition]]) -> list[int]:
    some = f"SELECT 1 FROM cases_case WHERE {{}} LIMIT {FEW + 1:d}"
    few = f"SELECT %s AS n, (SELECT count(*) FROM ({some}) AS near) AS few"
    parts = [
        _part(few, [one.itself, condition], number) for number, (one, condition) in enumerate(asked)
    ]
    return [few for _, few in sorted(_asked(parts, "{}"))]


def _first_rows(one: Range, sort: Sort, place: Sequence[Any], limit: int) -> Part:
    key = KEYS[sort]
    columns, marks = (*key.columns, "id"), ", ".join(["%s"] * len(place))
    beyond = f"({', '.join(columns)}) {key.beyond} ({marks})"
    asked = [Condition(beyond, tuple(place))] if place else []
    asked += [Condition(key.also)] if key.also else []
    in_order = f"{_by(columns, key.order)} LIMIT"
    read = ", ".join(f"{one} AS {name}" for one, name in zip(columns, key.places, strict=True))
    rows = f"SELECT {read} FROM cases_case WHERE {{}}"
    if not one.narrow or sort in BY_NEWS:
        return _part(f"{rows} {in_order} {limit:d}", [*one.aided, *asked])
    if one.is_few:
        by_news = f"ORDER BY last_message_at DESC, id DESC LIMIT {FEW + 1:d}"
        return _part(f"{rows} {by_news}", [*one.aided, *asked])
    sql, params = _part(f"{rows} {in_order} {ENDLESS:d}", [one.itself, *asked])
    fits = "(SELECT {} FROM cases_case WHERE cases_case.id = met.id)"
    met = f"SELECT {', '.join(key.places)} FROM ({sql}) AS met WHERE {fits} LIMIT {limit:d}"
    return _part(met, [*one.narrow, *one.also], *params)


def _by(columns: Iterable[str], order: str) -> str:
    return f"ORDER BY {', '.join(f'{column} {order}' for column in columns)}"


def _part(sql: str, asked: Sequence[Condition], *before: Any) -> Part:
    """`sql` with its conditions; `before` are the values of what stands before them."""
    conditions = " AND ".join(one.sql for one in asked)
    return sql.format(conditions), (*before, *(value for one in asked for value in one.params))


def _asked(parts: Sequence[Part], sql: str) -> list[Any]:
    """What `sql` finds in the rows of a few hundred parts at a time."""
    found: list[Any] = []
    unite = _one_for_each_shape if connection.vendor == "postgresql" else _one_for_each
    for start in range(0, len(parts), RANGES_AT_ONCE):
        united, params = unite(parts[start : start + RANGES_AT_ONCE])
        with connection.cursor() as cursor:
            cursor.execute(sql.format(united), params)
            found += cursor.fetchall()
    return found


def _one_for_each(parts: Sequence[Part]) -> tuple[str, list[Any]]:
    united = " UNION ALL ".join(f"SELECT * FROM ({sql}) AS one" for sql, _ in parts)
    return united, [value for _, params in parts for value in params]


def _one_for_each_shape(parts: Sequence[Part]) -> tuple[str, list[Any]]:
    """To plan sixty subqueries takes PostgreSQL longer than to run them: it plans one of a shape,
    and takes the values from arrays."""
    shapes: dict[str, list[tuple[Any, ...]]] = {}
    for sql, params in parts:
        shapes.setdefault(sql, []).append(params)
    united, values = [], []
    for sql, rows in shapes.items():
        columns = [list(column) for column in zip(*rows, strict=True)]
        names = [f"of.p{number}" for number in range(len(columns))]
        arrays = ", ".join(f"%s::{ARRAYS[type(column[0])]}" for column in columns)
        named = ", ".join(f"p{number}" for number in range(len(columns)))
        asked = sql.replace("%s", "{}").format(*names)
        united.append(
            f"SELECT one.* FROM unnest({arrays}) AS of({named}) CROSS JOIN LATERAL ({asked}) AS one"
        )
        values += columns
    return " UNION ALL ".join(united), values
