"""Named by the settings as a database's ENGINE."""

from typing import Any

from django.db.backends.postgresql import base
from django.utils.asyncio import async_unsafe
from psycopg import adapters
from psycopg.pq import Format

TIME = "timestamptz"
LOADER = adapters.get_loader(adapters.types[TIME].oid, Format.TEXT)
"""Psycopg's own, in C. Django's is in Python, and a page has hundreds of times in it."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Its times are in UTC, as Django's are: the connection's own time zone is."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.adapters.register_loader(TIME, LOADER)
        return connection

    @async_unsafe
    def create_cursor(self, name: str | None = None) -> Any:
        if name is None:
            return self.connection.cursor()
        return self.connection.cursor(name, scrollable=False, withhold=self.connection.autocommit)
