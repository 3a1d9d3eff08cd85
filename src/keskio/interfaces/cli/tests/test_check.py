import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from keskio.interfaces.cli.tests.conftest import Command
from keskio.journal.catching_up import catch_up
from keskio.journal.subscribed import subscribers
from keskio.journal.tests.make import NOON
from keskio.kit.claim import claim

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def listening(greeting: bytes) -> Iterator[None]:
    """A server on the data directory that greets as told."""
    with socket.create_server(("127.0.0.1", 0)) as server, claim(Path(settings.DATA_DIR)) as held:
        held.tell(host="127.0.0.1", port=1, smtp_port=server.getsockname()[1])
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
        assert {"database", "database role", "migrations", "mail listener"} < set(found)
        assert {f"subscriber {one.name}" for one in subscribers()} < set(found)

    def test_notices_that_nothing_runs(self, keskio: Command) -> None:
        assert keskio("check", "--json") == 1
        assert findings(keskio)["mail listener"] is False

    def test_notices_a_listener_that_refuses(self, keskio: Command) -> None:
        with listening(b"554 not today\r\n"):
            assert keskio("check") == 1
        assert "554 not today" in keskio.said
