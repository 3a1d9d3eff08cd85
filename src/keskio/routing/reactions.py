"""What the line does when it hears of a case or an agent."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from keskio.cases.events import (
    CaseAssigned,
    CaseEvent,
    CaseGivenToTeam,
    CaseReopened,
    CaseResolved,
    CaseSnoozed,
    ChangeUndone,
    MessageReceived,
    MessageTakenBack,
    PriorityChanged,
    ReplyScheduled,
    ReplyWritten,
)
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.routing import operations
from keskio.staff.events import PresenceChanged, TeamChanged, TeamRemoved
from keskio.staff.models import Presence

if TYPE_CHECKING:
    from keskio.journal.models import Entry


def hear_messages(run: Sequence[tuple[MessageReceived, "Entry"]]) -> None:
    waiting = {event.case_id: entry.happened_at for event, entry in run if event.waits}
    if waiting:
        operations.put_in_line(
            case_ids=list(waiting), actor=SYSTEM_ACTOR, now=max(waiting.values())
        )


def hear_reopened(event: CaseReopened, entry: "Entry") -> None:
    operations.put_in_line(case_ids=[event.case_id], actor=SYSTEM_ACTOR, now=entry.happened_at)


def hear_taken_back(event: MessageTakenBack, entry: "Entry") -> None:
    if event.waits:
        operations.put_in_line(case_ids=[event.case_id], actor=SYSTEM_ACTOR, now=entry.happened_at)


def hear_ended(
    run: Sequence[tuple[ReplyWritten | CaseResolved | CaseSnoozed | ReplyScheduled, "Entry"]],
) -> None:
    operations.end_items(
        case_ids={event.case_id for event, _ in run},
        actor=SYSTEM_ACTOR,
        now=max(entry.happened_at for _, entry in run),
    )


def hear_assigned(run: Sequence[tuple[CaseAssigned, "Entry"]]) -> None:
    operations.follow_assignees(
        given={event.case_id: event.agent_id for event, _ in run},
        actor=SYSTEM_ACTOR,
        now=max(entry.happened_at for _, entry in run),
    )


def hear_priorities(run: Sequence[tuple[PriorityChanged, "Entry"]]) -> None:
    operations.rank_items(
        case_ids={event.case_id for event, _ in run},
        actor=SYSTEM_ACTOR,
        now=max(entry.happened_at for _, entry in run),
    )


def hear_given_to_teams(run: Sequence[tuple[CaseGivenToTeam, "Entry"]]) -> None:
    operations.follow_teams(
        case_ids={event.case_id for event, _ in run},
        actor=SYSTEM_ACTOR,
        now=max(entry.happened_at for _, entry in run),
    )


def hear_team(event: TeamChanged | TeamRemoved, entry: "Entry") -> None:
    operations.free_from_team(team_id=event.team_id, actor=SYSTEM_ACTOR, now=entry.happened_at)


def hear_moved(event: CaseEvent, entry: "Entry") -> None:
    operations.settle_items(case_ids=[event.case_id], actor=SYSTEM_ACTOR, now=entry.happened_at)


def hear_undone(event: ChangeUndone, entry: "Entry") -> None:
    """The line follows the case back: in it or out of it, and to whoever had it."""
    now = entry.happened_at
    if event.waits:
        operations.put_in_line(case_ids=[event.case_id], actor=SYSTEM_ACTOR, now=now)
    else:
        operations.end_items(case_ids=[event.case_id], actor=SYSTEM_ACTOR, now=now)
    operations.follow_assignees(given={event.case_id: event.agent_id}, actor=SYSTEM_ACTOR, now=now)


def hear_presence(event: PresenceChanged, entry: "Entry") -> None:
    if event.presence == Presence.AWAY:
        operations.release_items(agent_id=event.agent_id, actor=SYSTEM_ACTOR, now=entry.happened_at)
