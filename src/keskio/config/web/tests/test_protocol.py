import socket
from collections.abc import Iterator

import pytest
from starlette.responses import PlainTextResponse

from keskio.config.web.protocol import BoundedProtocol
from keskio.config.web.tests.serving import LOOPBACK, ask, get, served

HELLO = PlainTextResponse("hello")
ASKING = b"GET / HTTP/1.1\r\nHost: a\r\n"


class Hasty(BoundedProtocol):
    head_seconds = 0.3


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with served(HELLO, http=Hasty) as port:
        yield port


class TestAClient:
    def test_that_asks_is_answered(self, port: int) -> None:
        assert get(port, "/").endswith(b"\r\n\r\nhello")

    def test_that_says_nothing_is_let_go(self, port: int) -> None:
        assert ask(port, b"") == b""

    def test_that_stops_within_its_head_is_let_go(self, port: int) -> None:
        assert ask(port, ASKING) == b""

    def test_that_stops_within_its_second_head_is_let_go(self, port: int) -> None:
        answer = ask(port, ASKING + b"\r\n" + ASKING)
        assert answer.count(b"HTTP/1.1 200 OK") == 1

    def test_that_asks_twice_is_answered_twice(self, port: int) -> None:
        answer = ask(port, ASKING + b"\r\n" + ASKING + b"Connection: close\r\n\r\n")
        assert answer.count(b"HTTP/1.1 200 OK") == 2

    def test_that_never_ends_its_head_is_let_go(self) -> None:
        with served(HELLO, http=BoundedProtocol) as port:
            endless = b"".join(b"X-%d: %s\r\n" % (number, b"x" * 1000) for number in range(9000))
            with socket.create_connection((LOOPBACK, port), timeout=5) as client:
                client.sendall(ASKING)
                with pytest.raises(OSError, match=r"reset|[Bb]roken"):
                    client.sendall(endless)
