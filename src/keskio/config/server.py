"""`keskio up`: pages, mail listener, subscribers, timers, sender and fetcher in one process."""

import argparse
import asyncio
import gc
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from types import FrameType
from typing import Protocol

import uvicorn
from django.conf import settings
from django.urls import get_resolver
from django.utils import timezone

from keskio.channels import listener
from keskio.channels.fetching import Fetcher
from keskio.channels.sending import Sender
from keskio.config import greeting
from keskio.config.asgi import application
from keskio.config.subscriptions import SUBSCRIBERS
from keskio.config.web.protocol import BoundedProtocol
from keskio.interfaces.cli.refusal import CannotGoOn
from keskio.journal.worker import Worker
from keskio.kit.claim import AlreadyClaimed, Claim, claim
from keskio.kit.database import migrate

logger = logging.getLogger(__name__)

GRACE_SECONDS = 2
"""How long a page in work may take to finish when the server stops."""
FORCE_SECONDS = 4.5
"""When whatever still hangs is left hanging: the database forgets what was not committed."""


class Loop(Protocol):
    """Work that goes on until told to stop."""

    def run(self, stop: threading.Event) -> None: ...


def run(given: argparse.Namespace) -> int:
    """Raises CannotGoOn."""
    try:
        with claim(settings.DATA_DIR) as held:
            return _serve(given, held)
    except AlreadyClaimed as other:
        raise CannotGoOn(_runs_already(other)) from other


def _serve(given: argparse.Namespace, held: Claim) -> int:
    migrate(directory=settings.DATA_DIR)
    words = greeting.prepare(demo=given.demo, now=timezone.now())
    with ExitStack() as stack:
        pages = stack.enter_context(_socket(given.host, given.port))
        mail = stack.enter_context(_listening(given.host, given.smtp_port))
        for loop in (
            Worker(SUBSCRIBERS, clock=timezone.now),
            Sender(clock=timezone.now),
            Fetcher(clock=timezone.now),
        ):
            stack.enter_context(_running(loop))
        port = pages.getsockname()[1]
        held.tell(host=given.host, port=port, smtp_port=mail)
        server = _Server(partial(words.say, host=given.host, port=port, mail=mail))
        stack.enter_context(server.stopped_by_signals())
        _load_for_good()
        asyncio.run(server.serve(sockets=[pages]))
    return 0


def _load_for_good() -> None:
    """What is loaded by now stays, so the garbage collector need not look through it again: each
    time it did, all pages stood still for a tenth of a second."""
    get_resolver()._populate()  # noqa: SLF001
    gc.collect()
    gc.freeze()


class _Server(uvicorn.Server):
    """Leaves the signals to us: the other parts want to end in order too."""

    def __init__(self, once_ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                application,
                http=BoundedProtocol,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=settings.SECURE_PROXY_SSL_HEADER is not None,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )
        self._once_ready = once_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._once_ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    @contextmanager
    def stopped_by_signals(self) -> Iterator[None]:
        before = {name: signal.signal(name, self._stop) for name in STOPPING}
        yield
        for name, handler in before.items():
            signal.signal(name, handler)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        _exit_at_last()
        self.handle_exit(number, frame)


STOPPING = (signal.SIGTERM, signal.SIGINT)


def _exit_at_last() -> None:
    """A thread that hangs must not keep the process: it would keep the data directory too."""
    last = threading.Timer(FORCE_SECONDS, os._exit, [0])
    last.daemon = True
    last.start()


@contextmanager
def _running(loop: Loop) -> Iterator[None]:
    stop = threading.Event()
    name = type(loop).__name__.lower()
    thread = threading.Thread(target=loop.run, args=[stop], name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(GRACE_SECONDS)


@contextmanager
def _listening(host: str, port: int) -> Iterator[int]:
    """The mail listener's port."""
    try:
        started = listener.start_listener(host, port)
    except OSError as error:
        raise CannotGoOn(_taken("mail", host, port, error)) from error
    try:
        yield started.port
    finally:
        started.stop()


@contextmanager
def _socket(host: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.create_server((host, port), family=family, backlog=2048) as listening:
            # Accepted sockets inherit it. asyncio sets it only where the protocol is named, and
            # without it the body waits 40 ms for the acknowledgement of the head.
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            yield listening
    except OSError as error:
        raise CannotGoOn(_taken("pages", host, port, error)) from error


def _taken(what: str, host: str, port: int, error: OSError) -> str:
    return f"cannot listen for {what} on {host}:{port}: {error.strerror}"


def _runs_already(other: AlreadyClaimed) -> str:
    where = (
        f"http://{other.holder['host']}:{other.holder['port']}/" if "port" in other.holder else ""
    )
    return f"already running on {settings.DATA_DIR} ({other}) {where}".strip()
