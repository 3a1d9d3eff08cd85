"""What a test may demand of the machine: skipped and said where missing, failed in `.ci/run`."""

import os
import shutil

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DEMAND_ALL = bool(os.environ.get("KESKIO_DEMAND_ALL"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not CHROMIUM:
        if DEMAND_ALL:
            pytest.fail("chromium is demanded and not installed")
        pytest.skip("needs chromium (apt-get install chromium)")
