"""A database with its tables in it, made once and copied: to migrate takes six seconds."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

import keskio
from tests.installation import Installation, scratch_database

ROOT = Path(keskio.__file__).parent
CACHE = Path(tempfile.gettempdir()) / f"keskio-tests-{os.getuid()}"


@contextmanager
def migrated_installation(directory: Path, url: str, **environment: str) -> Iterator[Installation]:
    """As if `keskio up` had been started and stopped there; on SQLite where `url` is empty."""
    if url:
        with scratch_database(url, template=migrated_template(url)) as database:
            yield Installation(directory, KESKIO_DATABASE_URL=database, **environment)
        return
    installation = Installation(directory, KESKIO_DATABASE_URL="", **environment)
    installation.data.mkdir(parents=True, mode=0o700)
    shutil.copy(migrated_file(), installation.data / "keskio.sqlite3")
    yield installation


def migrated_file() -> Path:
    """A database of SQLite, to be copied."""
    kept = CACHE / f"{_version()}.sqlite3"
    with _one_at_a_time():
        if not kept.exists():
            with tempfile.TemporaryDirectory(dir=CACHE) as directory:
                _migrate(KESKIO_DATA=directory, KESKIO_DATABASE_URL="")
                (Path(directory) / "keskio.sqlite3").rename(kept)
    return kept


def migrated_template(url: str) -> str:
    """The name of a database on this server, to be a template; those of earlier versions go."""
    server, _, base = url.rpartition("/")
    name = f"{base}_{_version()}"
    with _one_at_a_time(), psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        like = "SELECT datname FROM pg_database WHERE datname LIKE %s"
        known = {found for (found,) in connection.execute(like, [f"{base}\\_%"])}
        if name not in known:
            for old in known:
                connection.execute(f'DROP DATABASE IF EXISTS "{old}"')
            connection.execute(f'CREATE DATABASE "{name}_making"')
            _migrate(KESKIO_DATA=str(CACHE / name), KESKIO_DATABASE_URL=f"{server}/{name}_making")
            connection.execute(f'ALTER DATABASE "{name}_making" RENAME TO "{name}"')
    return name


def _migrate(**environment: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "keskio.config.settings", **environment},
        check=True,
    )


def _version() -> str:
    """Of the tables: whatever code may have a part in making them."""
    code = (one for one in sorted(ROOT.rglob("*.py")) if "tests" not in one.parts)
    return f"{zlib.crc32(b''.join(one.read_bytes() for one in code)):08x}"


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    CACHE.mkdir(mode=0o700, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
