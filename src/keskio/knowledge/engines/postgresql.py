"""PostgreSQL's full-text search, over text that Python has put into words.

A common word is found by going through the newest rows, a rare one in the index; to sort all that
the index knows of a common word would take a second. The planner's estimate says which it is.
"""

import json
from collections.abc import Collection, Sequence

from django.db import connection

from keskio.knowledge.engines.rows import Found, Row
from keskio.knowledge.expressions import Atom, Clause, Conjunction, Expression, Phrase, Prefix

INSERT = (
    "INSERT INTO knowledge_indexrow (id, kind, ref_id, words, found)"
    " SELECT id, kind, ref_id, '', found::tsvector FROM unnest("
    "%s::bigint[], %s::smallint[], %s::bigint[], %s::text[]) AS told (id, kind, ref_id, found)"
    " ON CONFLICT (kind, ref_id) DO UPDATE SET id = excluded.id, found = excluded.found"
    " WHERE (knowledge_indexrow.id, knowledge_indexrow.found) <> (excluded.id, excluded.found)"
)
LAST_POSITION = 16_383
MATCH = "found @@ %s::tsquery AND id >= %s AND id < %s"
ESTIMATE = "EXPLAIN (FORMAT JSON) SELECT 1 FROM knowledge_indexrow WHERE found @@ %s::tsquery"
BY_INDEX = (
    "WITH found AS MATERIALIZED (SELECT id, ref_id FROM knowledge_indexrow"
    f" WHERE {MATCH}) SELECT id, ref_id FROM found ORDER BY id DESC LIMIT %s"
)
IN_NEWEST = (
    "SELECT id, ref_id FROM (SELECT id, ref_id, found FROM knowledge_indexrow"
    " WHERE id >= %s AND id < %s ORDER BY id DESC LIMIT %s) AS newest"
    " WHERE found @@ %s::tsquery ORDER BY id DESC LIMIT %s"
)
AMONG = "SELECT id FROM knowledge_indexrow WHERE id = ANY(%s) AND found @@ %s::tsquery"
COMMON = 10_000
LOOKED_AT = 10_000
"""So many of the newest rows are gone through for a common word, before the index is asked."""


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
    query = _query(expression)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('plan_cache_mode', 'force_custom_plan', true)")
        if _estimate(query) > COMMON:
            cursor.execute(IN_NEWEST, [first, end, LOOKED_AT, query, limit])
            rows = cursor.fetchall()
            if len(rows) == limit:
                return [Found(place, ref_id) for place, ref_id in rows]
        cursor.execute(BY_INDEX, [query, first, end, limit])
        return [Found(place, ref_id) for place, ref_id in cursor.fetchall()]


def among(expression: Expression, places: Collection[int]) -> set[int]:
    """Those of the places that answer."""
    with connection.cursor() as cursor:
        cursor.execute(AMONG, [list(places), _query(expression)])
        return {row[0] for row in cursor.fetchall()}


def _estimate(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(ESTIMATE, [query])
        (plan,) = cursor.fetchone()
    parsed = json.loads(plan) if isinstance(plan, str) else plan
    return int(parsed[0]["Plan"]["Plan Rows"])


def _vector(row: Row) -> str:
    positions: dict[str, list[str]] = {}
    for position, word in enumerate(row.kept.words, start=1):
        positions.setdefault(word, []).append(str(min(position, LAST_POSITION)))
    words = [f"'{word}':{','.join(at)}" for word, at in positions.items()]
    return " ".join([*words, *(f"'{mark}'" for mark in row.kept.marks)])


def _query(expression: Expression) -> str:
    wanted = _conjunction(expression.all_of)
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
