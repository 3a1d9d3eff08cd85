"""An end to talks with servers elsewhere: a time-out counts from byte to byte, this one in all."""

import contextlib
import socket
import threading
from types import TracebackType


class Deadline:
    """Cuts the connections it watches when its time is up; who reads from them gets an error."""

    def __init__(self, seconds: float) -> None:
        self.has_passed = False
        self._watched: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._pass)
        self._timer.daemon = True

    def __enter__(self) -> "Deadline":
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            for sock in self._watched:
                sock.close()
            self._watched.clear()

    def watch(self, sock: socket.socket) -> None:
        """A copy is watched: the connection is cut even where TLS has taken the socket over."""
        with self._lock:
            self._watched.append(sock.dup())
            if self.has_passed:
                self._cut()

    def _pass(self) -> None:
        with self._lock:
            self.has_passed = True
            self._cut()

    def _cut(self) -> None:
        for sock in self._watched:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
