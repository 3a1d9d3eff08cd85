"""To which case a message belongs, and which it merely touches."""

from collections.abc import Iterable
from dataclasses import dataclass

from keskio.cases.incoming import IncomingMessage
from keskio.cases.models import Case, Message


@dataclass(frozen=True)
class Place:
    """Where a message goes: into `case`, or into a new one, `linked_to` what it answers."""

    case_id: int | None = None
    linked_to: int | None = None
    answers_ours: bool = False
    """What it answers was written here, by a person."""


@dataclass(frozen=True)
class _Candidate:
    case_id: int
    participants: list[str]
    is_ours: bool
    by_person: bool


def place_of(incoming: IncomingMessage, *, client_id: int) -> Place:
    """By our own Message-IDs, then by References, then by a signed case address (1 or 2 queries).

    Only a participant joins a case. A stranger who answers, perhaps to a forwarded mail, gets a
    case of their own, linked to the other and never showing it.
    """
    candidates = list(_candidates(incoming, client_id))
    for candidate in candidates:
        if _may_join(incoming, candidate):
            ours = candidate.is_ours and candidate.by_person
            return Place(case_id=candidate.case_id, answers_ours=ours)
    touched = next((candidate.case_id for candidate in candidates), None)
    return Place(linked_to=touched)


def _candidates(incoming: IncomingMessage, client_id: int) -> Iterable[_Candidate]:
    if incoming.references:
        yield from _by_references(incoming.references, client_id)
    if incoming.case_id is not None:
        named = Case.objects.filter(pk=incoming.case_id, client_id=client_id)
        for pk, participants in named.values_list("pk", "participants"):
            yield _Candidate(pk, participants, is_ours=True, by_person=True)


def _by_references(references: tuple[str, ...], client_id: int) -> list[_Candidate]:
    rank = {message_id: number for number, message_id in enumerate(references)}
    found = Message.objects.filter(client_id=client_id, message_id__in=references).values_list(
        "message_id", "case_id", "case__participants", "direction", "kind"
    )
    ours_first = sorted(found, key=lambda row: (row[3] != Message.Direction.OUT, rank[row[0]]))
    return [
        _Candidate(
            case_id,
            participants,
            is_ours=direction == Message.Direction.OUT,
            by_person=kind == Message.Kind.MESSAGE,
        )
        for _, case_id, participants, direction, kind in ours_first
    ]


def _may_join(incoming: IncomingMessage, candidate: _Candidate) -> bool:
    """Automatic mail is sent by machines: what counts is whom it speaks for.

    Neither our own Message-IDs nor a signed case address can be guessed: a machine that names
    one was sent our mail.
    """
    if incoming.author_address in candidate.participants:
        return True
    if not incoming.is_automatic:
        return False
    return candidate.is_ours or bool(set(incoming.about) & set(candidate.participants))
