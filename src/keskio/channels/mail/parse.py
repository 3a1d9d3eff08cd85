"""Bytes of a mail to an `Inbound`. Whatever the bytes are, something comes back."""

from keskio.channels.inbound import Address, Inbound, Kind
from keskio.channels.mail import headers, kinds, mime, quotes, reports
from keskio.channels.mail.body import Body, gather
from keskio.channels.mail.charsets import clean_text
from keskio.channels.mail.mime import Part
from keskio.channels.mail.text import QUOTED_BELOW

MAX_AUTHENTICATION_RESULTS = 10
NOBODY = Address("", "")


def parse(raw: bytes, *, envelope_from: str | None = None) -> Inbound:
    """The mail as plain values; never raises, and LF, CR and CRLF forms read alike.

    `envelope_from` is the sender of the transport, "" for none; unknown is None, and then a
    Return-Path header speaks for it.
    """
    unified = mime.one_newline(raw)
    problems: set[str] = set()
    root = mime.read(unified, problems)
    body = gather(root, problems)
    full_text = clean_marked(body.text())
    if not kinds.is_mail(root):
        return _not_mail(unified, full_text, problems)
    return _inbound(unified, root, body, full_text, envelope_from)


def clean_marked(text: str) -> str:
    """Clean text in which the marks of quotes are the only control characters."""
    if QUOTED_BELOW not in text:
        return clean_text(text)
    return QUOTED_BELOW.join(clean_text(piece) for piece in text.split(QUOTED_BELOW))


def _inbound(
    unified: bytes, root: Part, body: Body, full_text: str, envelope_from: str | None
) -> Inbound:
    subject = headers.line(root.header("subject"))
    sender = _sender(root)
    new_text = quotes.new_text(full_text, subject=subject)
    kind = kinds.recognise(
        root,
        sender=sender,
        subject=subject,
        text=full_text,
        new=new_text,
        envelope_from=envelope_from,
    )
    in_reply_to = next(iter(headers.message_ids(root.header("in-reply-to"))), "")
    report = reports.read(root, kind, full_text)
    return Inbound(
        message_id=headers.message_id(root.header("message-id")) or headers.derived_id(unified),
        in_reply_to=in_reply_to,
        references=headers.message_ids(root.header("references")),
        subject=subject,
        sender=sender,
        reply_to=_addresses(root, "reply-to"),
        to=_addresses(root, "to"),
        cc=_addresses(root, "cc"),
        sent_at=headers.sent_at(root.header("date")),
        text=new_text,
        full_text=quotes.without_marks(full_text).strip("\n"),
        html=body.html(),
        attachments=tuple(body.attachments),
        kind=kind,
        failed_recipients=report.failed_recipients,
        original_message_id=report.original_message_id,
        authentication_results=_authentication_results(root),
        problems=tuple(sorted(body.problems)),
    )


def _not_mail(unified: bytes, text: str, problems: set[str]) -> Inbound:
    return Inbound(
        message_id=headers.derived_id(unified),
        in_reply_to="",
        references=(),
        subject="",
        sender=NOBODY,
        reply_to=(),
        to=(),
        cc=(),
        sent_at=None,
        text=text,
        full_text=text,
        html="",
        attachments=(),
        kind=Kind.NOT_MAIL,
        failed_recipients=(),
        original_message_id="",
        authentication_results=(),
        problems=tuple(sorted(problems)),
    )


def _sender(root: Part) -> Address:
    found = _addresses(root, "from") or _addresses(root, "sender")
    return next((address for address in found if address.email), found[0] if found else NOBODY)


def _addresses(root: Part, name: str) -> tuple[Address, ...]:
    return headers.addresses(root.all(name))


def _authentication_results(root: Part) -> tuple[str, ...]:
    found = [headers.line(value) for value in root.all("authentication-results")]
    return tuple(found[:MAX_AUTHENTICATION_RESULTS])
