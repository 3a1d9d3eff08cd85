"""An answer as the bytes that go out: text and HTML, attachments, the headers of a thread."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.charset import QP, Charset
from email.encoders import encode_base64
from email.generator import BytesGenerator
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr
from hashlib import sha256
from html import escape
from io import BytesIO

from babel.dates import format_date, format_time

from keskio.channels.inbound import Address, Attachment
from keskio.channels.mail import headers
from keskio.channels.mail.charsets import clean_line, clean_text
from keskio.channels.mail.markdown import content_ids, to_html, without_pictures
from keskio.channels.mail.quotes import REPLY_MARKERS

MAX_REFERENCES = 20
MAX_QUOTED_LINES = 200
MAX_UNFOLDED = 900
WROTE = {
    "en": "On {date}, {name} wrote:",
    "fi": "{name} kirjoitti {date}:",
    "da": "Den {date} skrev {name}:",
    "pl": "W dniu {date} {name} napisał(a):",
    "sv": "Den {date} skrev {name}:",
}
FORWARDED = {
    "en": ("Forwarded message", "From: {name}", "Date: {date}", "Subject: {subject}"),
    "fi": ("Välitetty viesti", "Lähettäjä: {name}", "Päivä: {date}", "Aihe: {subject}"),
    "da": ("Videresendt meddelelse", "Fra: {name}", "Dato: {date}", "Emne: {subject}"),
    "pl": ("Przekazana wiadomość", "Od: {name}", "Data: {date}", "Temat: {subject}"),
    "sv": ("Vidarebefordrat meddelande", "Från: {name}", "Datum: {date}", "Ämne: {subject}"),
}
UTF8 = Charset("utf-8")
UTF8.body_encoding = QP
MARKER_STYLE = "color:#767676;font-size:12px;margin:0 0 16px"


class UnsendableAddress(ValueError):
    """An address that a mail's headers cannot carry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """The message answered, to stand below the answer; `sent_at` in the reader's zone."""

    name: str
    sent_at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded:
    """The message that is passed on, whole, below what is said about it."""

    name: str
    sent_at: datetime
    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What is to be sent; `text` is Markdown, `language` that of marker and quote."""

    message_id: str
    from_: Address
    to: tuple[Address, ...]
    subject: str
    text: str
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    language: str = "en"
    attachments: tuple[Attachment, ...] = ()
    automatic: bool = False
    marker: bool = True
    quoted: Quoted | None = None
    forwarded: Forwarded | None = None


def compose(outgoing: Outgoing, *, sent_at: datetime) -> bytes:
    """The mail in CRLF form; the same arguments always give the same bytes.

    Raises UnsendableAddress for an address that is empty or not ASCII before the @.
    """
    boundary = sha256(outgoing.message_id.encode()).hexdigest()[:24]
    body = _alternative(outgoing, boundary)
    shown = _shown_pictures(outgoing)
    if beside := [file for file in outgoing.attachments if file not in shown]:
        body = MIMEMultipart("mixed", f"=_m{boundary}", [body, *map(_attached, beside)])
    for name, value in _headers(outgoing, sent_at):
        body[name] = value
    return _bytes(body)


def _headers(outgoing: Outgoing, sent_at: datetime) -> Iterable[tuple[str, str]]:
    yield "From", _mailboxes([outgoing.from_])
    yield "To", _mailboxes(outgoing.to)
    if outgoing.cc:
        yield "Cc", _mailboxes(outgoing.cc)
    if outgoing.reply_to:
        yield "Reply-To", _mailboxes(outgoing.reply_to)
    yield "Subject", _encoded(outgoing.subject, "Subject")
    yield "Date", format_datetime(sent_at.astimezone(UTC))
    yield "Message-ID", headers.message_id(outgoing.message_id)
    if outgoing.in_reply_to:
        yield "In-Reply-To", headers.message_id(outgoing.in_reply_to)
    if references := _references(outgoing):
        yield "References", "\n ".join(references)
    if outgoing.automatic:
        yield "Auto-Submitted", "auto-replied"
        yield "X-Auto-Response-Suppress", "All"


def _references(outgoing: Outgoing) -> list[str]:
    """The first id keeps the thread's root, the last ones its end."""
    known = map(headers.message_id, (*outgoing.references, outgoing.in_reply_to))
    ids = list(dict.fromkeys(filter(None, known)))
    return ids if len(ids) <= MAX_REFERENCES else [ids[0], *ids[1 - MAX_REFERENCES :]]


def _mailboxes(addresses: Iterable[Address]) -> str:
    return ",\n ".join(map(_mailbox, addresses))


def _mailbox(address: Address) -> str:
    local, _, domain = "".join(clean_line(address.email).split()).rpartition("@")
    if not local or not domain or not local.isascii() or set(local + domain) & set('<>,;()[]\\"'):
        raise UnsendableAddress(address.email)
    try:
        host = domain.encode("idna").decode()
    except UnicodeError as error:
        raise UnsendableAddress(address.email) from error
    return formataddr((clean_line(address.name)[:200], f"{local}@{host}"), "utf-8")


