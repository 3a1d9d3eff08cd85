"""The parts of a mail, split within limits.

The standard parser reads line by line and recurses, so that its work on hostile mail cannot
be bounded; its `Message` (compat32) still reads the header parameters here.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from keskio.channels.mail.charsets import decode

MAX_DEPTH = 50
MAX_PARTS = 200
MAX_HEADERS = 500
MAX_HEADER_BYTES = 64 * 1024
MAX_PARAMETER_BYTES = 4 * 1024

TOO_MANY_PARTS = "too many parts"
TOO_DEEP = "nested too deep"
TOO_MANY_HEADERS = "too many headers"
HEADER_TOO_LONG = "a header is too long"
HEADER = re.compile(
    rb"([!-9;-~]+)[ \t]*:([^\n]*+"
    rb"(?:\n(?:[ \t]|(?i:boundary|charset|name|filename|report-type)=)[^\n]*+)*+)(?:\n|\Z)"
)  # a parameter at the start of a line was to be a folded one
UNIX_FROM = re.compile(rb"\n*>?From [^\n]*\n")
JUNK_BEFORE_HEADER = re.compile(rb"[^\n]+\n(?=[A-Za-z][A-Za-z0-9-]*:[ \t])")
NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
TOKEN = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*")

Header = tuple[str, bytes]


@dataclass(slots=True)
class Part:
    """A node of the tree: `body` is still encoded, `children` only in a multipart."""

    headers: list[Header]
    body: bytes
    content_type: str = "text/plain"
    parameters: dict[str, str] = field(default_factory=dict)
    children: list["Part"] = field(default_factory=list)
    first: dict[str, bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.first = dict(reversed(self.headers))

    def header(self, name: str) -> str:
        """The first header of that (lower-case) name, decoded, still folded; or empty."""
        value = self.first.get(name)
        return decode(value).strip() if value else ""

    def all(self, name: str) -> Iterator[str]:
        return (decode(value).strip() for key, value in self.headers if key == name)

    def has(self, name: str) -> bool:
        return name in self.first

    def walk(self) -> Iterator["Part"]:
        """This part and all below it, in the order they stand in the mail."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            yield part
            waiting.extend(reversed(part.children))

    def content(self) -> bytes:
        """The body with its transfer encoding undone as far as that is possible."""
        encoding = self.header("content-transfer-encoding").lower()
        if encoding.startswith("base64"):
            return _base64(self.body)
        if encoding.startswith("quoted"):
            return binascii.a2b_qp(self.body)
        if "uue" in encoding:
            return _uuencoded(self.body)
        return self.body


def one_newline(raw: bytes) -> bytes:
    """The bytes with every line ended by LF alone, so that all newline forms read alike."""
    if b"\r" not in raw:
        return raw
    return raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def read(raw: bytes, problems: set[str]) -> Part:
    """The tree of a mail (LF newlines); what went beyond the limits is named in `problems`."""
    root = read_one(raw, problems)
    waiting, parts = [(root, 1)], 1
    while waiting:
        part, depth = waiting.pop()
        if not part.content_type.startswith("multipart/"):
            continue
        if depth >= MAX_DEPTH:
            problems.add(TOO_DEEP)
            part.content_type = "application/octet-stream"
            continue
        bodies = _bodies(part, MAX_PARTS - parts, problems)
        parts += len(bodies)
        part.children = [read_one(body, problems) for body in bodies]
        part.body = b"" if bodies else part.body
        waiting.extend((child, depth + 1) for child in part.children)
    return root


def read_one(raw: bytes, problems: set[str]) -> Part:
    """One part with its headers read and its body unsplit."""
    headers, body = _head(raw, problems)
    part = Part(headers, body)
    value = part.header("content-type")
    if value:
        part.content_type, part.parameters = parameters_of(value)
    return part


def parameters_of(value: str) -> tuple[str, dict[str, str]]:
    """Main value (lower-case) and parameters of a Content-Type or Content-Disposition."""
    main, semicolon, _ = value.partition(";")
    main = "".join(main.lower().split())
    if "/" in main and not TOKEN.fullmatch(main):
        found = TOKEN.match(main)
        main = found.group() if found else "application/octet-stream"
    return main, (_parameters(value) if semicolon else {})


def _parameters(value: str) -> dict[str, str]:
    message = Message()
    message["Content-Type"] = " ".join(value[:MAX_PARAMETER_BYTES].split())
    try:
        pairs = message.get_params([])[1:]
    except (ValueError, TypeError, IndexError, RecursionError):
        return {}
    return {name.lower(): _parameter(text) for name, text in reversed(pairs)}


def _parameter(value: str | tuple[str | None, str | None, str]) -> str:
    if isinstance(value, str):
        return value
    charset, _, text = value
    return decode(text.encode("latin-1", "replace"), charset or "utf-8")


def _head(raw: bytes, problems: set[str]) -> tuple[list[Header], bytes]:
    headers: list[Header] = []
    start = UNIX_FROM.match(raw)
    at = start.end() if start else 0
    while found := _next_header(raw, at, headers):
        at = found.end()
        headers.append(_kept(found, problems))
        if len(headers) == MAX_HEADERS:
            problems.add(TOO_MANY_HEADERS)
            at = raw.find(b"\n\n", at - 1) + 1 or len(raw)
            break
    return headers, raw[at + 1 :] if raw[at : at + 1] == b"\n" else raw[at:]


def _next_header(raw: bytes, at: int, seen: list[Header]) -> re.Match[bytes] | None:
    """The header that begins at `at`, or after one broken line between two headers."""
    found = HEADER.match(raw, at)
    if found or not seen:
        return found
    junk = JUNK_BEFORE_HEADER.match(raw, at)
    return HEADER.match(raw, junk.end()) if junk else None


def _kept(found: re.Match[bytes], problems: set[str]) -> Header:
    name, value = found.groups()
    if len(value) > MAX_HEADER_BYTES:
        problems.add(HEADER_TOO_LONG)
    return name[:100].decode("ascii").lower(), value[:MAX_HEADER_BYTES]


def _bodies(part: Part, room: int, problems: set[str]) -> list[bytes]:
    boundary = part.parameters.get("boundary", "").rstrip().encode("utf-8", "ignore")
    if not boundary:
        return []
    pieces = (b"\n" + part.body).split(b"\n--" + boundary, room + 1)
    bodies: list[bytes] = []
    for piece in pieces[1:]:
        rest, _, body = piece.partition(b"\n")
        if rest.strip() == b"":
            bodies.append(body)
        elif rest.startswith(b"--") and not rest[2:].strip():
            break
        elif bodies:  # a longer boundary that only begins like ours
            bodies[-1] += b"\n--" + boundary + piece
    if len(pieces) > room + 1 and len(bodies) > room:
        problems.add(TOO_MANY_PARTS)
    return bodies[:room]


def _base64(body: bytes) -> bytes:
    try:
        return binascii.a2b_base64(body)
    except binascii.Error:
        letters = NOT_BASE64.sub(b"", body)
        letters = letters[: len(letters) - (len(letters) % 4 == 1)]
        return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def _uuencoded(body: bytes) -> bytes:
    lines = []
    for line in body.split(b"\n"):
        if line.startswith(b"begin ") or line == b"end":
            continue
        try:
            lines.append(binascii.a2b_uu(line))
        except binascii.Error:
            continue
    return b"".join(lines)
