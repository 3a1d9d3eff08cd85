"""The world outside: customers who write until they hear 250, and the server that gets replies."""

import random
import re
import smtplib
import threading
import time
from collections import defaultdict
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from uuid import uuid4

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from soak.serving import HOST, free_port

CUSTOMERS = 300
LARGE = 150_000
"""Larger than what is kept as a row."""
MARK = re.compile(rb"reply-[0-9a-f]{32}")
AGAIN_SECONDS = 0.1


class Sink:
    """A real mail server, now and then slow; it keeps what it has answered 250 to."""

    def __init__(self) -> None:
        self.ids_of: dict[str, set[str]] = defaultdict(set)
        """By the mark in a reply: under which Message-IDs it came."""
        self.got: list[str] = []
        """Each Message-ID as often as it came."""
        self.letters: list[tuple[str, str]] = []
        """Replies as (Message-ID, recipient), for customers to answer."""
        self.last: tuple[bytes, list[str]] = b"", []
        """What came last, and for whom."""
        self._controller = Controller(self, hostname=HOST, port=free_port())

    @property
    def url(self) -> str:
        return f"smtp://{HOST}:{self._controller.port}"

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        raw = envelope.content
        assert isinstance(raw, bytes)  # noqa: S101 - decode_data is off
        time.sleep(random.choice((0, 0, 0.05)))  # noqa: ASYNC251 - it may be held up as a whole
        message_id = str(BytesHeaderParser().parsebytes(raw)["Message-ID"])
        self.last = raw, envelope.rcpt_tos
        self.got.append(message_id)
        if mark := MARK.search(raw):
            self.ids_of[mark[0].decode()].add(message_id)
            self.letters.append((message_id, envelope.rcpt_tos[0]))
        return "250 OK"


class Customers(threading.Thread):
    """Write one mail after the other, each as often as it takes to hear 250."""

    def __init__(self, *, inbox: str, smtp_port: int, sink: Sink, pause: float) -> None:
        super().__init__(daemon=True)
        self.answered: list[str] = []
        self.brought_again = 0
        self._inbox, self._port, self._sink, self._pause = inbox, smtp_port, sink, pause
        self._over = threading.Event()

    def stop(self) -> None:
        self._over.set()

    def run(self) -> None:
        while not self._over.wait(random.uniform(0, 2 * self._pause)):
            mail = self._mail()
            raw = mail.as_bytes(policy=policy.SMTP)  # once: the same bytes are brought again
            while not self._is_taken(raw, str(mail["From"])):
                self.brought_again += 1
                time.sleep(AGAIN_SECONDS)
            self.answered.append(str(mail["Message-ID"]))

    def _mail(self) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = f"customer-{random.randrange(CUSTOMERS)}@customers.example"
        mail["Message-ID"] = f"<{uuid4().hex}@customers.example>"
        mail["To"], mail["Subject"] = self._inbox, f"Saw {random.randrange(1000)}"
        mail.set_content("Where is my saw?\n")
        if self._sink.letters and random.random() < 0.3:  # noqa: PLR2004
            answered, recipient = random.choice(self._sink.letters)
            mail.replace_header("From", recipient)
            mail["In-Reply-To"] = mail["References"] = answered
        elif random.random() < 0.05:  # noqa: PLR2004
            content = random.randbytes(LARGE)
            mail.add_attachment(content, "image", "png", filename="saw.png")
        return mail

    def _is_taken(self, raw: bytes, sender: str) -> bool:
        try:
            with smtplib.SMTP(HOST, self._port, timeout=20) as smtp:
                smtp.sendmail(sender, [self._inbox], raw)
        except (OSError, smtplib.SMTPException):
            return False
        else:
            return True
