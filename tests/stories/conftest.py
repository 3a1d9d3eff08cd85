import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.installation import Installation, Running, scratch_database
from tests.screenshots import browser
from tests.stories.post import PostOffice


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The demo world, at work."""
    with scratch_database(os.environ.get("KESKIO_DATABASE_URL", "")) as url:
        installation = Installation(tmp_path_factory.mktemp("demo"), KESKIO_DATABASE_URL=url)
        with installation.up("--demo") as running:
            yield running


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    with PostOffice() as opened:
        yield opened


@pytest.fixture
def empty(tmp_path: Path, post_office: PostOffice) -> Iterator[Running]:
    """A new installation with nothing in it, which sends by the post office."""
    with scratch_database(os.environ.get("KESKIO_DATABASE_URL", "")) as url:
        installation = Installation(
            tmp_path, KESKIO_DATABASE_URL=url, KESKIO_SMTP_URL=post_office.url
        )
        with installation.up() as running:
            yield running
