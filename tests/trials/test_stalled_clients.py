"""Fifty clients that stall, in an upload, a download or a mail: nobody else notices."""

import socket
from collections.abc import Iterator

import pytest

from keskio.config.web.tests.serving import begin, seconds_to
from tests.installation import Installation, Running
from tests.trials.ground import prepared, wait_until
from tests.trials.people import Program, bring, letter
from tests.trials.prepare import INBOX

CLIENTS = 50
LARGE_KILOBYTES = 12_000
"""More than the system's own buffers hold."""
PAGE = "/accounts/login/"
AT_MOST_SECONDS = 1


@pytest.fixture
def running(installation: Installation) -> Iterator[tuple[Running, str]]:
    """With the key of an agent who may download one large attachment, number 1."""
    key = prepared(installation)[0]
    with installation.up() as up:
        program = Program(up.port, key)
        assert bring(up.smtp_port, letter(1, kilobytes=LARGE_KILOBYTES)) == (250, "OK")
        wait_until(lambda: program.get("/attachments/1")[0] == 200)
        yield up, key


class TestFiftyStalledClients:
    def test_hold_up_neither_pages_nor_mail(self, running: tuple[Running, str]) -> None:
        up, key = running
        for stalled in (uploads(up.port, key), downloads(up.port, key), letters(up.smtp_port)):
            assert min(seconds_to(up.port, PAGE) for _ in range(3)) < AT_MOST_SECONDS
            assert bring(up.smtp_port, letter(stalled[0].fileno())) == (250, "OK")
            for client in stalled:
                client.close()


def uploads(port: int, key: str) -> list[socket.socket]:
    head = f"POST /api/v1/cases/1/replies HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {key}\r\n"
    return clients(port, f"{head}Content-Length: 900000\r\n\r\nhalf")


def downloads(port: int, key: str) -> list[socket.socket]:
    head = f"GET /api/v1/attachments/1 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {key}\r\n"
    return clients(port, f"{head}\r\n")


def letters(port: int) -> list[socket.socket]:
    envelope = f"MAIL FROM:<a@b.example>\r\nRCPT TO:<{INBOX}>\r\nDATA\r\n"
    return clients(port, f"EHLO a\r\n{envelope}From: half")


def clients(port: int, request: str) -> list[socket.socket]:
    return [begin(port, request.encode()) for _ in range(CLIENTS)]
