"""The customers' side of the post: their mails, with quotes and headers as programs make them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import cast

from keskio.demo.telling import File

POLICY = SMTP.clone(max_line_length=900)
INTRODUCES = {
    "da": "Den {at:%d.%m.%Y} kl. {at:%H.%M} skrev {name}:",
    "en": "On {at:%d/%m/%Y at %H:%M}, {name} wrote:",
    "fi": "{name} kirjoitti {at:%d.%m.%Y klo %H.%M}:",
    "pl": "W dniu {at:%d.%m.%Y o %H:%M} {name} pisze:",
    "sv": "Den {at:%d.%m.%Y} kl. {at:%H:%M} skrev {name}:",
}


@dataclass(frozen=True, kw_only=True)
class Answered:
    """Our mail that somebody answers, or that comes back."""

    message_id: str
    references: Sequence[str]
    name: str
    at: datetime
    text: str
    language: str

    @property
    def quote(self) -> str:
        introduced = INTRODUCES[self.language].format(at=self.at, name=self.name)
        lines = (f"> {line}".rstrip() for line in self.text.splitlines())
        return "\n".join((introduced, *lines))


def letter(
    *,
    author: str,
    to: str,
    subject: str,
    text: str,
    message_id: str,
    at: datetime,
    html: str = "",
    cc: Sequence[str] = (),
    files: Sequence[File] = (),
    answers: Answered | None = None,
    headers: Sequence[tuple[str, str]] = (),
) -> bytes:
    mail = _envelope(author, to, subject, message_id, at)
    if cc:
        mail["Cc"] = ", ".join(cc)
    if answers:
        mail["In-Reply-To"] = answers.message_id
        mail["References"] = " ".join((*answers.references, answers.message_id))
    for name, value in headers:
        mail[name] = value
    mail.set_content(f"{text}\n\n{answers.quote}\n" if answers else f"{text}\n")
    if html:
        mail.add_alternative(html, subtype="html")
    for file in files:
        _add(mail, file)
    return mail.as_bytes()


def returned(
    *, inbox: str, to: str, why: str, message_id: str, at: datetime, answers: Answered
) -> bytes:
    """What a mail server sends back when it cannot deliver (RFC 3464)."""
    domain = to.partition("@")[2]
    mail = _envelope(
        f"Mail Delivery System <MAILER-DAEMON@{domain}>",
        inbox,
        "Undelivered Mail Returned to Sender",
        message_id,
        at,
    )
    mail["Auto-Submitted"] = "auto-replied"
    boundary = message_id.strip("<>").replace("@", ".")
    mail["Content-Type"] = f'multipart/report; report-type=delivery-status; boundary="{boundary}"'
    parts = (
        ("text/plain; charset=utf-8", f"Your message to {to} could not be delivered:\n\n    {why}"),
        ("message/delivery-status", _status(domain, to, why)),
        ("text/rfc822-headers", f"Message-ID: {answers.message_id}\nTo: {to}"),
    )
    body = "".join(f"--{boundary}\nContent-Type: {kind}\n\n{text}\n\n" for kind, text in parts)
    mail.set_payload(f"{body}--{boundary}--\n")
    return mail.as_bytes()


def _status(domain: str, to: str, why: str) -> str:
    return (
        f"Reporting-MTA: dns; mx.{domain}\n\nFinal-Recipient: rfc822; {to}\n"
        f"Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; {why}"
    )


def _envelope(author: str, to: str, subject: str, message_id: str, at: datetime) -> EmailMessage:
    mail = EmailMessage(POLICY)
    mail["From"], mail["To"], mail["Subject"] = author, to, subject
    mail["Date"], mail["Message-ID"] = format_datetime(at), message_id
    return mail


def _add(mail: EmailMessage, file: File) -> None:
    kind, _, subtype = file.content_type.partition("/")
    if file.content_id:
        page, cid = cast("EmailMessage", mail.get_body(("html",))), f"<{file.content_id}>"
        page.add_related(file.content, kind, subtype, cid=cid, filename=file.name)
    else:
        mail.add_attachment(file.content, kind, subtype, filename=file.name)


def address_of(author: str) -> str:
    return parseaddr(author)[1]
