import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installation import Installation, scratch_database
from tests.migrated import migrated_installation

URL = os.environ.get("KESKIO_DATABASE_URL", "")
"""The kind of database that is being tested."""


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """One with nothing in it but its tables."""
    with migrated_installation(tmp_path, URL) as made:
        yield made


@pytest.fixture
def untouched(tmp_path: Path) -> Iterator[Installation]:
    """One that was never started."""
    with scratch_database(URL) as url:
        yield Installation(tmp_path, KESKIO_DATABASE_URL=url)
