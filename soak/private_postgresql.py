"""A PostgreSQL server of its own, for trials that stop it: nobody else's goes away."""

import getpass
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from soak.serving import HOST, free_port

ACCOUNT = "postgres"
"""The server refuses to run as root."""
SETTINGS = f"-c listen_addresses={HOST} -c fsync=off -c unix_socket_directories="


class NotInstalled(Exception):
    """No server's programs are here, or no account to run them as."""


class PrivateServer:
    def __init__(self, programs: Path, directory: Path) -> None:
        self._programs, self._directory = programs, directory
        self._port = free_port()

    @property
    def url(self) -> str:
        """Of an empty database, as a role that policies bind."""
        return f"postgresql://keskio@{HOST}:{self._port}/keskio"

    def prepare(self) -> None:
        self._run("initdb", "--auth=trust", f"--username={ACCOUNT}", "--no-sync")
        self.start()
        address = f"postgresql://{ACCOUNT}@{HOST}:{self._port}/postgres"
        with psycopg.connect(address, autocommit=True) as server:
            server.execute("CREATE ROLE keskio LOGIN")
            server.execute("CREATE DATABASE keskio OWNER keskio")

    def start(self) -> None:
        options = f"-p {self._port} {SETTINGS}"
        log = str(self._directory / "log")
        self._run("pg_ctl", "start", "--wait", f"--options={options}", f"--log={log}")

    def stop_at_once(self) -> None:
        """As if its machine had lost its power."""
        self._run("pg_ctl", "stop", "--mode=immediate", "--wait")

    def _run(self, program: str, *words: str) -> None:
        command = [str(self._programs / program), f"--pgdata={self._directory / 'data'}", *words]
        if getpass.getuser() == "root":
            command = ["runuser", "-u", ACCOUNT, "--", *command]
        subprocess.run(
            command, cwd=self._directory, check=True, stdout=subprocess.DEVNULL, timeout=120
        )


@contextmanager
def private_postgresql() -> Iterator[PrivateServer]:
    """Running, and gone afterwards. Raises NotInstalled."""
    programs = _programs()
    directory = Path(tempfile.mkdtemp(prefix="keskio-postgresql-"))
    try:
        if getpass.getuser() == "root":
            shutil.chown(directory, ACCOUNT)
        server = PrivateServer(programs, directory)
        server.prepare()
        try:
            yield server
        finally:
            server.stop_at_once()
    except LookupError as error:
        raise NotInstalled(str(error)) from error
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _programs() -> Path:
    """The newest that Debian keeps beside each other, else what is in the path."""
    kept = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = str(kept[-1]) if kept else shutil.which("initdb")
    if not found:
        raise NotInstalled("PostgreSQL's initdb is not here")
    return Path(found).parent
