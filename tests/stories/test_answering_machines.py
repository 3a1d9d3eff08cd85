"""Two installations whose addresses write to each other, for an hour by their own clocks."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.installation import Installation
from tests.migrated import migrated_installation

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
OURS, THEIRS = "help@ours.example", "help@theirs.example"
MARKS = re.compile(r"^(?:Auto-Submitted|Precedence|X-Auto\S*):.*\r?\n", re.MULTILINE)
Mail = tuple[str, str]
"""The envelope's sender, and the mail."""
Post = Callable[[str, str], Mail]


class Machine:
    def __init__(self, address: str, installation: Installation) -> None:
        self.address, self.sent = address, list[str]()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.stories.answering_machine", address],
            env={**installation.environment, "KESKIO_DATA": str(installation.data)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def live(self, now: datetime, mails: list[Mail]) -> list[str]:
        """Take the mails in; what it sends because of them."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"at": now.isoformat(), "mails": mails}) + "\n")
        self._process.stdin.flush()
        sent: list[str] = json.loads(self._process.stdout.readline())
        self.sent += sent
        return sent

    def stop(self) -> None:
        self._process.communicate()


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[tuple[Machine, Machine]]:
    url = os.environ.get("KESKIO_DATABASE_URL", "")
    with (
        migrated_installation(tmp_path / "ours", url) as ours,
        migrated_installation(tmp_path / "theirs", url) as theirs,
    ):
        pair = Machine(OURS, ours), Machine(THEIRS, theirs)
        yield pair
        for machine in pair:
            machine.stop()


def letter(sender: str, to: str) -> list[Mail]:
    """Of a person, who happens to write as their company."""
    mail = (
        f"From: Somebody <{sender}>\r\nTo: {to}\r\nSubject: Our order\r\n"
        f"Message-ID: <1@{sender.partition('@')[2]}>\r\n\r\nWhen will it come?\r\n"
    )
    return [(sender, mail)]


def faithful(sender: str, mail: str) -> Mail:
    return ("" if "\nAuto-Submitted:" in mail else sender, mail)


def careless(sender: str, mail: str) -> Mail:
    """A relay that drops whatever says that a mail is automatic."""
    return (sender, MARKS.sub("", mail))


class TestTwoInstallations:
    @pytest.mark.parametrize("post", [faithful, careless])
    def test_acknowledge_once_each_in_an_hour(
        self, machines: tuple[Machine, Machine], post: Post
    ) -> None:
        ours, theirs = machines
        to_ours, to_theirs = letter(THEIRS, OURS), letter(OURS, THEIRS)
        for minute in range(60):
            now = NOON + timedelta(minutes=minute)
            from_ours, from_theirs = ours.live(now, to_ours), theirs.live(now, to_theirs)
            to_ours = [post(THEIRS, mail) for mail in from_theirs]
            to_theirs = [post(OURS, mail) for mail in from_ours]
        assert [len(ours.sent), len(theirs.sent)] == [1, 1]
        assert "Auto-Submitted: auto-replied" in ours.sent[0]
