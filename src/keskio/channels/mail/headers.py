"""Header values to plain values: encoded words, addresses, message ids, dates."""

import binascii
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256

from keskio.channels.inbound import Address
from keskio.channels.mail.charsets import clean_line, decode

MAX_LINE = 2000
MAX_ID = 250
MAX_REFERENCES = 100
MAX_ADDRESSES = 500
MAX_NAME = 150
MAX_SUFFIX = 12
WORD = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]*)?\?([bBqQ])\?([^?\n]*)\?=")
BETWEEN_WORDS = re.compile(r"(?<=\?=)\s+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_WORD = r"=\?[^?\s]+\?[bBqQ]\?[^?\n]*\?="
SIMPLE_ADDRESS = re.compile(
    rf'\s*(?:"([^"\\]*)"|({_WORD}(?:\s*{_WORD})*|[^"(),:;<>@\[\]\\]*?))'
    r'\s*<([^\s"(),:;<>\[\]\\]*)>\s*'
)
"""In encoded words programs leave commas, colons and the like as they are."""
BARE_ADDRESS = re.compile(r"\s*([^\s\"(),:;<>\[\]\\@]+@[^\s\"(),:;<>\[\]\\@]+)\s*")
UNFIT_FOR_FILES = re.compile(r'[<>:"|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]')
ID = re.compile(r"<([^<>]+)>")


def line(value: str) -> str:
    """One clean line of at most 2,000 characters, encoded words decoded."""
    text = clean_line(words(value[: 4 * MAX_LINE]))
    return text[:MAX_LINE]


def words(value: str) -> str:
    """The value with its RFC 2047 words decoded; what cannot be decoded stays as it is."""
    if "=?" not in value:
        return value
    out, at = [], 0
    joined = BETWEEN_WORDS.sub("", value)
    charset, pending = "", b""
    for word in WORD.finditer(joined):
        label, content = word[1].lower(), _word_content(word[2], word[3])
        gap = joined[at : word.start()]
        if gap or label != charset:  # characters may be split over words of one charset
            out += [decode(pending, charset), gap]
            pending = b""
        charset, pending, at = label, pending + content, word.end()
    return "".join([*out, decode(pending, charset), joined[at:]])


def _word_content(encoding: str, text: str) -> bytes:
    content = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(content, header=True)
    try:
        return binascii.a2b_base64(content + b"=" * (-len(content) % 4))
    except binascii.Error:
        return b""


def addresses(values: Iterable[str]) -> tuple[Address, ...]:
    """Every mailbox of the headers, in order, without repeats; at most 500."""
    found = (address for value in values for address in _addresses(value))
    return tuple(list(dict.fromkeys(found))[:MAX_ADDRESSES])


def _addresses(value: str) -> list[Address]:
    value = " ".join(value.split())  # long runs of blanks take the patterns for ever
    if simple := SIMPLE_ADDRESS.fullmatch(value):
        return [_address(simple[1] or simple[2] or "", simple[3])]
    if bare := BARE_ADDRESS.fullmatch(value):
        return [_address("", bare[1])]
    try:
        pairs = getaddresses([value])
    except (RecursionError, ValueError, IndexError, TypeError):
        return []
    return [_address(name, email) for name, email in pairs if name or email]


def _address(name: str, email: str) -> Address:
    email = "".join(clean_line(words(email)).split())[:320]
    return Address(line(name).strip("'\" "), email)


def message_id(value: str) -> str:
    """The id in angle brackets, one too long for a column by its hash; empty if there is none."""
    found = ID.search(value)
    text = "".join(clean_line(found[1] if found else value.strip("<> ")).split())
    if not text:
        return ""
    return f"<{text}>" if len(text) <= MAX_ID else derived_id(text.encode())


def derived_id(content: bytes) -> str:
    """A Message-ID that the same bytes always get."""
    return f"<{sha256(content).hexdigest()[:40]}@derived.invalid>"


def message_ids(value: str) -> tuple[str, ...]:
    """Ids of References or In-Reply-To, oldest first; of very many the first and the last."""
    found = [message_id(part) for part in ID.findall(value)]
    ids = list(dict.fromkeys(filter(None, found)))
    return tuple(ids if len(ids) <= MAX_REFERENCES else [ids[0], *ids[1 - MAX_REFERENCES :]])


def sent_at(value: str) -> datetime | None:
    """The instant of a Date header, UTC where it names no zone, or None."""
    try:
        found = parsedate_to_datetime(line(value)[:100])
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def file_name(value: str) -> str:
    """A name safe to show and to save: no path, no control characters, at most 150 long."""
    name = line(value).replace("\\", "/").rpartition("/")[2].strip(" .\"'")
    name = UNFIT_FOR_FILES.sub("", name)
    if len(name) <= MAX_NAME:
        return name
    stem, dot, suffix = name.rpartition(".")
    return (
        f"{stem[: MAX_NAME - 1 - len(suffix)]}.{suffix}"
        if dot and len(suffix) < MAX_SUFFIX
        else name[:MAX_NAME]
    )
