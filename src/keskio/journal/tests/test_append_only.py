import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import DatabaseError, connection

from keskio.journal.models import Entry
from keskio.journal.tests.make import light
from keskio.kit.scopes import SYSTEM, writing

pytestmark = pytest.mark.django_db(transaction=True)
INSERT = """
    INSERT INTO journal_entry
        (partition, client_id, stream, kind, payload, actor, happened_at, is_setting)
    VALUES (1, 0, 'lamp:1', 'lamp_lit', '{}', 'system', '2026-03-02', FALSE)
"""


class TestEntry:
    def test_cannot_be_changed(self) -> None:
        light(1, 1)
        with pytest.raises(DatabaseError, match="append-only"), writing(SYSTEM):
            Entry.objects.update(kind="lamp_never_lit")

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="below, on a file of its own")
    def test_cannot_be_deleted(self) -> None:
        light(1, 1)
        with pytest.raises(DatabaseError, match="append-only"), writing(SYSTEM):
            Entry.objects.all()._raw_delete("default")

    @pytest.mark.parametrize(
        "change", ["UPDATE journal_entry SET id = 2", "DELETE FROM journal_entry"]
    )
    def test_is_safe_in_a_freshly_migrated_file(self, change: str, tmp_path: Path) -> None:
        settings = os.environ | {
            "KESKIO_DATA": str(tmp_path),
            "KESKIO_DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "keskio.config.settings",
            "PYTHONPATH": "src",
        }
        migrate = [sys.executable, "-m", "django", "migrate", "journal", "--verbosity", "0"]
        subprocess.run(migrate, env=settings, check=True)  # noqa: S603
        file = sqlite3.connect(tmp_path / "keskio.sqlite3")
        file.execute(INSERT)
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            file.execute(change)
        file.close()
