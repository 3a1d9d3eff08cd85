"""What was scheduled is sent when its time comes, or held back."""

from datetime import datetime

from keskio.cases.addresses import NoRecipient, parsed
from keskio.cases.models import Draft, Message
from keskio.cases.operations.locking import AnsweredMeanwhile, lock_case
from keskio.cases.operations.outgoing import EmptyMessage, TooMuchAttached
from keskio.cases.operations.scheduling import hold_back
from keskio.cases.operations.writing import write_reply
from keskio.journal.actors import Actor


def send_scheduled(*, case_id: int, draft_id: int, actor: Actor, now: datetime) -> Message | None:
    """Send it as its writer's own; None when it is scheduled no longer, or was held back."""
    case = lock_case(case_id)
    draft = Draft.objects.filter(pk=draft_id, case=case).first()
    if draft is None or draft.send_at is None or draft.send_at > now:
        return None
    try:
        return write_reply(
            case_id=case_id,
            text=draft.text,
            to=parsed(draft.to),
            cc=parsed(draft.cc),
            bcc=parsed(draft.bcc),
            draft_id=draft.pk,
            last_seen=draft.last_seen,
            actor=Actor.agent(draft.agent_id),
            agent_id=draft.agent_id,
            now=now,
        )
    except (AnsweredMeanwhile, NoRecipient, EmptyMessage, TooMuchAttached):
        case.refresh_from_db()
        hold_back(case=case, draft=draft, actor=actor, now=now)
        return None
