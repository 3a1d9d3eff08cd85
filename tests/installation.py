"""A whole installation in processes of its own, on a directory and a database of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from keskio.kit.claim import holder_of

START_SECONDS = 180
"""With the demo world on a busy machine; a start that fails is not waited for."""


class Installation:
    """`keskio WORDS` and a running `up`; everything it keeps is below `directory`."""

    program = "keskio"

    def __init__(self, directory: Path, **environment: str) -> None:
        self.data = directory / "data"
        self.environment = {
            **os.environ,
            "PYTHONUNBUFFERED": "1",
            "KESKIO_SMTP_URL": f"file:{directory / 'sent'}",
            "KESKIO_UNDO_SECONDS": "0",
            **environment,
        }

    def keskio(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            self._command(*words),
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    @contextmanager
    def up(self, *words: str) -> Iterator["Running"]:
        """Started and answering; killed at the end if it has not ended by then."""
        command = self._command("up", "--port", "0", "--smtp-port", "0", *words)
        log = self.data.with_name("up.log")
        with log.open("w") as output:
            process = subprocess.Popen(
                command, env=self.environment, stdout=output, stderr=subprocess.STDOUT
            )
        try:
            yield Running(process, self._addresses(process, log), log)
        finally:
            process.kill()
            process.wait()

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", self.program, *words, "--data", str(self.data)]

    def _addresses(self, process: "subprocess.Popen[bytes]", log: Path) -> Mapping[str, Any]:
        until = time.monotonic() + START_SECONDS
        while process.poll() is None and time.monotonic() < until:
            holder = holder_of(self.data)
            if holder and holder.get("pid") == process.pid and "Ctrl C" in log.read_text():
                return holder
            time.sleep(0.02)
        raise AssertionError(f"keskio up did not start:\n{log.read_text()}")


class Running:
    """What `keskio up` listens on, and what it said."""

    def __init__(
        self, process: "subprocess.Popen[bytes]", addresses: Mapping[str, Any], log: Path
    ) -> None:
        self.process, self._log = process, log
        self.port: int = addresses["port"]
        self.smtp_port: int = addresses["smtp_port"]
        self.sent = log.with_name("sent")
        """Where mails go that leave, if no other transport was chosen."""

    @property
    def said(self) -> str:
        return self._log.read_text()

    def stop(self) -> tuple[int, float]:
        """By SIGTERM; its status, and how many seconds it took."""
        started = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30), time.monotonic() - started


@contextmanager
def scratch_database(url: str, *, template: str = "template1") -> Iterator[str]:
    """The address of a new database beside `url`'s, empty or like another; '' (SQLite) stays
    what it is."""
    if not url:
        yield ""
        return
    server, _, _ = url.rpartition("/")
    name = f"keskio_{uuid4().hex[:12]}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield f"{server}/{name}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
