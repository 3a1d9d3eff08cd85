"""What is asked of the database as a whole: whether it answers, is up to date, and binds us."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

ADVISORY_LOCK = 0x6B65736B
"""Held on PostgreSQL while tables change, by whichever machine came first."""
BOUND = "SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"


class NotBound(Exception):
    """The role passes by row-level security: a superuser, or one with BYPASSRLS."""


def require_answer() -> None:
    """Raises django.db.Error when the database does not answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def pending_migrations() -> list[str]:
    """What `migrate` would do, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate(*, directory: Path) -> bool:
    """Bring the tables up to date, one process at a time; whether there was anything to do."""
    if not pending_migrations():
        return False
    with _alone(directory):
        call_command("migrate", verbosity=0, interactive=False)
    return True


def require_bound_role() -> None:
    """Raises NotBound; on SQLite there are no roles."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(BOUND)
        name, passes_by = cursor.fetchone()
    if passes_by:
        raise NotBound(name)


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (directory / "migrate.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET statement_timeout = 0")
                cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
        try:
            yield
        finally:
            connection.close()  # and with it the advisory lock
