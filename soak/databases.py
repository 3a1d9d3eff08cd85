"""An installation of its own for a trial: a database and a data directory, gone afterwards."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import django


@contextmanager
def installation(url: str) -> Iterator[None]:
    """Set Django up on an empty database on the server of `url`, or on SQLite without one.

    Once a process: settings are read when Django is set up. The role needs CREATEDB.
    """
    with tempfile.TemporaryDirectory() as data, _database(url) as database:
        os.environ |= {
            "KESKIO_DATA": data,
            "KESKIO_DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "keskio.config.settings",
        }
        django.setup()
        yield


@contextmanager
def _database(url: str) -> Iterator[str]:
    if not url:
        yield ""
        return
    import psycopg  # noqa: PLC0415

    name = f"keskio_trial_{os.getpid()}"
    with psycopg.connect(url, dbname="postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
