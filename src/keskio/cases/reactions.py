"""What happens to cases when something else has happened."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from keskio.cases import operations
from keskio.cases.events import MessageReceived, NoteWritten, ReplyWritten, SnoozeEnded
from keskio.customers.events import CustomerMet
from keskio.journal.actors import SYSTEM_ACTOR

if TYPE_CHECKING:
    from keskio.journal.models import Entry


def wake(event: SnoozeEnded, entry: "Entry") -> None:
    operations.end_snooze(case_id=event.case_id, actor=SYSTEM_ACTOR, now=entry.happened_at)


def index(run: Sequence[tuple[MessageReceived | ReplyWritten | NoteWritten, "Entry"]]) -> None:
    operations.index_messages({event.message_id for event, _ in run})


def index_met(run: Sequence[tuple[CustomerMet, "Entry"]]) -> None:
    operations.index_customers({event.customer_id for event, _ in run})
