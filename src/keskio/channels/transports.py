"""How bytes leave: over SMTP, or into a directory for trying things out."""

import os
import smtplib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

TIMEOUT_SECONDS = 60
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


@contextmanager
def connected(url: str | None = None) -> Iterator[Connection]:
    """A way out as `url` says, KESKIO_SMTP_URL by default. Raises CannotSendNow."""
    url = settings.SMTP_URL if url is None else url
    scheme = urlsplit(url).scheme
    if scheme == "file":
        yield _Directory(Path(urlsplit(url).path))
    elif scheme in {"smtp", "smtps"}:
        with _smtp(url) as connection:
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
def _smtp(url: str) -> Iterator[_Smtp]:
    try:
        server = _open(url)
    except smtplib.SMTPResponseException as error:
        raise CannotSendNow(f"{error.smtp_code} {_text(error.smtp_error)}") from error
    except (OSError, smtplib.SMTPException) as error:
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
