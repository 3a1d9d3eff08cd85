"""A real server around an ASGI application, for tests that talk to it in bare sockets."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from keskio.config.web.protocol import BoundedProtocol

LOOPBACK = "127.0.0.1"


@contextmanager
def served(
    application: ASGIApp, *, http: type[asyncio.Protocol] = BoundedProtocol
) -> Iterator[int]:
    """The port on which `application` is served."""
    listening = socket.create_server((LOOPBACK, 0), backlog=256)
    server = uvicorn.Server(
        uvicorn.Config(
            application,
            http=http,
            log_level="critical",
            lifespan="off",
            timeout_graceful_shutdown=1,
        )
    )
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listening])))
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()


def ask(port: int, request: bytes, *, patience: float = 5) -> bytes:
    """Everything the server says to `request`, until it closes the connection."""
    with socket.create_connection((LOOPBACK, port), timeout=patience) as client:
        client.sendall(request)
        return b"".join(iter(lambda: client.recv(65536), b""))


def get(port: int, path: str, *headers: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", f"Host: {LOOPBACK}", "Connection: close", *headers]
    return ask(port, ("\r\n".join(lines) + "\r\n\r\n").encode())


def begin(port: int, request: bytes) -> socket.socket:
    """A client that sends `request` and then does nothing more, not even read."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect((LOOPBACK, port))
    client.sendall(request)
    return client


def seconds_to(port: int, path: str) -> float:
    started = time.monotonic()
    assert get(port, path).startswith(b"HTTP/1.1 200")
    return time.monotonic() - started
