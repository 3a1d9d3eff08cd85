"""What every write on a case does first."""

from collections.abc import Collection

from django.db.models import QuerySet

from keskio.cases.models import Case, Message, State
from keskio.kit.prepared import prepared
from keskio.kit.transactions import require_transaction


class AnsweredMeanwhile(Exception):
    """The case got messages that whoever acts on it had not seen."""

    def __init__(self, messages: Collection[Message]) -> None:
        super().__init__(f"{len(messages)} messages have come since")
        self.messages = messages


class CaseIsMerged(Exception):
    """It is a stub: what was said in it is told elsewhere."""

    def __init__(self, case: Case) -> None:
        super().__init__(f"#{case.pk} was merged into #{case.merged_into_id}")
        self.case_id, self.into_id = case.pk, case.merged_into_id or case.pk


class SameCase(Exception):
    """A case has nothing to do with itself."""


class DifferentClients(Exception):
    """The cases are of two clients: what one is told, the other must not read."""


def lock_case(case_id: int) -> Case:
    """The case, its row locked until the transaction ends: what changes one stream goes one by one.

    Raises CaseIsMerged; Case.DoesNotExist, also when the scope does not show it.
    """
    require_transaction()
    case = _locked.get(case_id)
    if case.state == State.MERGED:
        raise CaseIsMerged(case)
    return case


def lock_case_told_in(case_id: int) -> Case:
    """As lock_case, but a stub is followed to where its story goes on."""
    try:
        return lock_case(case_id)
    except CaseIsMerged as stub:
        return lock_case_told_in(stub.into_id)


def lock_two(case_id: int, other_id: int) -> tuple[Case, Case]:
    """Both, in the order of their numbers, so that two who want the same two wait in line.

    Raises SameCase, DifferentClients, CaseIsMerged, Case.DoesNotExist.
    """
    if case_id == other_id:
        raise SameCase
    locked = {pk: lock_case(pk) for pk in sorted([case_id, other_id])}
    case, other = locked[case_id], locked[other_id]
    if case.client_id != other.client_id:
        raise DifferentClients
    return case, other


def require_nothing_new(case: Case, last_seen: int | None) -> None:
    """Raises AnsweredMeanwhile; with None the actor does not say what they have seen."""
    if last_seen is None:
        return
    unheard = [Message.Kind.NOTE, Message.Kind.ACKNOWLEDGEMENT]
    spoken = Message.objects.filter(case=case, pk__gt=last_seen).exclude(kind__in=unheard)
    if unseen := list(spoken.order_by("id")):
        raise AnsweredMeanwhile(unseen)


@prepared
def _locked(case_id: int) -> QuerySet[Case]:
    return Case.objects.select_for_update(of=("self",)).filter(pk=case_id)
