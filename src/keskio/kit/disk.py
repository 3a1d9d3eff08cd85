"""How much room is left where the data lies."""

import shutil
from dataclasses import dataclass
from pathlib import Path

LEAST_BYTES = 200_000_000
"""With less, the next large mails may not fit."""


@dataclass(frozen=True)
class Room:
    free_bytes: int
    total_bytes: int

    @property
    def is_short(self) -> bool:
        return self.free_bytes < LEAST_BYTES


def room_in(directory: Path) -> Room:
    """Raises OSError when there is no such directory."""
    usage = shutil.disk_usage(directory)
    return Room(usage.free, usage.total)
