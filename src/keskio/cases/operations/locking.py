"""What every write on a case does first."""

from collections.abc import Collection

from django.db.models import QuerySet

from keskio.cases.models import Case, Message
from keskio.kit.prepared import prepared
from keskio.kit.transactions import require_transaction


class AnsweredMeanwhile(Exception):
    """The case got messages that whoever acts on it had not seen."""

    def __init__(self, messages: Collection[Message]) -> None:
        super().__init__(f"{len(messages)} messages have come since")
        self.messages = messages


def lock_case(case_id: int) -> Case:
    """The case, its row locked until the transaction ends: what changes one stream goes one by one.

    Raises Case.DoesNotExist, also when the scope does not show it.
    """
    require_transaction()
    return _locked.get(case_id)


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