def _encoded(value: str, name: str) -> str:
    line = clean_line(value)[:500]
    return (
        line
        if line.isascii() and len(line) < MAX_UNFOLDED
        else Header(line, "utf-8", 76, name).encode()
    )


def _alternative(outgoing: Outgoing, boundary: str) -> MIMEMultipart:
    plain = MIMEText(_plain(outgoing), "plain", UTF8)  # type: ignore[arg-type]
    html: MIMEBase = MIMEText(_html(outgoing), "html", UTF8)  # type: ignore[arg-type]
    if shown := _shown_pictures(outgoing):
        html = MIMEMultipart("related", f"=_r{boundary}", [html, *map(_attached, shown)])
    return MIMEMultipart("alternative", f"=_a{boundary}", [plain, html])


def _shown_pictures(outgoing: Outgoing) -> list[Attachment]:
    """Those that stand inside the text."""
    named = content_ids(outgoing.text)
    return [file for file in outgoing.attachments if file.inline and file.content_id in named]


def _plain(outgoing: Outgoing) -> str:
    pieces = [without_pictures(clean_text(outgoing.text)).strip("\n")]
    if outgoing.marker:
        pieces.insert(0, _marker(outgoing))
    if outgoing.quoted:
        lines = _quoted_lines(outgoing.quoted)
        quoted = "\n".join(f"> {line}".rstrip() for line in lines)
        pieces.append(f"{_attribution(outgoing, outgoing.quoted)}\n{quoted}")
    if outgoing.forwarded:
        heading = "\n".join(_forwarding(outgoing, outgoing.forwarded))
        pieces.append(f"---------- {heading}\n\n{clean_text(outgoing.forwarded.text)}")
    return "\n\n".join(pieces) + "\n"


def _html(outgoing: Outgoing) -> str:
    images = {one.content_id: f"cid:{one.content_id}" for one in _shown_pictures(outgoing)}
    pieces = [to_html(clean_text(outgoing.text), images=images)]
    if outgoing.marker:
        pieces.insert(0, f'<p style="{MARKER_STYLE}">{escape(_marker(outgoing))}</p>')
    if outgoing.quoted:
        said = "<br>\n".join(escape(line) for line in _quoted_lines(outgoing.quoted))
        pieces.append(f"<p>{escape(_attribution(outgoing, outgoing.quoted))}</p>")
        pieces.append(f'<blockquote type="cite">{said}</blockquote>')
    if outgoing.forwarded:
        heading = "<br>\n".join(map(escape, _forwarding(outgoing, outgoing.forwarded)))
        said = escape(clean_text(outgoing.forwarded.text)).replace("\n", "<br>\n")
        pieces.append(f"<hr><p>{heading}</p><blockquote>{said}</blockquote>")
    language = _language(outgoing)
    return f'<html lang="{language}"><body>\n' + "\n".join(pieces) + "\n</body></html>\n"


def _marker(outgoing: Outgoing) -> str:
    return REPLY_MARKERS.get(outgoing.language, REPLY_MARKERS["en"])


def _attribution(outgoing: Outgoing, quoted: Quoted) -> str:
    date = _in_words(quoted.sent_at, _language(outgoing))
    return WROTE[_language(outgoing)].format(date=date, name=clean_line(quoted.name))


def _forwarding(outgoing: Outgoing, forwarded: Forwarded) -> list[str]:
    language = _language(outgoing)
    given = {
        "name": clean_line(forwarded.name),
        "date": _in_words(forwarded.sent_at, language),
        "subject": clean_line(forwarded.subject),
    }
    return [line.format(**given) for line in FORWARDED[language]]


def _language(outgoing: Outgoing) -> str:
    return outgoing.language if outgoing.language in WROTE else "en"


def _in_words(moment: datetime, language: str) -> str:
    day = format_date(moment, "medium", locale=language)
    return " ".join(f"{day} {format_time(moment, 'short', locale=language)}".split())


def _quoted_lines(quoted: Quoted) -> list[str]:
    return clean_text(quoted.text).strip("\n").split("\n")[:MAX_QUOTED_LINES]


def _attached(attachment: Attachment) -> MIMEBase:
    main, _, sub = attachment.content_type.partition("/")
    plain_token = (
        main.isalnum() and sub.replace("-", "").replace(".", "").replace("+", "").isalnum()
    )
    if not plain_token or main in {"multipart", "message"}:
        main, sub = "application", "octet-stream"
    part = MIMEBase(main, sub)
    part.set_payload(attachment.content)
    encode_base64(part)
    name = headers.file_name(attachment.name) or "attachment.bin"
    disposition = "inline" if attachment.inline else "attachment"
    part.add_header("Content-Disposition", disposition, filename=_file_name(name))
    if attachment.content_id:
        part["Content-ID"] = f"<{clean_line(attachment.content_id).strip('<>')}>"
    return part


def _file_name(name: str) -> str | tuple[str, str, str]:
    return name if name.isascii() else ("utf-8", "", name)


def _bytes(message: MIMEMultipart) -> bytes:
    out = BytesIO()
    policy = compat32.clone(linesep="\r\n", max_line_length=0)
    BytesGenerator(out, mangle_from_=False, policy=policy).flatten(message)
    return out.getvalue()
