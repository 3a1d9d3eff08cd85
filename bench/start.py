"""How long from the command to the first page, with the demo world."""

import time
from typing import TYPE_CHECKING

from tests.installation import Installation

from bench.figures import Figure, figure
from keskio.config.web.tests.serving import get

if TYPE_CHECKING:
    from bench.one import Asked

STARTS = 3
PAGE = "/accounts/login/"


def measure(asked: "Asked") -> list[Figure]:
    first = _seconds(asked.installation)
    later = sorted(_seconds(asked.installation) for _ in range(STARTS))
    return [
        figure("first start, with loading the demo world", first, "s"),
        figure(f"later start, median of {STARTS}", later[STARTS // 2], "s"),
    ]


def _seconds(installation: Installation) -> float:
    began_at = time.perf_counter()
    with installation.up("--demo") as running:
        assert get(running.port, PAGE).startswith(b"HTTP/1.1 200")
        spent = time.perf_counter() - began_at
        running.stop()
    return spent
