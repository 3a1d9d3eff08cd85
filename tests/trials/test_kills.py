"""The trial of `make soak`, cut short: a few kills -9 under load."""

import json
import os
import subprocess
import sys

import pytest

from tests.trials.ground import ROOT

KILLS = 3


class TestKilledServer:
    def test_loses_nothing_and_does_nothing_twice(self) -> None:
        verdict = try_kills(KILLS)
        assert verdict["kills_with_work_in_flight"] > 0
        assert verdict["replies"] > 0

    @pytest.mark.soak
    def test_fifty_times_loses_nothing_either(self) -> None:
        verdict = try_kills(50)
        assert verdict["kills_with_work_in_flight"] >= 40


def try_kills(number: int) -> dict[str, int]:
    """On an installation of its own, on the kind of database that is being tested."""
    database = os.environ.get("KESKIO_DATABASE_URL", "")
    done = subprocess.run(
        [sys.executable, "-m", "soak.kills", f"--kills={number}", f"--database={database}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    sys.stdout.write(done.stdout)
    verdict: dict[str, int] = json.loads(done.stdout)
    return verdict
