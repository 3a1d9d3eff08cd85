"""A server that takes every connection, and says a word now and then so that no time-out counts."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def stalling(says: bytes = b"", drip: bytes = b"") -> Iterator[int]:
    """Its port. `says` comes at once, `drip` every tenth of a second."""
    over = threading.Event()
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.1)
    thread = threading.Thread(target=_serve, args=[server, says, drip, over])
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        over.set()
        thread.join()
        server.close()


def _serve(server: socket.socket, says: bytes, drip: bytes, over: threading.Event) -> None:
    taken: list[socket.socket] = []
    while not over.is_set():
        with suppress(TimeoutError):
            sock, _ = server.accept()
            sock.sendall(says)
            taken.append(sock)
        for sock in taken:
            with suppress(OSError):
                sock.sendall(drip)
    for sock in taken:
        sock.close()
