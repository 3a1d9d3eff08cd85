"""What happens to cases when something else has happened."""

from typing import TYPE_CHECKING

from keskio.cases import operations, queries
from keskio.cases.events import SnoozeEnded
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.staff.events import AgentChanged, AgentDeactivated, AgentServes, InboxDoorSet

if TYPE_CHECKING:
    from keskio.journal.models import Entry


def wake(event: SnoozeEnded, entry: "Entry") -> None:
    operations.end_snooze(case_id=event.case_id, actor=SYSTEM_ACTOR, now=entry.happened_at)


def take_back_from(event: AgentChanged | AgentDeactivated | AgentServes, entry: "Entry") -> None:
    """They may have less than before: what is not theirs any more goes back to the line."""
    held = queries.cases_held_by(event.agent_id)
    operations.take_back_cases(
        case_ids=[case.pk for case in held], actor=SYSTEM_ACTOR, now=entry.happened_at
    )


def take_back_in(event: InboxDoorSet, entry: "Entry") -> None:
    held = queries.cases_held_in(event.inbox_id)
    operations.take_back_cases(
        case_ids=[case.pk for case in held], actor=SYSTEM_ACTOR, now=entry.happened_at
    )
