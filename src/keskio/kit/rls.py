"""Row-level security on PostgreSQL, as migration operations: the net under every query.

A table is shown and written only for the clients in `keskio.clients`, which the scopes set.
The sub-select makes PostgreSQL work the list out once a query instead of once a row.
"""

from typing import Any

from django.db import migrations

CREATE_FUNCTION = """
CREATE OR REPLACE FUNCTION keskio_clients() RETURNS int[] LANGUAGE plpgsql STABLE AS $$
DECLARE setting text := coalesce(current_setting('keskio.clients', true), '');
BEGIN
  IF setting = '*' THEN
    RETURN array(SELECT id::int FROM clients_client) || 0;
  END IF;
  RETURN string_to_array(setting, ',')::int[];
END $$
"""
ITS_CLIENTS = "{column} = ANY ((SELECT keskio_clients())::int[])"
THE_CLIENTS_THEMSELVES = """
    current_setting('keskio.clients', true) = '*'
    OR id = ANY (string_to_array(nullif(current_setting('keskio.clients', true), '*'), ',')::int[])
"""


class CreateClientsFunction(migrations.RunPython):
    """What the policies ask; needed once, before the first table is protected."""

    def __init__(self) -> None:
        super().__init__(_on_postgresql(CREATE_FUNCTION), migrations.RunPython.noop)


class ProtectTable(migrations.RunPython):
    """Show `table` only to whom its client is shown, the owner of the table included."""

    def __init__(self, table: str, *, column: str = "client_id", policy: str = ITS_CLIENTS) -> None:
        self.table = table
        condition = policy.format(column=column)
        super().__init__(
            _on_postgresql(
                f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
                f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
                f"CREATE POLICY its_clients ON {table} USING ({condition})",
            ),
            _on_postgresql(
                f"DROP POLICY its_clients ON {table}",
                f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
                f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
            ),
        )


def _on_postgresql(*statements: str) -> Any:
    def run(apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            for statement in statements:
                editor.execute(statement)

    return run
