"""Changing many rows with one prepared statement: Django's bulk_update compiles a CASE per row."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Model


def update_rows(rows: Sequence[Model], *, fields: Sequence[str]) -> None:
    """Save these fields of rows of one model."""
    if not rows:
        return
    meta = rows[0]._meta  # noqa: SLF001
    columns = [field for field in meta.concrete_fields if field.name in fields]
    quote = connection.ops.quote_name
    changes = ", ".join(f"{quote(str(column.column))} = %s" for column in columns)
    sql = f"UPDATE {quote(meta.db_table)} SET {changes} WHERE id = %s"  # noqa: S608
    values = [
        [
            *(
                column.get_db_prep_save(getattr(row, column.attname), connection)
                for column in columns
            ),
            row.pk,
        ]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)
