"""The command, asked as from a shell but in this process, on the tests' own database."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from keskio.interfaces.cli import options

MAIL = (
    b"From: Mikko <mikko@example.org>\r\nTo: support@company.example\r\nSubject: Saw\r\n"
    b"Message-ID: <%d@example.org>\r\nDate: Mon, 16 Nov 2026 10:00:00 +0200\r\n\r\nIs it here?\r\n"
)


class Command:
    """`keskio WORDS`; what it wrote is in `said`."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.said = ""

    def __call__(self, *words: str) -> int:
        given = options.parser().parse_args(words)
        status: int = import_module(given.module).run(given)
        self.said = self._capsys.readouterr().out
        return status

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.said.splitlines()]


@pytest.fixture
def keskio(capsys: pytest.CaptureFixture[str], settings: Settings, tmp_path: Path) -> Command:
    settings.DATA_DIR = tmp_path / "data"
    return Command(capsys)
