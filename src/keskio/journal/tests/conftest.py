import pytest

from keskio.journal.tests.make import Listener


@pytest.fixture
def listener(db: None) -> Listener:
    return Listener()
