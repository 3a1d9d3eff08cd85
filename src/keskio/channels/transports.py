"""How bytes leave: over SMTP, or into a directory for trying things out."""

import os
import smtplib
import socket
import ssl
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

from keskio.kit.deadline import Deadline

TIMEOUT_SECONDS = 60
LONGEST_TALK = 120
"""With a server that an inbox has for itself: it may stall, but not for long."""
CONNECT_SECONDS = 15
PERMANENT = 500
"""SMTP replies from here on mean: do not try again."""


class CannotSendNow(Exception):
    """Try again later: no server, no connection, or the server says so."""


class Refused(Exception):
    """The server will never take it from us, or for none of the recipients."""


class Connection(Protocol):
    def send(
        self, raw: bytes, *, envelope_from: str, recipients: Collection[str]
    ) -> Mapping[str, tuple[int, str]]:
        """Whom it was refused for, with code and text. Raises CannotSendNow, Refused."""
        ...


@dataclass(frozen=True, kw_only=True, repr=False)
class Submission:
    """A server that takes mail from us, and who we are there."""

    host: str
    port: int
    tls: str
    user: str = ""
    password: str = ""
    access_token: str = ""


@contextmanager
def submitting(there: Submission, *, longest: float = LONGEST_TALK) -> Iterator[Connection]:
    """A way out through a server of an inbox's own. Raises CannotSendNow."""
    with Deadline(longest) as deadline, _smtp(lambda: _sign_in(there, deadline)) as connection:
        yield connection


@contextmanager
def connected(url: str | None = None) -> Iterator[Connection]:
    """A way out as `url` says, KESKIO_SMTP_URL by default. Raises CannotSendNow."""
    url = settings.SMTP_URL if url is None else url
    scheme = urlsplit(url).scheme
    if scheme == "file":
        yield _Directory(Path(urlsplit(url).path))
    elif scheme in {"smtp", "smtps"}:
        with _smtp(lambda: _open(url)) as connection:
            yield connection
    else:
        raise CannotSendNow("no outgoing mail server is set (KESKIO_SMTP_URL)")


class _Directory:
    """Each mail becomes a file named by its Message-ID: sent twice, it is there once."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def send(
        self, raw: bytes, *, envelope_from: str, recipients: Collection[str]
    ) -> Mapping[str, tuple[int, str]]:
        name = _file_name(raw)
        half = self._directory / f".{name}.{os.getpid()}"
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
            half.write_bytes(raw)
            half.replace(self._directory / name)
        except OSError as error:
            raise CannotSendNow(str(error)) from error
        return {}


class _Smtp:
    def __init__(self, server: smtplib.SMTP) -> None:
        self._server = server

    def send(
        self, raw: bytes, *, envelope_from: str, recipients: Collection[str]
    ) -> Mapping[str, tuple[int, str]]:
        try:
            refused = self._server.sendmail(envelope_from, list(recipients), raw)
        except smtplib.SMTPRecipientsRefused as error:
            refused = error.recipients
            if all(code >= PERMANENT for code, _ in refused.values()):
                raise Refused(_in_words(refused)) from error
        except smtplib.SMTPResponseException as error:
            raise _answer(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            raise CannotSendNow(str(error)) from error
        return {address: (code, _text(text)) for address, (code, text) in refused.items()}


@contextmanager
def _smtp(opened: Callable[[], smtplib.SMTP]) -> Iterator[_Smtp]:
    try:
        server = opened()
    except smtplib.SMTPResponseException as error:
        raise CannotSendNow(f"{error.smtp_code} {_text(error.smtp_error)}") from error
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise CannotSendNow(str(error)) from error
    try:
        yield _Smtp(server)
    finally:
        _close(server)


def _open(url: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT_SECONDS)
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT_SECONDS)
    if parse_qs(parts.query).get("starttls") == ["1"]:
        server.starttls()
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server


class _Watched(smtplib.SMTP):
    """Under a deadline from its first byte, with a certificate that is checked."""

    def __init__(self, there: Submission, deadline: Deadline) -> None:
        self._there, self._deadline = there, deadline
        self.context = ssl.create_default_context()
        super().__init__(there.host, there.port, timeout=CONNECT_SECONDS)

    def _get_socket(self, host: str, port: int, timeout: float) -> Any:
        sock = socket.create_connection((host, port), timeout)
        self._deadline.watch(sock)
        if self._there.tls != "tls":
            return sock
        return self.context.wrap_socket(sock, server_hostname=host)


def _sign_in(there: Submission, deadline: Deadline) -> smtplib.SMTP:
    server = _Watched(there, deadline)
    try:
        if server.sock is not None:
            server.sock.settimeout(TIMEOUT_SECONDS)
        if there.tls == "starttls":
            server.starttls(context=server.context)
        server.ehlo_or_helo_if_needed()
        if there.access_token:
            server.auth("XOAUTH2", cast("Any", _Bearer(there)))
        elif there.user:
            server.login(there.user, there.password)
    except (OSError, smtplib.SMTPException, ValueError):
        server.close()
        raise
    return server


@dataclass(frozen=True, repr=False)
class _Bearer:
    """To a refusal, which comes as a challenge, the answer is empty; the refusal follows."""

    there: Submission

    def __call__(self, challenge: bytes | None = None) -> str:
        if challenge:
            return ""
        return f"user={self.there.user}\1auth=Bearer {self.there.access_token}\1\1"


def _close(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()


def _answer(code: int, text: bytes | str) -> Exception:
    words = f"{code} {_text(text)}"
    return Refused(words) if code >= PERMANENT else CannotSendNow(words)


def _in_words(refused: Mapping[str, tuple[int, bytes]]) -> str:
    return "; ".join(f"{who}: {code} {_text(text)}" for who, (code, text) in refused.items())


def _text(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text


def _file_name(raw: bytes) -> str:
    from email.parser import BytesHeaderParser  # noqa: PLC0415

    message_id = str(BytesHeaderParser().parsebytes(raw).get("Message-ID", ""))
    return "".join(char for char in message_id if char.isalnum() or char in "@.-") + ".eml"
