import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.installation import Installation

ROOT = Path(__file__).parents[2]
WAIT_SECONDS = 60


def prepared(installation: Installation, *, agents: int = 1) -> list[str]:
    """The keys of so many agents of one company, and at last the administrator's."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.trials.prepare", str(agents)],
        cwd=ROOT,
        env={**installation.environment, "KESKIO_DATA": str(installation.data)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    keys: list[str] = json.loads(done.stdout)
    return keys


def wait_until(holds: Callable[[], bool], *, within: float = WAIT_SECONDS) -> None:
    until = time.monotonic() + within
    while not holds():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)
