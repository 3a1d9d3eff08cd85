"""Writing rows by the plainest statement there is.

Intake writes ten rows a mail: to have the ORM put each statement together anew, or a CASE per row
into it as bulk_update does, would cost more than everything else that is done with a mail.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import NOT_PROVIDED, Field, Model

VALUES_AT_ONCE = 900
"""Fewer than any SQLite in use allows in one statement."""


def insert_rows(rows: Sequence[Model]) -> None:
    """Save new rows of one model, in their order; each learns its id.

    What the database itself fills in is read when somebody asks for it. Raises IntegrityError.
    """
    if not rows:
        return
    statement = _insertion(type(rows[0]))
    at_once = VALUES_AT_ONCE // len(statement.fields)
    for start in range(0, len(rows), at_once):
        _insert(statement, rows[start : start + at_once])


def update_rows(rows: Sequence[Model], *, fields: Sequence[str]) -> None:
    """Save these fields of rows of one model."""
    if not rows:
        return
    meta = rows[0]._meta  # noqa: SLF001
    columns = [field for field in meta.concrete_fields if field.name in fields]
    quote = connection.ops.quote_name
    changes = ", ".join(f"{quote(str(column.column))} = %s" for column in columns)
    sql = f"UPDATE {quote(meta.db_table)} SET {changes} WHERE id = %s"  # noqa: S608
    values = [[*_values(row, columns), row.pk] for row in rows]
    with connection.cursor() as cursor:
        if len(values) == 1:  # a round trip fewer than a list of one
            cursor.execute(sql, values[0])
        else:
            cursor.executemany(sql, values)


@dataclass(frozen=True)
class _Insertion:
    """How rows of a model are inserted; `filled_in` is left to the database."""

    fields: Sequence["Field[Any, Any]"]
    filled_in: Sequence[str]
    start: str
    row: str


@cache
def _insertion(model: type[Model]) -> _Insertion:
    columns = [field for field in model._meta.concrete_fields if not field.primary_key]  # noqa: SLF001
    given = [field for field in columns if field.db_default is NOT_PROVIDED]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in given)
    return _Insertion(
        fields=given,
        filled_in=[field.attname for field in columns if field not in given],
        start=f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ",  # noqa: S608, SLF001
        row=f"({', '.join(['%s'] * len(given))})",
    )


def _insert(statement: _Insertion, rows: Sequence[Model]) -> None:
    values = []
    for row in rows:
        row._prepare_related_fields_for_save("insert_rows")  # type: ignore[attr-defined]  # noqa: SLF001
        values += _values(row, statement.fields)
    sql = f"{statement.start}{', '.join([statement.row] * len(rows))} RETURNING id"
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        ids = cursor.fetchall()
    for row, (pk,) in zip(rows, ids, strict=True):
        row.pk = pk
        row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001
        for name in statement.filled_in:
            row.__dict__.pop(name, None)


def _values(row: Model, fields: Sequence["Field[Any, Any]"]) -> list[Any]:
    database = connections[DEFAULT_DB_ALIAS]  # `connection` looks it up anew at every dot
    return [field.get_db_prep_save(getattr(row, field.attname), database) for field in fields]
