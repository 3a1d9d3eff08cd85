"""A browser or program that asks again and again over one connection."""

import http.client
import time
from collections.abc import Mapping, Sequence

LOOPBACK = "127.0.0.1"


class Asker:
    def __init__(self, port: int, headers: Mapping[str, str]) -> None:
        self._connection = http.client.HTTPConnection(LOOPBACK, port, timeout=60)
        self._headers = dict(headers)

    def seconds(self, method: str, path: str) -> float:
        """How long until the whole answer was there. Raises AssertionError for a refusal."""
        began_at = time.perf_counter()
        self._connection.request(method, path, headers=self._headers)
        response = self._connection.getresponse()
        body = response.read()
        spent = time.perf_counter() - began_at
        assert response.status == http.client.OK, (path, response.status, body[:300])
        return spent

    def each(self, method: str, paths: Sequence[str]) -> list[float]:
        return [self.seconds(method, path) for path in paths]
