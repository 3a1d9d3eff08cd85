"""Time that agents give to cases: the baseline for whatever is automated later."""

from datetime import datetime
from uuid import UUID

from django.db.models import Sum

from keskio.cases.events import ActiveTimeCorrected, ActiveTimeSpent
from keskio.cases.models import ActiveTime, Case
from keskio.cases.operations.locking import lock_case_told_in
from keskio.journal.actors import Actor
from keskio.journal.operations import record

LONGEST_VISIT = 12 * 3600


def spend_active_time(
    *, case_id: int, agent_id: int, visit: UUID, seconds: int, actor: Actor, now: datetime
) -> ActiveTime:
    """Note that the visit has lasted `seconds` so far; what comes twice or late adds nothing.

    Raises Case.DoesNotExist.
    """
    case = lock_case_told_in(case_id)
    seconds = min(max(seconds, 0), LONGEST_VISIT)
    spent, _ = ActiveTime.objects.get_or_create(
        case=case,
        agent_id=agent_id,
        visit=visit,
        defaults={"client_id": case.client_id, "seconds": 0, "started_at": now},
    )
    added = seconds - spent.seconds
    if added <= 0:
        return spent
    spent.seconds = seconds
    spent.save(update_fields=["seconds"])
    event = ActiveTimeSpent(case_id=case.pk, agent_id=agent_id, seconds=added)
    record(event, client_id=case.client_id, actor=actor, at=now)
    return spent


def correct_active_time(
    *, case_id: int, agent_id: int, visit: UUID, seconds: int, actor: Actor, now: datetime
) -> int:
    """Set the agent's whole time on the case to `seconds`; what was measured before.

    The earlier visits are put away and one is left that says what the agent says.
    Raises Case.DoesNotExist.
    """
    case: Case = lock_case_told_in(case_id)
    visits = ActiveTime.objects.filter(case=case, agent_id=agent_id)
    measured = visits.aggregate(sum=Sum("seconds"))["sum"] or 0
    visits.delete()
    ActiveTime.objects.create(
        client_id=case.client_id,
        case=case,
        agent_id=agent_id,
        visit=visit,
        seconds=seconds,
        started_at=now,
    )
    event = ActiveTimeCorrected(
        case_id=case.pk, agent_id=agent_id, measured_seconds=measured, seconds=seconds
    )
    record(event, client_id=case.client_id, actor=actor, at=now)
    return measured
