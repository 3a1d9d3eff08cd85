"""One server to a directory: who holds the lock says where it can be reached."""

import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

NAME = "keskio.lock"
GLANCE_SECONDS = 0.2
"""Longer than anybody needs who only looks whether the directory is claimed."""


class AlreadyClaimed(Exception):
    """Another process runs on this directory; `holder` is what it said of itself."""

    def __init__(self, holder: Mapping[str, Any]) -> None:
        super().__init__(f"process {holder.get('pid', '?')}")
        self.holder = holder


class Claim:
    """The lock, held; the operating system takes it back however the process ends."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self.tell()

    def tell(self, **addresses: Any) -> None:
        """Write down where this process can be reached."""
        self._file.seek(0)
        self._file.truncate()
        json.dump({"pid": os.getpid(), **addresses}, self._file)
        self._file.flush()


@contextmanager
def claim(directory: Path) -> Iterator[Claim]:
    """Raises AlreadyClaimed."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (directory / NAME).open("a+") as file:
        if not _lock(file):
            time.sleep(GLANCE_SECONDS)
            if not _lock(file):
                raise AlreadyClaimed(_said(file))
        yield Claim(file)


def holder_of(directory: Path) -> Mapping[str, Any] | None:
    """What the process that runs on `directory` says of itself; None when none runs."""
    try:
        with (directory / NAME).open("r+") as file:
            return None if _lock(file) else _said(file)
    except FileNotFoundError:
        return None


def _lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _said(file: IO[str]) -> Mapping[str, Any]:
    file.seek(0)
    try:
        said: Mapping[str, Any] = json.load(file)
    except ValueError:
        return {}
    return said
