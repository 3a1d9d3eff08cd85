"""What every test stands on: a database and a data directory of its own, an ordinary role.

What a test may demand of the machine is skipped and said where missing, failed in `.ci/run`.
"""

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper
from pytest_django import DjangoDbBlocker

if TYPE_CHECKING:
    from keskio.clients.models import Inbox

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DEMAND_ALL = bool(os.environ.get("KESKIO_DEMAND_ALL"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not CHROMIUM:
        if DEMAND_ALL:
            pytest.fail("chromium is demanded and not installed")
        pytest.skip("needs chromium (apt-get install chromium)")


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this test process keeps its files; programs that it starts inherit it."""
    directory = tmp_path_factory.mktemp("data")
    settings.DATA_DIR = directory
    storages: dict[str, Any] = settings.STORAGES
    storages["default"]["OPTIONS"]["location"] = directory / "files"
    os.environ["KESKIO_DATA"] = str(directory)
    return directory


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    data_dir: Path, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    from tests.migrated import migrated_file, migrated_template  # noqa: PLC0415

    test = connection.settings_dict["TEST"]
    if connection.vendor == "sqlite":
        test["NAME"] = str(data_dir / "test.sqlite3")
        shutil.copy(migrated_file(), test["NAME"])
    else:
        test["TEMPLATE"] = migrated_template(settings.DATABASE_URL)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """What was copied there is kept."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _refuse_a_role_that_policies_do_not_bind(cursor)
        else:  # the flush after a test that commits; TRUNCATE does not meet the trigger
            cursor.execute("DROP TRIGGER journal_entry_no_delete")


def _refuse_a_role_that_policies_do_not_bind(cursor: CursorWrapper) -> None:
    cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    if cursor.fetchone()[0]:
        pytest.exit("Row-level security does not bind this role: see tests/postgresql.py", 2)


@pytest.fixture
def shown(db: None) -> None:
    """Assertions read tables directly; on PostgreSQL the connection must be shown them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('keskio.clients', '*', false)")


@pytest.fixture
def inbox(shown: None) -> "Inbox":
    """Of a client of its own; it acknowledges nothing."""
    from keskio.clients.tests.make import make_inbox  # noqa: PLC0415

    return make_inbox(acknowledges=False)
