"""What an automatic mail is about: the recipients that failed, and the mail it answers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from keskio.channels.inbound import Address, Kind
from keskio.channels.mail import headers
from keskio.channels.mail.charsets import decode
from keskio.channels.mail.mime import Part, one_newline, read_one

MAX_RECIPIENTS = 100
MAX_REPORT = 100_000
RECIPIENT = re.compile(
    r"^(final|original)-recipient:\s*(?:[^;\n]*;)?\s*(.+)$", re.IGNORECASE | re.MULTILINE
)
ACTION = re.compile(r"^action:\s*([a-z]+)", re.IGNORECASE | re.MULTILINE)
STATUS = re.compile(r"^status:\s*([245])\.", re.IGNORECASE | re.MULTILINE)
COMPLAINED = re.compile(
    r"^(?:original-rcpt-to|removal-recipient|x-hmxmroriginalrecipient):\s*(.+)$",
    re.IGNORECASE | re.MULTILINE,
)
MESSAGE_ID = re.compile(
    r"^[> \t]*(?:original-)?message-id:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE
)
EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+"
)
AT_LINE_START = re.compile(
    r"^[ \t>]{0,8}"
    r"(?:(?:to|recipient|for|address|rcpt to|target mail address|failed recipient)\s*:)?"
    rf"[ \t]*[<\[\"(]?(?:smtp:|rfc822;|mailto:)?({EMAIL.pattern})",
    re.IGNORECASE | re.MULTILINE,
)
ADDRESSEE = re.compile(rf"^[> \t]*to:[^\n]*?({EMAIL.pattern})", re.IGNORECASE | re.MULTILINE)
ORIGINAL_BELOW = re.compile(
    r"^\W*(?:original message|copy of (?:the|your) message|this is a copy|returned message"
    r"|message (?:text |header )?follows|unsent message|below (?:this line )?is|message headers"
    r"|bounced e-?mail|received: |return-path: )",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Report:
    failed_recipients: tuple[str, ...] = ()
    original_message_id: str = ""


NOTHING = Report()


def read(root: Part, kind: Kind, text: str) -> Report:
    """What the mail reports on; nothing when a person wrote it."""
    if kind is Kind.MESSAGE or kind is Kind.NOT_MAIL:
        return NOTHING
    machine = [part for part in root.walk() if _is_for_machines(part)]
    reported = [decode(part.content()[:MAX_REPORT]) for part in machine]
    return Report(
        failed_recipients=_recipients(root, kind, reported, text),
        original_message_id=_original_id(root, kind, reported, text),
    )


def _is_for_machines(part: Part) -> bool:
    return part.content_type.startswith("message/") or part.content_type == "text/rfc822-headers"


def _recipients(root: Part, kind: Kind, reported: list[str], text: str) -> tuple[str, ...]:
    if kind is Kind.COMPLAINT:
        found = [match for report in reported for match in COMPLAINED.findall(report)]
    elif kind is Kind.BOUNCE:
        found = [*_failed(reported), *root.all("x-failed-recipients")]
        delivered = any(RECIPIENT.search(report) for report in reported)
        found = found or ([] if delivered else _written(root, text))
    else:
        found = []
    emails = (email.strip("'") for value in found for email in EMAIL.findall(headers.words(value)))
    return tuple(list(dict.fromkeys(emails))[:MAX_RECIPIENTS])


def _failed(reported: list[str]) -> Iterator[str]:
    """Recipients of the delivery-status blocks that say so; the address written to, if told."""
    for report in reported:
        for block in re.split(r"\n\s*\n", report):
            written = {which.lower(): value for which, value in RECIPIENT.findall(block)}
            if written and _did_fail(block):
                original = written.get("original", "")
                yield original if "@" in original else written.get("final", "")


def _did_fail(block: str) -> bool:
    if action := ACTION.search(block):
        return action[1].lower() in {"failed", "failure", "expired"}
    status = STATUS.search(block)
    return status is None or status[1] == "5"


def _written(root: Part, text: str) -> list[str]:
    """Addresses that the prose names above the original, or else the one the original went to."""
    below = ORIGINAL_BELOW.search(text, 1)
    above = text[: below.start()] if below else text[:4000]
    known = {address.email.lower() for name in ("to", "from") for address in _mailboxes(root, name)}
    for found in (AT_LINE_START.findall(above), EMAIL.findall(above), ADDRESSEE.findall(text)):
        if kept := [email for email in found if email.lower() not in known]:
            return kept
    return []


def _mailboxes(root: Part, name: str) -> tuple[Address, ...]:
    return headers.addresses(root.all(name))


def _original_id(root: Part, kind: Kind, reported: list[str], text: str) -> str:
    if kind is not Kind.AUTO_REPLY:
        for report in reported:
            if identifier := _enclosed_id(report):
                return identifier
        if found := MESSAGE_ID.search(text):
            return headers.message_id(found[1])
    answered = headers.message_ids(root.header("in-reply-to"))
    mentioned = headers.message_ids(root.header("references"))
    told = next((m[1] for report in reported if (m := MESSAGE_ID.search(report))), "")
    return headers.message_id(told) or next(iter(answered or mentioned[::-1]), "")


def _enclosed_id(report: str) -> str:
    enclosed = read_one(one_newline(report.encode()), set())
    found = headers.message_id(enclosed.header("message-id"))
    if found:
        return found
    named = MESSAGE_ID.search(report)
    return headers.message_id(named[1]) if named else ""
