import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from keskio.cases.tests.make import make_case
from keskio.clients.tests.make import make_inbox
from keskio.staff.tests.make import make_token

DOCS = Path(__file__).parents[5] / "docs" / "api.md"


@pytest.fixture
def environment(live_server: LiveServer) -> dict[str, str]:
    inbox = make_inbox()
    case, *_ = [make_case(inbox) for _ in range(3)]
    return {
        **os.environ,
        "KESKIO": live_server.url,
        "TOKEN": make_token(inbox.client),
        "CASE": str(case.pk),
    }


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", DOCS.read_text(), re.DOTALL | re.MULTILINE)


@pytest.mark.django_db(transaction=True)
class TestTheDocs:
    """What they show, works."""

    def test_show_python_that_runs(self, environment: dict[str, str]) -> None:
        done = self.run([sys.executable, "-c", "\n".join(blocks("python"))], environment)
        assert "case_resolved token:" in done.replace("  ", " ")

    def test_show_curl_that_runs(self, environment: dict[str, str]) -> None:
        if not shutil.which("curl"):
            pytest.skip("needs curl")
        done = self.run(["sh", "-ec", "\n".join(blocks("sh"))], environment)
        assert "He has two saws." in done

    @staticmethod
    def run(command: list[str], environment: dict[str, str]) -> str:
        done = subprocess.run(  # noqa: S603
            command, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout
