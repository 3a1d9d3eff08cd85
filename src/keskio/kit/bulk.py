"""Writing rows by the plainest statement there is.

Intake writes ten rows a mail: to have the ORM put each statement together anew, or a CASE per row
into it as bulk_update does, would cost more than everything else that is done with a mail.

Many rows go to PostgreSQL as one value, in JSON: a thousand placeholders take it and psycopg longer
to read than the rows take to write, and a statement that is always the same is planned once.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeAlias

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import (
    NOT_PROVIDED,
    BigIntegerField,
    BinaryField,
    CharField,
    Field,
    ForeignKey,
    Model,
    PositiveSmallIntegerField,
    TextField,
)

VALUES_AT_ONCE = 900
"""Fewer than any SQLite in use allows in one statement."""
AS_THEY_ARE = {CharField, TextField, BigIntegerField, PositiveSmallIntegerField, ForeignKey}
"""What a database takes as rows hold it: half of the time went into asking each field."""

AnyField: TypeAlias = "Field[Any, Any]"


def insert_rows(rows: Sequence[Model]) -> None:
    """Save new rows of one model, in their order; each learns its id.

    What the database itself fills in is read when somebody asks for it. Raises IntegrityError.
    """
    if not rows:
        return
    for row in rows:
        row._prepare_related_fields_for_save("insert_rows")  # type: ignore[attr-defined]  # noqa: SLF001
    statement = _insertion(type(rows[0]))
    if len(rows) > 1 and statement.of_many:
        _keep(rows, _asked(statement.of_many, [_as_json(rows, statement.fields)]), statement)
        return
    at_once = VALUES_AT_ONCE // len(statement.fields)
    for start in range(0, len(rows), at_once):
        some = rows[start : start + at_once]
        values = [value for row in some for value in _values(row, statement.fields)]
        _keep(some, _asked(statement.of(len(some)), values), statement)


def update_rows(rows: Sequence[Model], *, fields: Sequence[str]) -> None:
    """Save these fields of rows of one model."""
    if not rows:
        return
    statement = _change(type(rows[0]), tuple(fields))
    with connection.cursor() as cursor:
        if len(rows) > 1 and statement.of_many:
            cursor.execute(statement.of_many, [_as_json(rows, statement.fields)])
            return
        values = [_values(row, statement.fields) for row in rows]
        if len(values) == 1:  # a round trip fewer than a list of one
            cursor.execute(statement.of_one, values[0])
        else:
            cursor.executemany(statement.of_one, values)


@dataclass(frozen=True)
class _Insertion:
    """How rows of a model are inserted; `filled_in` is left to the database."""

    fields: Sequence[AnyField]
    filled_in: Sequence[str]
    start: str
    of_many: str
    """With all rows in one value; empty where that cannot be."""

    def of(self, count: int) -> str:
        row = f"({', '.join(['%s'] * len(self.fields))})"
        return f"{self.start} VALUES {', '.join([row] * count)} RETURNING id"


@cache
def _insertion(model: type[Model]) -> _Insertion:
    columns = [field for field in model._meta.concrete_fields if not field.primary_key]  # noqa: SLF001
    given = [field for field in columns if field.db_default is NOT_PROVIDED]
    names = ", ".join(map(_name, given))
    start = f"INSERT INTO {_table(model)} ({names})"
    told = _told(given)
    return _Insertion(
        fields=given,
        filled_in=[field.attname for field in columns if field not in given],
        start=start,
        of_many=f"{start} SELECT {names} FROM {told} RETURNING id" if told else "",  # noqa: S608
    )


@dataclass(frozen=True)
class _Change:
    """How some fields of a model's rows are changed; the last field is the row's id."""

    fields: Sequence[AnyField]
    of_one: str
    of_many: str


@cache
def _change(model: type[Model], names: tuple[str, ...]) -> _Change:
    columns = [field for field in model._meta.concrete_fields if field.name in names]  # noqa: SLF001
    fields = [*columns, model._meta.pk]  # noqa: SLF001
    table, told = _table(model), _told(fields)
    to_one = ", ".join(f"{_name(field)} = %s" for field in columns)
    to_many = ", ".join(f"{_name(field)} = told.{_name(field)}" for field in columns)
    return _Change(
        fields=fields,
        of_one=f"UPDATE {table} SET {to_one} WHERE id = %s",  # noqa: S608
        of_many=f"UPDATE {table} SET {to_many} FROM {told} WHERE {table}.id = told.id"  # noqa: S608
        if told
        else "",
    )


def _told(fields: Sequence[AnyField]) -> str:
    """Rows that came as one value, as a table; empty where database or bytes do not allow it."""
    if connection.vendor != "postgresql" or any(isinstance(one, BinaryField) for one in fields):
        return ""
    columns = ", ".join(f"{_name(field)} {_type(field)}" for field in fields)
    return f"json_to_recordset(%s::json) AS told ({columns})"


def _as_json(rows: Sequence[Model], fields: Sequence[AnyField]) -> str:
    names = [field.column for field in fields]
    told = [dict(zip(names, _values(row, fields), strict=True)) for row in rows]
    return json.dumps(told, ensure_ascii=False, default=_plain, check_circular=False)


def _plain(value: object) -> object:
    """What the database's values are in JSON. Raises TypeError."""
    if isinstance(value, datetime):
        return value.isoformat()
    if hasattr(value, "obj"):  # psycopg's Jsonb, which a process on SQLite has no need to load
        return value.obj
    raise TypeError(value)


def _asked(sql: str, values: Sequence[Any]) -> list[tuple[int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _keep(rows: Sequence[Model], ids: Sequence[tuple[int]], statement: _Insertion) -> None:
    for row, (pk,) in zip(rows, ids, strict=True):
        row.pk = pk
        row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001
        for name in statement.filled_in:
            row.__dict__.pop(name, None)


def _values(row: Model, fields: Sequence[AnyField]) -> list[Any]:
    database = connections[DEFAULT_DB_ALIAS]  # `connection` looks it up anew at every dot
    held = row.__dict__
    return [
        held[field.attname]
        if type(field) in AS_THEY_ARE
        else field.get_db_prep_save(held[field.attname], database)
        for field in fields
    ]


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001


def _name(field: AnyField) -> str:
    return connection.ops.quote_name(str(field.column))


def _type(field: AnyField) -> str:
    return str(field.rel_db_type(connection) if field.primary_key else field.db_type(connection))
