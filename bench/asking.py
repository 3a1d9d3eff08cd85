"""A browser or program that asks again and again over one connection.

By the plainest socket there is: what asks must not take the processor from what answers.
"""

import re
import socket
import time
from collections.abc import Mapping, Sequence

LOOPBACK = "127.0.0.1"
LENGTH = re.compile(rb"(?i)\r\ncontent-length: *([0-9]+)")


class Asker:
    def __init__(self, port: int, headers: Mapping[str, str]) -> None:
        self._socket = socket.create_connection((LOOPBACK, port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        told = {"Host": f"{LOOPBACK}:{port}", "Content-Length": "0", **headers}
        self._headers = "".join(f"{name}: {value}\r\n" for name, value in told.items())

    def seconds(self, method: str, path: str) -> float:
        """How long until the whole answer was there. Raises AssertionError for a refusal."""
        request = f"{method} {path} HTTP/1.1\r\n{self._headers}\r\n".encode()
        began_at = time.perf_counter()
        self._socket.sendall(request)
        answer = self._answer()
        spent = time.perf_counter() - began_at
        assert answer.startswith(b"HTTP/1.1 200 "), (path, answer[:500])
        return spent

    def each(self, method: str, paths: Sequence[str]) -> list[float]:
        return [self.seconds(method, path) for path in paths]

    def _answer(self) -> bytes:
        answer = bytearray()
        while (ends_at := answer.find(b"\r\n\r\n")) < 0:
            answer += self._more()
        length = LENGTH.search(answer, 0, ends_at)
        assert length, "an answer without its length"
        while len(answer) < ends_at + 4 + int(length[1]):
            answer += self._more()
        return bytes(answer)

    def _more(self) -> bytes:
        some = self._socket.recv(1 << 18)
        assert some, "the connection was closed"
        return some
