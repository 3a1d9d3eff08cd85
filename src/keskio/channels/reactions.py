"""What the channels do when they hear of something."""

from typing import TYPE_CHECKING

from keskio.cases.events import AcknowledgementWritten, CaseOpened, ReplyWritten
from keskio.channels import operations
from keskio.channels.events import MailArrived
from keskio.journal.actors import SYSTEM_ACTOR

if TYPE_CHECKING:
    from keskio.journal.models import Entry


def process(event: MailArrived, entry: "Entry") -> None:
    operations.process_arrival(
        arrival_id=event.arrival_id, actor=SYSTEM_ACTOR, now=entry.happened_at
    )


def acknowledge(event: CaseOpened, entry: "Entry") -> None:
    if not event.automatic:
        operations.acknowledge(
            case_id=event.case_id,
            message_id=event.message_id,
            actor=SYSTEM_ACTOR,
            now=entry.happened_at,
        )


def queue(event: ReplyWritten | AcknowledgementWritten, entry: "Entry") -> None:
    operations.queue_delivery(
        message_id=event.message_id, actor=SYSTEM_ACTOR, now=entry.happened_at
    )
