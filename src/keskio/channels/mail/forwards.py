"""The mail inside a mail that somebody passed on: attached whole, or written out below.

Outlook, Gmail and Apple Mail write a block of headers with labels in their user's language, and
the mail below it.
"""

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo

from keskio.channels.inbound import Address, Inbound, Kind
from keskio.channels.mail import headers, quotes
from keskio.channels.mail import quote_phrases as phrases
from keskio.channels.mail.dates import written_date
from keskio.channels.mail.parse import parse

FROM = "from|lähettäjä|fra|från|od|nadawca|avsändare|afsender"
TO = "to|vastaanottaja|til|till|do|adresat"
CC = "cc|kopio|kopia|dw|udw"
DATE = "date|sent|lähetetty|päivämäärä|päiväys|pvm|dato|sendt|skickat|datum|wysłano|wysłane|data"
SUBJECT = "subject|aihe|otsikko|emne|ämne|temat"
OTHER = "reply-to|vastausosoite|svar til|svara till|odpowiedz do|importance|tärkeys|prioritet"
LABELS = {"from": FROM, "to": TO, "cc": CC, "date": DATE, "subject": SUBJECT, "other": OTHER}
LINE = re.compile(
    r"^[>*\s]*(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in LABELS.items())
    + r")\s?\*?:\*?\s*(?P<value>.*)$",
    re.IGNORECASE,
)
MARKER = re.compile(
    r"^\W*(?:start på videresendt (?:besked|meddelelse)"
    r"|początek (?:przekazywanej|przesyłanej dalej) wiadomości"
    r"|vidarebefordrat (?:brev|mejl|meddelande)|välitetty viesti alkaa"
    r"|begin forwarded message)\W*$",
    re.IGNORECASE,
)
MAILTO = re.compile(r"[<\[(]+\s*mailto:([^\s\]>)<]+)[^\n]*$", re.IGNORECASE)
TWICE = re.compile(r"<([^<>\s]+@[^<>\s]+)>\s*<(?:mailto:)?\1>", re.IGNORECASE)
MAX_LINES = 5000
MAX_BLOCK = 40
MAX_LINE = 2000
ENOUGH = 3


@dataclass(frozen=True)
class Forwarded:
    """The mail that was passed on; `comment` is what was written above it."""

    sender: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    sent_at: datetime | None
    text: str
    full_text: str
    comment: str
    whole: Inbound | None = None
    """When it came attached, just as it was."""


def forwarded_in(mail: Inbound, *, zone: tzinfo) -> Forwarded | None:
    """The newest mail inside `mail`; None when there is none whose sender can be read."""
    return _attached(mail) or _written_out(mail.full_text, mail.subject, zone=zone)


def _attached(mail: Inbound) -> Forwarded | None:
    for file in mail.attachments:
        if file.content_type != "message/rfc822":
            continue
        inner = parse(file.content)
        if inner.kind != Kind.NOT_MAIL and inner.sender.email:
            return Forwarded(
                inner.sender,
                inner.to,
                inner.cc,
                inner.subject,
                inner.sent_at,
                inner.text,
                inner.full_text,
                mail.text.strip(),
                inner,
            )
    return None


def _written_out(text: str, subject: str, *, zone: tzinfo) -> Forwarded | None:
    lines = [line.rstrip() for line in text.split("\n")[:MAX_LINES]]
    for at, line in enumerate(lines):
        if len(line) <= MAX_LINE and LINE.match(line):
            said, end = _block(lines, at)
            sender = _one(said.get("from", ""))
            if len(said) >= ENOUGH and sender.email:
                inner = _unquoted(lines[end:])
                own = said.get("subject") or _without_prefix(subject)
                return Forwarded(
                    sender=sender,
                    to=_many(said.get("to", "")),
                    cc=_many(said.get("cc", "")),
                    subject=headers.line(own),
                    sent_at=written_date(said.get("date", ""), zone=zone),
                    text=quotes.new_text(inner, subject=""),
                    full_text=inner,
                    comment=_above(lines[:at]),
                )
    return None


def _without_prefix(subject: str) -> str:
    return phrases.FORWARDING_SUBJECT.sub("", subject, count=1).strip()


def _block(lines: list[str], at: int) -> tuple[dict[str, str], int]:
    """What its headers say, and where the mail below begins; blank lines may part the headers."""
    said: dict[str, str] = {}
    last, end = "", at
    for index in range(at, min(at + MAX_BLOCK, len(lines))):
        line = lines[index][:MAX_LINE]
        if found := LINE.match(line):
            last = str(found.lastgroup and _label(found))
            said.setdefault(last, found["value"].strip(" *"))
            end = index + 1
        elif not line.strip("> "):
            if not _goes_on(lines, index):
                break
        elif last and not lines[index - 1].strip("> "):
            break
        elif last:
            said[last] += " " + line.strip("> ")
            end = index + 1
    return said, end


def _label(found: re.Match[str]) -> str:
    return next(name for name in LABELS if found[name])


def _goes_on(lines: list[str], blank: int) -> bool:
    below = lines[blank + 1] if blank + 1 < len(lines) else ""
    return bool(LINE.match(below[:MAX_LINE]))


def _unquoted(lines: list[str]) -> str:
    """Some programs quote what they pass on."""
    said = [line for line in lines if line.strip()]
    if said and all(line.lstrip().startswith(">") for line in said):
        lines = [re.sub(r"^\s*> ?", "", line) for line in lines]
    return "\n".join(lines).strip("\n")


def _above(lines: list[str]) -> str:
    """What was written above, without the marks of the program."""
    while lines and (not lines[-1].strip("> ") or _is_mark(lines[-1])):
        lines = lines[:-1]
    return "\n".join(lines).strip()


def _is_mark(line: str) -> bool:
    marks = (phrases.FORWARDED, phrases.SEPARATOR, phrases.RULE, MARKER)
    return len(line) <= MAX_LINE and any(mark.match(line) for mark in marks)


def _one(value: str) -> Address:
    found = _many(value)
    with_address = (one for one in found if "@" in one.email)
    return next(with_address, Address("", ""))


def _many(value: str) -> tuple[Address, ...]:
    value = MAILTO.sub(r"<\1>", TWICE.sub(r"<\1>", value)).replace(";", ",").replace("*", "")
    return tuple(one for one in headers.addresses([value[:MAX_LINE]]) if "@" in one.email)
