import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from starlette.responses import PlainTextResponse

from keskio.config.web.tests.serving import served
from keskio.interfaces.cli.tests.conftest import Command
from keskio.journal.catching_up import catch_up
from keskio.journal.subscribed import subscribers
from keskio.journal.tests.make import NOON
from keskio.kit import disk
from keskio.kit.claim import claim

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def listening(greeting: bytes, *, says: str = "well") -> Iterator[None]:
    """A server on the data directory that greets as told, and says of itself what it `says`."""
    pages = PlainTextResponse(f"{says}\n")
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        served(pages) as port,
        claim(Path(settings.DATA_DIR)) as held,
    ):
        held.tell(host="127.0.0.1", port=port, smtp_port=server.getsockname()[1])
        thread = threading.Thread(target=_greet, args=[server, greeting])
        thread.start()
        yield
        thread.join()


def _greet(server: socket.socket, greeting: bytes) -> None:
    client, _ = server.accept()
    with client:
        client.sendall(greeting)


def findings(keskio: Command) -> dict[str, bool]:
    return {finding["name"]: finding["ok"] for finding in json.loads(keskio.said)}


class TestCheck:
    def test_is_content_when_everything_is_in_order(self, keskio: Command) -> None:
        catch_up(subscribers=subscribers(), now=NOON)
        with listening(b"220 here\r\n"):
            assert keskio("check", "--json") == 0
        found = findings(keskio)
        assert all(found.values())
        assert {"database", "database role", "migrations", "server", "mail listener"} < set(found)
        assert {f"subscriber {one.name}" for one in subscribers()} < set(found)

    def test_notices_that_nothing_runs(self, keskio: Command) -> None:
        assert keskio("check", "--json") == 1
        assert findings(keskio)["mail listener"] is False

    def test_notices_a_listener_that_refuses(self, keskio: Command) -> None:
        with listening(b"554 not today\r\n"):
            assert keskio("check") == 1
        assert "554 not today" in keskio.said

    def test_says_what_the_server_says_of_its_parts(self, keskio: Command) -> None:
        with listening(b"220 here\r\n", says="the listener fails since 12:00\nthe worker, too"):
            assert keskio("check") == 1
        assert "the listener fails since 12:00; the worker, too" in keskio.said

    def test_notices_that_room_runs_out(
        self, keskio: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(disk, "LEAST_BYTES", 1e18)
        keskio("check", "--json")
        assert findings(keskio)["room on the disk"] is False
