"""What Keskiö stands on goes away and comes back: nothing is lost, and nobody has to help."""

import os
import urllib.error
from collections.abc import Iterator
from pathlib import Path

import pytest
from soak.post import Sink
from soak.private_postgresql import NotInstalled, PrivateServer, private_postgresql

from keskio.config.web.tests.serving import get
from tests.installation import Installation, Running
from tests.trials.ground import prepared, wait_until
from tests.trials.people import Program, Visitor, bring, letter

ON_POSTGRESQL = bool(os.environ.get("KESKIO_DATABASE_URL"))


@pytest.fixture
def server() -> Iterator[PrivateServer]:
    try:
        with private_postgresql() as running:
            yield running
    except NotInstalled as error:
        pytest.skip(str(error))


@pytest.mark.skipif(not ON_POSTGRESQL, reason="runs with the tests on PostgreSQL")
class TestPostgresqlThatGoesAway:
    def test_is_waited_for(self, server: PrivateServer, tmp_path: Path) -> None:
        installation = Installation(tmp_path, KESKIO_DATABASE_URL=server.url)
        keys = prepared(installation)
        with installation.up() as running:
            program, visitor = Program(running.port, keys[0]), Visitor(running.port).sign_in()
            assert bring(running.smtp_port, letter(0)) == (250, "OK")
            wait_until(lambda: arrived(program) == 1)

            server.stop_at_once()
            assert bring(running.smtp_port, letter(1))[0] == 451
            assert says_calmly(visitor, running)
            assert program.get("/cases")[0] == 503
            assert installation.keskio("check").returncode == 1

            server.start()
            assert bring(running.smtp_port, letter(1)) == (250, "OK")
            wait_until(lambda: arrived(program) == 2)
            assert visitor.get("/cases/").status == 200
            wait_until(lambda: get(running.port, "/healthz").endswith(b"well\n"))
            assert running.said.count("Traceback (most recent call last)") < 50


def says_calmly(visitor: Visitor, running: Running) -> bool:
    for path in ("/cases/", "/admin/", "/accounts/login/"):
        page = visitor.get(path)
        assert page.status in {200, 503}, page.text
        assert page.status == 503 or "login" in path
        assert "Traceback" not in page.text
        assert "psycopg" not in page.text
        assert page.seconds < 10
    assert "This cannot be done just now" in visitor.get("/cases/").text
    answer = get(running.port, "/healthz")
    return answer.startswith(b"HTTP/1.1 503") and b"the database does not answer" in answer


class TestAMailServerThatIsDead:
    def test_is_waited_for_and_seen(self, installation: Installation) -> None:
        sink = Sink()
        installation.environment["KESKIO_SMTP_URL"] = sink.url
        keys = prepared(installation)
        with installation.up() as running:
            program, visitor = Program(running.port, keys[0]), Visitor(running.port).sign_in()
            bring(running.smtp_port, letter(0))
            wait_until(lambda: arrived(program) == 1)
            case_id = program.items("/cases")[0]["id"]
            status, reply = program.post(f"/cases/{case_id}/replies", {"text": "It has left."})
            assert status == 201
            wait_until(lambda: delivery(program, reply["id"])["attempts"] > 0)
            wait_until(lambda: "refused" in delivery(program, reply["id"])["last_error"].lower())
            case_page = visitor.get(f"/cases/{case_id}/").text
            assert "on its way, tried" in case_page
            assert "refused" in case_page
            assert "tried in vain so far" in visitor.get("/admin/unprocessed/").text

            sink.start()
            try:
                wait_until(lambda: delivery(program, reply["id"])["state"] == "sent")
            finally:
                sink.stop()
            assert len(sink.got) == 1
            assert "on its way, tried" not in visitor.get(f"/cases/{case_id}/").text
            assert "Every reply has left" in visitor.get("/admin/unprocessed/").text


def arrived(program: Program) -> int:
    """How many mails are processed; 0 while nobody answers."""
    try:
        return sum(one["state"] == "processed" for one in program.items("/arrivals"))
    except (AssertionError, urllib.error.URLError):
        return 0


def delivery(program: Program, message_id: int) -> dict[str, object]:
    found: dict[str, object] = program.get(f"/messages/{message_id}")[1]["delivery"] or {
        "attempts": 0
    }
    return found
