"""A file system of a few megabytes, for a trial of what happens when it is full."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHUNK = 4096


class NotPermitted(Exception):
    """Only who administers the machine may mount."""


@contextmanager
def small_disk(directory: Path, *, megabytes: int) -> Iterator[Path]:
    """Raises NotPermitted."""
    directory.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(directory)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        raise NotPermitted(mounted.stderr.strip())
    try:
        yield directory
    finally:
        subprocess.run(["umount", "--lazy", str(directory)], check=True)


def fill(directory: Path) -> Path:
    """A file that leaves no block free; deleting it makes room."""
    ballast = directory / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(CHUNK)):
                pass
        except OSError:
            return ballast
    return ballast
