"""What happens to cases when something else has happened."""

from typing import TYPE_CHECKING

from keskio.cases import operations
from keskio.cases.events import ReplyDue, SnoozeEnded
from keskio.journal.actors import SYSTEM_ACTOR

if TYPE_CHECKING:
    from keskio.journal.models import Entry


def wake(event: SnoozeEnded, entry: "Entry") -> None:
    operations.end_snooze(case_id=event.case_id, actor=SYSTEM_ACTOR, now=entry.happened_at)


def send_scheduled(event: ReplyDue, entry: "Entry") -> None:
    operations.send_scheduled(
        case_id=event.case_id,
        draft_id=event.draft_id,
        actor=SYSTEM_ACTOR,
        now=entry.happened_at,
    )
