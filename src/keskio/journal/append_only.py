"""A migration operation: the database itself refuses to change or delete a table's rows."""

from typing import Any

from django.db import migrations

ON_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
REFUSE_ON_POSTGRESQL = """
CREATE OR REPLACE FUNCTION keskio_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""
ON_POSTGRESQL = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION keskio_refuse()
"""
VERBS = ("update", "delete")


class KeepAppendOnly(migrations.RunPython):
    """Refuse UPDATE and DELETE on `table`.

    Repeat it in every later migration that alters the table: SQLite's schema editor makes the
    table anew, without its triggers.
    """

    def __init__(self, table: str) -> None:
        def keep(apps: Any, editor: Any) -> None:
            on_postgresql = editor.connection.vendor == "postgresql"
            if on_postgresql:
                editor.execute(REFUSE_ON_POSTGRESQL, params=None)
            for verb in VERBS:
                gone = f"DROP TRIGGER IF EXISTS {table}_no_{verb}"
                editor.execute(f"{gone} ON {table}" if on_postgresql else gone)
                create = ON_POSTGRESQL if on_postgresql else ON_SQLITE
                editor.execute(create.format(table=table, verb=verb))

        super().__init__(keep, migrations.RunPython.noop)
