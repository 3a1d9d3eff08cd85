"""PostgreSQL's full-text search, over text that Python has put into words.

Every row is marked with the spans of time it lies in, so that a common word is looked for among
the newest alone, in the index: to sort all that the index knows of a word would take a second.
How common it is, the planner's estimate says; from there on spans grow until there is enough.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from django.db import connection

from keskio.knowledge.documents import TIME_BITS
from keskio.knowledge.engines.rows import Found, Row
from keskio.knowledge.expressions import (
    Atom,
    Clause,
    Conjunction,
    Expression,
    Phrase,
    Prefix,
    Token,
)

INSERT = (
    "INSERT INTO knowledge_indexrow (id, kind, ref_id, words, found)"
    " SELECT id, kind, ref_id, '', found::tsvector FROM unnest("
    "%s::bigint[], %s::smallint[], %s::bigint[], %s::text[]) AS told (id, kind, ref_id, found)"
    " ON CONFLICT (kind, ref_id) DO UPDATE SET id = excluded.id, found = excluded.found"
    " WHERE (knowledge_indexrow.id, knowledge_indexrow.found) <> (excluded.id, excluded.found)"
)
LAST_POSITION = 16_383
ESTIMATE = "EXPLAIN (FORMAT JSON) SELECT 1 FROM knowledge_indexrow WHERE found @@ %s::tsquery"
EXTENT = "SELECT coalesce(min(id), 0), coalesce(max(id), 0) FROM knowledge_indexrow"
FIND = (
    "WITH found AS MATERIALIZED (SELECT id, ref_id FROM knowledge_indexrow"
    " WHERE found @@ %s::tsquery AND id + 0 >= %s AND id + 0 < %s)"
    " SELECT id, ref_id FROM found ORDER BY id LIMIT %s"
)
"""`id + 0`: whatever the planner guesses, the index of words is to answer, not that of ids."""
AMONG = "SELECT id FROM knowledge_indexrow WHERE id = ANY(%s) AND found @@ %s::tsquery"
PLANNED = "SELECT set_config('plan_cache_mode', %s, true)"
SPANS = (14, 17, 20, 23, 26)
"""As powers of two of seconds: from five hours to two years."""
MOST_SPANS = 8
"""So many are asked for at once: as many as one of the next longer."""
MARGIN = 1.5
"""So many times the rows wanted are to be expected in the span that is looked at first."""


def write(rows: Sequence[Row]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT,
            [
                [row.place for row in rows],
                [row.kind for row in rows],
                [row.ref_id for row in rows],
                list(map(_vector, rows)),
            ],
        )


def find(expression: Expression, *, first: int, end: int, limit: int) -> list[Found]:
    query, found = _query(expression), list[Found]()
    with connection.cursor() as cursor:
        cursor.execute(EXTENT)
        newest, oldest = cursor.fetchone()
        expected = _estimate(expression) / ((oldest - newest >> TIME_BITS) + 1)
        cursor.execute(PLANNED, ["force_generic_plan"])
        for spans, begins, ends in _slices(max(first, newest), end, MARGIN * limit / expected):
            cursor.execute(FIND, [query + spans, begins, ends, limit - len(found)])
            found += [Found(place, ref_id) for place, ref_id in cursor.fetchall()]
            if len(found) >= limit:
                break
        cursor.execute(PLANNED, ["auto"])
    return found


def among(expression: Expression, places: Collection[int]) -> set[int]:
    """Those of the places that answer."""
    with connection.cursor() as cursor:
        cursor.execute(AMONG, [list(places), _query(expression)])
        return {row[0] for row in cursor.fetchall()}


def _estimate(expression: Expression) -> int:
    """At least 1. Of words in a row the longest stands for all: they are rarely there by chance."""
    clauses = [[_longest(atom) for atom in clause] for clause in expression.all_of]
    query = _query(replace(expression, all_of=clauses))
    with connection.cursor() as cursor:
        cursor.execute(ESTIMATE, [query])
        (plan,) = cursor.fetchone()
    parsed = json.loads(plan) if isinstance(plan, str) else plan
    return int(parsed[0]["Plan"]["Plan Rows"])


def _longest(atom: Atom) -> Atom:
    return Token(max(atom.words, key=len)) if isinstance(atom, Phrase) else atom


def _slices(first: int, end: int, seconds: float) -> Iterator[tuple[str, int, int]]:
    """What to add to a query to ask for the newest only, those that last so long or longer."""
    for span in SPANS:
        count = min(int(seconds) >> span, MOST_SPANS) + 1
        if count <= MOST_SPANS and first < end:
            bits = span + TIME_BITS
            number = first >> bits
            marks = [_span_mark(span, number + one) for one in range(count)]
            upto = min((number + count) << bits, end)
            yield f" & ({' | '.join(marks)})", first, upto
            first, seconds = upto, MOST_SPANS * seconds
    if first < end:
        yield "", first, end


def _span_mark(span: int, number: int) -> str:
    return f"'_s{span}_{number}'"


def _vector(row: Row) -> str:
    positions: dict[str, list[str]] = {}
    for position, word in enumerate(row.kept.words, start=1):
        positions.setdefault(word, []).append(str(min(position, LAST_POSITION)))
    words = [f"'{word}':{','.join(at)}" for word, at in positions.items()]
    spans = [_span_mark(span, row.place >> span + TIME_BITS) for span in SPANS]
    return " ".join([*words, *(f"'{mark}'" for mark in row.kept.marks), *spans])


def _query(expression: Expression) -> str:
    wanted = _conjunction([*expression.all_of, expression.within])
    unwanted = "".join(f" & !{_conjunction(one)}" for one in expression.none_of)
    return wanted + unwanted


def _conjunction(clauses: Conjunction) -> str:
    return f"({' & '.join(map(_clause, clauses))})"


def _clause(clause: Clause) -> str:
    return f"({' | '.join(map(_atom, clause))})"


def _atom(atom: Atom) -> str:
    """Quoted: words hold neither quotation mark nor backslash."""
    if isinstance(atom, Phrase):
        return f"({' <-> '.join(_quoted(word) for word in atom.words)})"
    return f"{_quoted(atom.text)}:*" if isinstance(atom, Prefix) else _quoted(atom.text)


def _quoted(word: str) -> str:
    return f"'{word}'"
