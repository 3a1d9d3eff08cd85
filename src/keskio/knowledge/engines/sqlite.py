"""SQLite's FTS5, over text that Python has put into words: its tokenizer splits at spaces.

The index refers to the table of rows instead of holding the text once more, and goes through
its matches from the newest on: nothing is counted or sorted, so common words cost no more.
"""

from collections.abc import Collection, Sequence
from operator import attrgetter

from django.db import connection

from keskio.knowledge.engines.rows import Found, Row
from keskio.knowledge.expressions import Atom, Clause, Conjunction, Expression, Phrase, Prefix

INSERT = (
    "INSERT INTO knowledge_indexrow (id, kind, ref_id, words) VALUES (%s, %s, %s, %s)"
    " ON CONFLICT (kind, ref_id) DO UPDATE SET id = excluded.id, words = excluded.words"
    " WHERE id <> excluded.id OR words <> excluded.words"
)
FIND = (
    "SELECT r.id, r.ref_id FROM (SELECT rowid AS id FROM knowledge_found"
    " WHERE knowledge_found MATCH %s AND rowid >= %s AND rowid < %s ORDER BY rowid LIMIT %s)"
    " AS found CROSS JOIN knowledge_indexrow r ON r.id = found.id ORDER BY r.id"
)
AMONG = "SELECT rowid FROM knowledge_found WHERE knowledge_found MATCH %s AND rowid = %s"


def write(rows: Sequence[Row]) -> None:
    """In the order of their places: FTS5 writes down all it has when one stands before the last."""
    with connection.cursor() as cursor:
        cursor.executemany(
            INSERT,
            [
                (
                    row.place,
                    row.kind,
                    row.ref_id,
                    " ".join([*row.kept.words, *sorted(row.kept.marks)]),
                )
                for row in sorted(rows, key=attrgetter("place"))
            ],
        )


def find(expression: Expression, *, first: int, end: int, limit: int) -> list[Found]:
    with connection.cursor() as cursor:
        cursor.execute(FIND, [_match(expression), first, end, limit])
        return [Found(place, ref_id) for place, ref_id in cursor.fetchall()]


def among(expression: Expression, places: Collection[int]) -> set[int]:
    """Those of the places that answer."""
    found: set[int] = set()
    match = _match(expression)
    with connection.cursor() as cursor:
        for place in places:
            cursor.execute(AMONG, [match, place])
            found |= {row[0] for row in cursor.fetchall()}
    return found


def _match(expression: Expression) -> str:
    """Clients last: to look one up in all of theirs is what costs most of a rare word."""
    within = _clause(expression.within)
    unwanted = " OR ".join(map(_conjunction, expression.none_of))
    if not expression.all_of:
        return f"{within} NOT ({unwanted})" if unwanted else within
    wanted = _conjunction(expression.all_of)
    return f"({wanted} NOT ({unwanted})) AND {within}" if unwanted else f"{wanted} AND {within}"


def _conjunction(clauses: Conjunction) -> str:
    return f"({' AND '.join(map(_clause, clauses))})"


def _clause(clause: Clause) -> str:
    return f"({' OR '.join(map(_atom, clause))})"


def _atom(atom: Atom) -> str:
    """Quoted: no word can be taken for an operator, and words hold no quotation mark."""
    if isinstance(atom, Phrase):
        return f'"{" ".join(atom.words)}"'
    return f'"{atom.text}" *' if isinstance(atom, Prefix) else f'"{atom.text}"'
