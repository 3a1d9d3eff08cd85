"""`keskio up` in a process group of its own, for trials that kill it or starve it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO

HOST = "127.0.0.1"
START_SECONDS = 120.0


class DidNotStart(Exception):
    """With what it said instead."""


class Server:
    """Starts again on the same ports, as an installation does."""

    def __init__(self, data: Path, *, program: str = "keskio", **environment: str) -> None:
        self.data, self._program = data, program
        self.port, self.smtp_port = free_port(), free_port()
        self.log = data.with_name(f"{data.name}.log")
        self._environment = {**os.environ, "PYTHONUNBUFFERED": "1", **environment}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Until pages and mail are answered; how many seconds that took. Raises DidNotStart."""
        began = time.monotonic()
        with self.log.open("ab") as log:
            self._process = self._popen(log)
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > began + START_SECONDS:
                raise DidNotStart(self.said)
            time.sleep(0.02)
        return time.monotonic() - began

    def kill(self) -> None:
        """Kill -9 the whole group, and wait until it is gone."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    @property
    def said(self) -> str:
        return self.log.read_text(errors="replace")

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        assert self._process is not None  # noqa: S101 - it was started
        return self._process.pid

    def _popen(self, log: IO[bytes]) -> "subprocess.Popen[bytes]":
        ports = ["--port", str(self.port), "--smtp-port", str(self.smtp_port)]
        return subprocess.Popen(
            [sys.executable, "-m", self._program, "up", "--data", str(self.data), *ports],
            env=self._environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def _answers(self) -> bool:
        return status_of(f"http://{HOST}:{self.port}/healthz") == 200  # noqa: PLR2004

    def _end(self, by: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, by)
            self._process.wait(30)


def free_port() -> int:
    with socket.create_server((HOST, 0)) as free:
        return int(free.getsockname()[1])


def status_of(url: str, *, patience: float = 5) -> int:
    """0 when nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=patience) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code
    except OSError:
        return 0
