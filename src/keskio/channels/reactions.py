"""What the channels do when they hear of something."""

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist

from keskio.cases.events import (
    AcknowledgementWritten,
    CaseOpened,
    CaseStarted,
    MessageForwarded,
    ReplyWritten,
)
from keskio.channels import operations
from keskio.channels.events import MailArrived
from keskio.clients import queries as clients
from keskio.journal.actors import SYSTEM_ACTOR

if TYPE_CHECKING:
    from keskio.journal.models import Entry


def process(run: Sequence[tuple[MailArrived, "Entry"]]) -> None:
    operations.process_arrivals(
        arrival_ids=[event.arrival_id for event, _ in run],
        actor=SYSTEM_ACTOR,
        now=run[-1][1].happened_at,
    )


def acknowledge(run: Sequence[tuple[CaseOpened, "Entry"]]) -> None:
    inboxes = clients.inboxes_by_id({event.inbox_id for event, _ in run})
    for event, entry in run:
        if not (event.automatic or event.spam) and inboxes[event.inbox_id].acknowledges:
            operations.acknowledge(
                case_id=event.case_id,
                message_id=event.message_id,
                actor=SYSTEM_ACTOR,
                now=entry.happened_at,
            )


def queue(
    event: ReplyWritten | AcknowledgementWritten | CaseStarted | MessageForwarded, entry: "Entry"
) -> None:
    """What was taken back before this was heard is not sent."""
    with suppress(ObjectDoesNotExist):
        operations.queue_delivery(
            message_id=event.message_id, actor=SYSTEM_ACTOR, now=entry.happened_at
        )
