"""To which case a message belongs, and which it merely touches. No database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from keskio.cases.incoming import IncomingMessage
from keskio.cases.models import Case, Message


@dataclass(frozen=True)
class Said:
    """A message that is already in a case."""

    case: Case
    is_ours: bool
    by_person: bool = True

    @classmethod
    def by(cls, message: Message) -> "Said":
        return cls(
            message.case,
            is_ours=message.direction == Message.Direction.OUT,
            by_person=message.kind == Message.Kind.MESSAGE,
        )


@dataclass(frozen=True)
class Place:
    """Where a message goes: into `case`, or into a new one, `linked_to` what it answers."""

    case: Case | None = None
    linked_to: Case | None = None
    answers_ours: bool = False
    """What it answers was written here, by a person."""


def place_of(
    incoming: IncomingMessage, *, said: Mapping[str, Sequence[Said]], named: Case | None
) -> Place:
    """By our own Message-IDs, then by References, then by a signed case address.

    `said` is by Message-ID; `named` is the case of the signed address. Only a participant joins a
    case. A stranger who answers, perhaps to a forwarded mail, gets a case of their own, linked to
    the other and never showing it.
    """
    answered = list(_answered(incoming, said, named))
    for one in answered:
        if _may_join(incoming, one):
            return Place(case=one.case, answers_ours=one.is_ours and one.by_person)
    return Place(linked_to=next((one.case for one in answered), None))


def _answered(
    incoming: IncomingMessage, said: Mapping[str, Sequence[Said]], named: Case | None
) -> Iterable[Said]:
    """What it may answer, the surest first; a signed address is as good as an id of ours."""
    found = [one for reference in incoming.references for one in said.get(reference, ())]
    yield from (one for one in found if one.is_ours)
    yield from (one for one in found if not one.is_ours)
    if named is not None:
        yield Said(named, is_ours=True)


def _may_join(incoming: IncomingMessage, answered: Said) -> bool:
    """Automatic mail is sent by machines: what counts is whom it speaks for.

    Neither our own Message-IDs nor a signed case address can be guessed: a machine that names
    one was sent our mail.
    """
    participants = answered.case.participants
    if incoming.author_address in participants:
        return True
    if not incoming.is_automatic:
        return False
    return answered.is_ours or not set(incoming.about).isdisjoint(participants)
