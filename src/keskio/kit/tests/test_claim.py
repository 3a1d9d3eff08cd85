import os
from pathlib import Path

import pytest

from keskio.kit.claim import AlreadyClaimed, claim, holder_of


class TestAClaim:
    def test_keeps_others_out_and_names_its_holder(self, tmp_path: Path) -> None:
        with claim(tmp_path), pytest.raises(AlreadyClaimed) as refused, claim(tmp_path):
            pass
        assert refused.value.holder == {"pid": os.getpid()}

    def test_ends_with_its_block(self, tmp_path: Path) -> None:
        with claim(tmp_path):
            pass
        with claim(tmp_path):
            pass
        assert holder_of(tmp_path) is None

    def test_tells_where_its_holder_is_reached(self, tmp_path: Path) -> None:
        with claim(tmp_path) as held:
            held.tell(port=8000)
            assert holder_of(tmp_path) == {"pid": os.getpid(), "port": 8000}

    def test_makes_its_directory(self, tmp_path: Path) -> None:
        assert holder_of(tmp_path / "new") is None
        with claim(tmp_path / "new"):
            assert holder_of(tmp_path / "new") is not None
