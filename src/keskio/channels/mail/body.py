"""What the parts of a mail are to a reader: text, HTML and attachments."""

from dataclasses import dataclass, field
from html import escape

from keskio.channels.inbound import Attachment
from keskio.channels.mail import headers, text
from keskio.channels.mail.charsets import clean_text, decode
from keskio.channels.mail.mime import Part, parameters_of
from keskio.channels.mail.sanitize import sanitize

MAX_TEXT_BYTES = 1_000_000
MAX_DECODED = 64 * 1024 * 1024
MAX_SEGMENTS = 50
MAX_PLEA = 300

TOO_LONG = "the text is too long and continues in an attachment"
TOO_LARGE = "attachments beyond the limit were left out"
ENCRYPTED = "encrypted"

SUFFIXES = {
    "message/rfc822": "message.eml",
    "message/delivery-status": "delivery-status.txt",
    "message/feedback-report": "feedback-report.txt",
    "message/disposition-notification": "disposition-notification.txt",
    "text/rfc822-headers": "headers.txt",
    "text/calendar": "invitation.ics",
    "text/html": "message.html",
    "text/plain": "message.txt",
    "application/pgp-signature": "signature.asc",
    "application/pkcs7-signature": "smime.p7s",
    "application/pkcs7-mime": "smime.p7m",
    "application/x-pkcs7-mime": "smime.p7m",
    "application/ms-tnef": "winmail.dat",
    "image/png": "image.png",
    "image/jpeg": "image.jpg",
    "image/gif": "image.gif",
    "application/pdf": "document.pdf",
}


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of the body in either form or both."""

    plain: str = ""
    html: str = ""

    def as_text(self) -> str:
        return self.plain if self.plain.strip() or not self.html else text.of_html(self.html)

    def as_html(self) -> str:
        return self.html or f'<pre style="white-space:pre-wrap">{escape(self.plain)}</pre>'


@dataclass(slots=True)
class Body:
    """Gathers what the parts hold, within the limits."""

    problems: set[str]
    segments: list[Segment] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    room: int = MAX_DECODED

    def text(self) -> str:
        """The body as text; still with the marks of `text.QUOTED_BELOW`."""
        return "\n\n".join(filter(None, (s.as_text().strip("\n") for s in self.segments)))

    def html(self) -> str:
        if not any(segment.html for segment in self.segments):
            return ""
        return clean_text(sanitize("\n".join(segment.as_html() for segment in self.segments)))


def gather(root: Part, problems: set[str]) -> Body:
    """Text, HTML and attachments of the tree, in reading order."""
    body = Body(problems)
    _take(body, root)
    return body


def _take(body: Body, part: Part) -> None:
    """Goes as deep as `mime.MAX_DEPTH` lets the tree be."""
    if not part.children:
        _take_leaf(body, part)
    elif part.content_type == "multipart/alternative":
        _take_alternative(body, part)
    elif part.content_type == "multipart/encrypted":
        _take_encrypted(body, part)
    else:
        for child in part.children:
            _take(body, child)


def _take_leaf(body: Body, part: Part) -> None:
    content_type = part.content_type
    if content_type.startswith("multipart/"):
        content_type = "text/plain"  # one that was never closed, opened or named
    name, disposition = _name(part)
    shown = content_type in {"text/plain", "text/html", "text/enriched"}
    if shown and disposition != "attachment" and not name and len(body.segments) < MAX_SEGMENTS:
        body.segments.append(_segment(body, part, content_type))
    else:
        _attach(body, part, name, inline=disposition == "inline")


def _segment(body: Body, part: Part, content_type: str) -> Segment:
    content = part.content()
    if len(content) > MAX_TEXT_BYTES:
        body.problems.add(TOO_LONG)
        _add(body, part, SUFFIXES.get(content_type, "message.txt"), content)
        content = content[:MAX_TEXT_BYTES]
    written = clean_text(decode(content, part.parameters.get("charset", "")))
    if content_type == "text/html":
        return Segment(html=written)
    if part.parameters.get("format", "").lower() == "flowed":
        delete_space = part.parameters.get("delsp", "").lower() == "yes"
        written = text.unflowed(written, delete_space=delete_space)
    return Segment(plain=written)


def _take_alternative(body: Body, part: Part) -> None:
    """The forms of one content; what is neither text nor HTML (an invitation) is attached."""
    forms = Body(body.problems, room=body.room)
    for child in part.children:
        _take(forms, child)
    plain = "\n".join(segment.plain for segment in forms.segments if segment.plain.strip())
    html = "\n".join(segment.html for segment in forms.segments if segment.html)
    if plain or html:
        body.segments.append(Segment("" if html and _says_nothing(plain) else plain, html))
    body.attachments += forms.attachments
    body.room = forms.room


def _says_nothing(plain: str) -> bool:
    """Whether the text form only stands in for the HTML: empty, or a plea to view that."""
    words = plain.strip().lower()
    short = len(words) < MAX_PLEA
    return len(words) <= 1 or (short and "html" in words and "mail" in words)


def _take_encrypted(body: Body, part: Part) -> None:
    body.problems.add(ENCRYPTED)
    for child in part.children:
        if child.content_type != "application/pgp-encrypted":
            _attach(body, child, "encrypted.asc", inline=False)


def _name(part: Part) -> tuple[str, str]:
    value = part.header("content-disposition")
    disposition, parameters = parameters_of(value) if value else ("", {})
    return headers.file_name(
        parameters.get("filename") or part.parameters.get("name", "")
    ), disposition


def _attach(body: Body, part: Part, name: str, *, inline: bool) -> None:
    if "smime" in part.content_type or "pkcs7-mime" in part.content_type:
        body.problems.add(ENCRYPTED)
    content = part.content()
    if not content and not name:
        return
    _add(body, part, name or _invented_name(part), content, inline=inline)


def _invented_name(part: Part) -> str:
    main = part.content_type.partition("/")[0]
    return SUFFIXES.get(part.content_type, f"{main}.bin" if main.isalpha() else "attachment.bin")


def _add(body: Body, part: Part, name: str, content: bytes, *, inline: bool = False) -> None:
    body.room -= len(content)
    if body.room < 0:
        body.problems.add(TOO_LARGE)
        return
    content_id = "".join(headers.line(part.header("content-id")).strip("<> ").split())
    is_image = part.content_type.startswith("image/")
    body.attachments.append(
        Attachment(
            name=name,
            content_type=part.content_type[:100],
            content=content,
            content_id=content_id[:250],
            inline=is_image and (inline or bool(content_id)),
        )
    )
