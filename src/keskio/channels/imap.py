"""Talking to an IMAP server that may be slow, broken or hostile."""

import imaplib
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from imapclient import IMAPClient, SocketTimeout

from keskio.channels import oauth
from keskio.channels.accounts import secrets_of
from keskio.channels.models import Auth, Tls
from keskio.kit.deadline import Deadline
from keskio.kit.sealing import CannotUnseal

if TYPE_CHECKING:
    from keskio.channels.models import Mailbox

CONNECT_SECONDS = 15
READ_SECONDS = 60
ERROR_LENGTH = 500
AS_BYTES = re.compile(r"""^b(['"])(.*)\1$""", re.DOTALL)
UNFIT = re.compile(r"[\x00-\x1f\x7f]+")


class CannotRead(Exception):
    """No connection, no entrance, or a server that breaks off; in the server's own words."""


class _Imap(imaplib.IMAP4):
    """Under a deadline from its first byte; takes no literal longer than a mail may be."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        deadline: Deadline,
        context: ssl.SSLContext | None,
        largest: int,
    ) -> None:
        self._deadline, self._context, self._largest = deadline, context, largest
        super().__init__(host, port, timeout=CONNECT_SECONDS)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        sock = socket.create_connection((self.host, self.port), timeout)
        self._deadline.watch(sock)
        if self._context is None:
            return sock
        return self._context.wrap_socket(sock, server_hostname=self.host)

    def read(self, size: int) -> bytes:
        if size > self._largest:
            raise self.abort(f"the server sends {size} bytes where no mail was so long")
        return super().read(size)


class Client(IMAPClient):
    """imapclient, over connections of ours."""

    def __init__(self, mailbox: "Mailbox", *, deadline: Deadline, largest: int) -> None:
        self._deadline, self._largest = deadline, largest
        self._checked = ssl.create_default_context()
        super().__init__(
            mailbox.host,
            mailbox.port,
            ssl=mailbox.tls == Tls.TLS,
            ssl_context=self._checked,
            timeout=SocketTimeout(CONNECT_SECONDS, READ_SECONDS),
        )
        self.normalise_times = False

    def _create_IMAP4(self) -> _Imap:  # noqa: N802 - imapclient's own name for it
        context = self._checked if self.ssl else None
        return _Imap(
            self.host, self.port, deadline=self._deadline, context=context, largest=self._largest
        )


@contextmanager
def signed_in(
    mailbox: "Mailbox", *, longest: float, largest: int, now: Callable[[], datetime]
) -> Iterator[Client]:
    """The mailbox, opened; for `longest` seconds in all. Raises CannotRead, also from inside."""
    with Deadline(longest) as deadline, in_words(deadline):
        client = Client(mailbox, deadline=deadline, largest=largest)
        try:
            if mailbox.tls == Tls.STARTTLS:
                client.starttls(ssl_context=ssl.create_default_context())
            _sign_in(client, mailbox, now)
            yield client
        finally:
            _leave(client)


@contextmanager
def in_words(deadline: Deadline) -> Iterator[None]:
    try:
        yield
    except (oauth.CannotGetToken, CannotUnseal) as error:
        raise CannotRead(str(error)) from error
    except (imaplib.IMAP4.error, OSError, UnicodeError) as error:
        words = said(error)
        raise CannotRead(f"took too long: {words}" if deadline.has_passed else words) from error


def said(error: Exception) -> str:
    """What a server said, as one clean line."""
    words = str(error) or repr(error)
    if literal := AS_BYTES.match(words):
        words = literal[2]
    return UNFIT.sub(" ", words).strip()[:ERROR_LENGTH]


def _sign_in(client: Client, mailbox: "Mailbox", now: Callable[[], datetime]) -> None:
    if mailbox.auth == Auth.OAUTH:
        token = oauth.access_token(mailbox, now=now)
        try:
            client.oauth2_login(mailbox.user, token)
        except imaplib.IMAP4.error:
            oauth.forget_token(mailbox)
            raise
        return
    password = secrets_of(mailbox).password
    if (mailbox.user + password).isascii():
        client.login(mailbox.user, password)
    else:  # LOGIN knows no other letters
        client.plain_login(mailbox.user, password)


def _leave(client: Client) -> None:
    """Politely, if the server lets us."""
    try:
        client.socket().settimeout(5)
        client.logout()
    except (imaplib.IMAP4.error, OSError, AttributeError):
        _drop(client)


def _drop(client: Client) -> None:
    try:
        client.shutdown()
    except (imaplib.IMAP4.error, OSError, AttributeError):
        return


def numbers(answer: Any, name: bytes) -> int:
    """A number that SELECT told, 0 where it did not."""
    value = answer.get(name, 0)
    return value if isinstance(value, int) else 0
