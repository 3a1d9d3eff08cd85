"""Cases that have to do with each other."""

from datetime import datetime

from keskio.cases.events import CaseLinked, CaseUnlinked
from keskio.cases.models import Case, Link
from keskio.cases.operations.locking import lock_two
from keskio.journal.actors import Actor
from keskio.journal.operations import Happening, record_all


class NotLinked(Exception):
    """There is nothing between these two."""


def link_cases(*, case_id: int, other_id: int, actor: Actor, now: datetime) -> Link:
    """Show each beside the other; again changes nothing.

    Raises SameCase, DifferentClients, CaseIsMerged, Case.DoesNotExist.
    """
    case, other = lock_two(case_id, other_id)
    return tie(case, other, why=Link.Why.CHOSEN, actor=actor, now=now)


def unlink_cases(*, case_id: int, other_id: int, actor: Actor, now: datetime) -> None:
    """Raises NotLinked, SameCase, DifferentClients, CaseIsMerged, Case.DoesNotExist."""
    case, other = lock_two(case_id, other_id)
    deleted, _ = Link.objects.filter(
        first=min(case_id, other_id), second=max(case_id, other_id)
    ).delete()
    if not deleted:
        raise NotLinked
    pairs = ((case, other), (other, case))
    events = [CaseUnlinked(case_id=one.pk, other_id=its.pk) for one, its in pairs]
    record_all([Happening(event, case.client_id, actor, now) for event in events])


def tie(case: Case, other: Case, *, why: Link.Why, actor: Actor, now: datetime) -> Link:
    """Link cases whose rows are locked."""
    link = link_between(case, other, why=why, at=now)
    link, is_new = Link.objects.get_or_create(
        first_id=link.first_id,
        second_id=link.second_id,
        defaults={"client_id": link.client_id, "why": why, "made_at": now},
    )
    if is_new:
        pairs = ((case, other), (other, case))
        events = [CaseLinked(case_id=one.pk, other_id=its.pk, why=why) for one, its in pairs]
        record_all([Happening(event, case.client_id, actor, now) for event in events])
    return link


def link_between(case: Case, other: Case, *, why: Link.Why, at: datetime) -> Link:
    """Not saved; the order is the table's."""
    first, second = sorted((case.pk, other.pk))
    return Link(client_id=case.client_id, first_id=first, second_id=second, why=why, made_at=at)
