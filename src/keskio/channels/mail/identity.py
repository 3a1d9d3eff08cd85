"""What makes two mails the same, read before anything is parsed."""

import re

from keskio.channels.mail import headers
from keskio.channels.mail.mime import one_newline

_MESSAGE_ID = re.compile(rb"^message-id:((?:[^\n]*\n[ \t])*[^\n]*)", re.IGNORECASE | re.MULTILINE)
HEADERS_LOOKED_AT = 100_000


def identify(raw: bytes) -> tuple[str, bytes]:
    """The mail's Message-ID, derived if it has none, and its body, whatever its newlines."""
    unified = one_newline(raw)
    head, _, body = unified.partition(b"\n\n")
    written = _MESSAGE_ID.search(head[:HEADERS_LOOKED_AT])
    value = written[1].decode("utf-8", "replace") if written else ""
    return headers.message_id(value) or headers.derived_id(unified), body
