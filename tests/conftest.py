import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installation import Installation, scratch_database


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """A new one, with nothing in it, on the kind of database that is being tested."""
    with scratch_database(os.environ.get("KESKIO_DATABASE_URL", "")) as url:
        yield Installation(tmp_path, KESKIO_DATABASE_URL=url)
