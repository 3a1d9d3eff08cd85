"""The world outside: a mail server that takes what is sent, and customers who write."""

import smtplib
import socket
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.installation import Running

WAIT_SECONDS = 30


class PostOffice:
    """A real SMTP server; every mail that it took lies in `mails`, with its envelope."""

    def __init__(self) -> None:
        self.mails: list[tuple[Envelope, EmailMessage]] = []
        self._server = Controller(self, hostname="127.0.0.1", port=free_port())

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        raw = cast("bytes", envelope.content)
        self.mails.append((envelope, message_from_bytes(raw, policy=policy.default)))
        return "250 OK"

    def __enter__(self) -> "PostOffice":
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._server.port}"

    def wait_for(self, number: int) -> tuple[Envelope, EmailMessage]:
        """The mail of this number, from 1 on."""
        wait_until(lambda: len(self.mails) >= number)
        return self.mails[number - 1]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + WAIT_SECONDS
    while not holds():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def send(running: Running, mail: EmailMessage, *, to: str) -> None:
    with smtplib.SMTP("127.0.0.1", running.smtp_port, timeout=WAIT_SECONDS) as smtp:
        smtp.send_message(mail, to_addrs=[to])


def letter(subject: str, text: str, *, sender: str, to: str, message_id: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = message_id
    mail.set_content(text)
    return mail


def answer(received: EmailMessage, text: str, *, sender: str, message_id: str) -> EmailMessage:
    """As a mail program answers: above the quote, to where it was asked to."""
    mail = letter(
        received["Subject"],
        f"{text}\n\nOn Monday somebody wrote:\n{quoted(received)}",
        sender=sender,
        to=received["Reply-To"],
        message_id=message_id,
    )
    mail["In-Reply-To"] = received["Message-ID"]
    mail["References"] = f"{received['References'] or ''} {received['Message-ID']}".strip()
    return mail


def quoted(received: EmailMessage) -> str:
    return "\n".join(f"> {line}" for line in text_of(received).splitlines())


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert isinstance(body, EmailMessage)
    return str(body.get_content())
