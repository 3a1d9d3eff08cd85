"""Who has a case."""

from collections.abc import Collection
from datetime import datetime

from keskio.cases.events import CaseAssigned
from keskio.cases.models import Case
from keskio.cases.operations.locking import lock_case
from keskio.journal.actors import Actor
from keskio.journal.operations import record
from keskio.kit.bulk import update_rows
from keskio.staff import queries as staff


class CannotServe(Exception):
    """This agent does not serve the case's client, is not let into its inbox, or has left."""


def assign_case(*, case_id: int, agent_id: int | None, actor: Actor, now: datetime) -> Case:
    """Give the case to an agent, or with None to nobody; the same again changes nothing.

    Raises CannotServe, Case.DoesNotExist.
    """
    case = lock_case(case_id)
    if case.assignee_id == agent_id:
        return case
    if agent_id is not None and not _may_have(agent_id, case):
        raise CannotServe
    case.assignee_id = agent_id
    update_rows([case], fields=["assignee"])
    event = CaseAssigned(case_id=case.pk, agent_id=agent_id)
    record(event, client_id=case.client_id, actor=actor, at=now)
    return case


def take_back_cases(*, case_ids: Collection[int], actor: Actor, now: datetime) -> list[Case]:
    """Whoever may no longer have one of these has it no more; the cases taken back."""
    return [
        assign_case(case_id=case.pk, agent_id=None, actor=actor, now=now)
        for case in (lock_case(case_id) for case_id in sorted(case_ids))
        if case.assignee_id is not None and not _may_have(case.assignee_id, case)
    ]


def _may_have(agent_id: int, case: Case) -> bool:
    return staff.serves(agent_id, client_id=case.client_id, inbox_id=case.inbox_id)
