from pathlib import Path

import pytest

from keskio.clients.tests.make import make_client
from keskio.interfaces.cli.refusal import CannotGoOn
from keskio.interfaces.cli.tests.conftest import Command

pytestmark = pytest.mark.django_db(transaction=True)


class TestSettings:
    def test_are_taken_out_compared_and_put_in(self, keskio: Command, tmp_path: Path) -> None:
        make_client("Rauta", slug="rauta")
        path = tmp_path / "settings.yaml"
        assert keskio("settings", "export", str(path)) == 0
        assert keskio("settings", "diff", str(path)) == 0
        path.write_text(path.read_text().replace("name: Rauta", "name: Saha"))
        assert keskio("settings", "diff", str(path)) == 1
        assert 'name: "Rauta" -> "Saha"' in keskio.said
        assert keskio("settings", "apply", str(path)) == 0
        assert keskio("settings", "diff", str(path)) == 0

    def test_that_do_not_fit_change_nothing(self, keskio: Command, tmp_path: Path) -> None:
        path = tmp_path / "settings.yaml"
        path.write_text("colours: []\n")
        with pytest.raises(CannotGoOn, match="no section has this name"):
            keskio("settings", "apply", str(path))
        with pytest.raises(CannotGoOn, match="cannot be read"):
            keskio("settings", "apply", str(tmp_path / "nowhere"))
