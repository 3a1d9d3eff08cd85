from pathlib import Path

import pytest
from django.db import connection

from keskio.kit import database


@pytest.mark.django_db
class TestTheDatabase:
    def test_answers(self) -> None:
        database.require_answer()

    def test_has_nothing_to_migrate_when_it_is_up_to_date(self, tmp_path: Path) -> None:
        assert database.pending_migrations() == []
        assert database.migrate(directory=tmp_path) is False
        assert list(tmp_path.iterdir()) == []

    def test_binds_the_role_that_tests_run_under(self) -> None:
        database.require_bound_role()

    def test_is_not_bound_for_a_superuser(self, monkeypatch: pytest.MonkeyPatch) -> None:
        if connection.vendor != "postgresql":
            pytest.skip("roles are PostgreSQL's")
        asked = database.BOUND.replace("current_user", "'postgres'")
        monkeypatch.setattr(database, "BOUND", asked)
        with pytest.raises(database.NotBound, match="postgres"):
            database.require_bound_role()
