"""Mail comes in by SMTP or LMTP: 250 is said only for what is durably stored."""

import asyncio
import logging
import socket
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TypeVar

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone

from keskio.channels.reception import NotOurs, TooLarge, is_ours, take_in
from keskio.journal.actors import Actor
from keskio.kit import troubles

logger = logging.getLogger(__name__)
T = TypeVar("T")

LISTENER = Actor("listener")
WHO = "listener"
MAX_RECIPIENTS = 100
IDLE_SECONDS = 120
STORING_THREADS = 4
LONGEST_LINE = 1_000_000
"""Far above what the standard allows: a customer cannot help how their program breaks lines."""

OK = "250 OK, stored"
NOT_OURS = "550 5.1.1 No such mailbox here"
TOO_LARGE = "552 5.3.4 Message too large"
LATER = "451 4.3.0 Cannot store it now, please try again"
TOO_MANY = "452 4.5.3 Too many recipients"


class Reception:
    """What is answered to the three questions of a mail: to whom, and here it is."""

    def __init__(self, *, clock: Callable[[], datetime] = timezone.now) -> None:
        self._clock = clock
        self._threads = ThreadPoolExecutor(STORING_THREADS, thread_name_prefix="reception")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MAX_RECIPIENTS:
            return TOO_MANY
        try:
            ours = await self._in_thread(lambda: is_ours(address))
        except Exception as error:
            if troubles.note(WHO, error, now=self._clock()):
                logger.exception("Recipients cannot be looked up; senders are told to try again")
            return LATER
        if not ours:
            return NOT_OURS
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """One answer for all recipients: 250 only when it is stored for each.

        A sender that is told 451 brings it again; for whom it was stored it is a duplicate then.
        """
        content = envelope.content
        raw = content if isinstance(content, bytes) else (content or "").encode()
        recipients = list(dict.fromkeys(envelope.rcpt_tos))
        return await self._in_thread(lambda: self._store(raw, envelope.mail_from, recipients))

    def _store(self, raw: bytes, envelope_from: str | None, recipients: list[str]) -> str:
        try:
            for recipient in recipients:
                take_in(
                    raw,
                    recipient=recipient,
                    envelope_from=(envelope_from or "").strip("<>"),
                    actor=LISTENER,
                    now=self._clock,
                )
        except NotOurs:
            return NOT_OURS
        except TooLarge:
            return TOO_LARGE
        except Exception as error:
            if troubles.note(WHO, error, now=self._clock()):
                logger.exception("Mail cannot be stored; senders are told to try again")
            return LATER
        troubles.forget(WHO)
        return OK

    async def _in_thread(self, work: Callable[[], T]) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, _with_connection, work)

    def close(self) -> None:
        """Every thread closes its own connection; the barrier keeps one from doing it twice."""
        together = threading.Barrier(STORING_THREADS)
        for _ in range(STORING_THREADS):
            self._threads.submit(_close_connection, together)
        self._threads.shutdown(wait=True)


class _Smtp(SMTP):
    line_length_limit = LONGEST_LINE


class _Lmtp(LMTP):
    line_length_limit = LONGEST_LINE


class Listener(Controller):
    """Runs in a thread of its own; `port` is the one it got when 0 was asked for."""

    def __init__(self, host: str, port: int, *, lmtp: bool = False) -> None:
        self.reception = Reception()
        self._protocol = _Lmtp if lmtp else _Smtp
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server((host, port), family=family)
        super().__init__(self.reception, hostname=host, port=self._socket.getsockname()[1])

    def _create_server(self) -> Awaitable[asyncio.AbstractServer]:
        return self.loop.create_server(self._factory_invoker, sock=self._socket)

    def factory(self) -> SMTP:
        return self._protocol(
            self.reception,
            data_size_limit=settings.MAX_MAIL_BYTES,
            enable_SMTPUTF8=True,
            ident="Keskio",
            timeout=IDLE_SECONDS,
        )

    def stop(self, no_assert: bool = False) -> None:  # noqa: FBT001, FBT002
        super().stop(no_assert=no_assert)
        self.reception.close()


def start_listener(host: str, port: int, *, lmtp: bool = False) -> Listener:
    """Raises OSError when the port is taken."""
    listener = Listener(host, port, lmtp=lmtp)
    listener.start()
    return listener


def _close_connection(together: threading.Barrier) -> None:
    together.wait()
    connection.close()


def _with_connection(work: Callable[[], T]) -> T:
    """A thread keeps its connection for long; a dead one must not be met twice."""
    close_old_connections()
    try:
        return work()
    finally:
        close_old_connections()
