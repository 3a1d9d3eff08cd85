"""Whether what was written under an Idempotency-Key is what is asked for now."""

from hashlib import sha256
from typing import TYPE_CHECKING

from keskio.interfaces.api.schemas.messages import Note, Recipient, Reply

if TYPE_CHECKING:
    from keskio.cases.models import Message


def is_note(written: "Message", case_id: int, asked: Note) -> bool:
    return _is("note", written, case_id, asked.text)


def is_reply(written: "Message", case_id: int, asked: Reply) -> bool:
    """Recipients are compared when they were named, else they followed from the case (a query)."""
    return (
        _is("message", written, case_id, asked.text)
        and (not asked.to or _pairs(asked.to) == _listed(written.to))
        and _pairs(asked.cc) == _listed(written.cc)
        and _pairs(asked.bcc) == _listed(written.bcc)
        and _files(asked) == _kept(written)
    )


def _is(kind: str, written: "Message", case_id: int, text: str) -> bool:
    return (written.kind, written.case_id, written.text) == (kind, case_id, text)


def _pairs(recipients: list[Recipient]) -> list[list[str]]:
    return [list(one.pair()) for one in recipients]


def _listed(recipients: list[list[str]]) -> list[list[str]]:
    return [list(one) for one in recipients]


def _files(asked: Reply) -> list[tuple[str, str]]:
    return sorted((one.name, sha256(one.content).hexdigest()) for one in asked.files)


def _kept(written: "Message") -> list[tuple[str, str]]:
    return sorted((one.name, one.digest) for one in written.attachments.all())
