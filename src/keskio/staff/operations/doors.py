"""Who may enter an inbox."""

from collections.abc import Collection
from datetime import datetime

from keskio.journal.actors import Actor
from keskio.journal.operations import record
from keskio.kit.scopes import INSTALLATION
from keskio.staff.events import InboxDoorSet
from keskio.staff.models import ClosedInbox, LetIn


def set_door(
    *, inbox_id: int, agent_ids: Collection[int] | None, actor: Actor, now: datetime
) -> None:
    """Close the inbox to all but these agents, or with None open it to all who serve its client.

    The same again changes nothing.
    """
    closed = ClosedInbox.objects.select_for_update().filter(inbox=inbox_id).first()
    wanted = None if agent_ids is None else sorted(set(agent_ids))
    before = _let_in(closed)
    if before == wanted:
        return
    if wanted is None:
        ClosedInbox.objects.filter(inbox=inbox_id).delete()
    else:
        _let_in_only(closed or ClosedInbox.objects.create(inbox_id=inbox_id), wanted)
    event = InboxDoorSet(inbox_id=inbox_id, agent_ids=wanted, before=before)
    record(event, client_id=INSTALLATION, actor=actor, at=now)


def _let_in(closed: ClosedInbox | None) -> list[int] | None:
    if closed is None:
        return None
    return sorted(LetIn.objects.filter(closed=closed).values_list("agent", flat=True))


def _let_in_only(closed: ClosedInbox, agent_ids: Collection[int]) -> None:
    LetIn.objects.filter(closed=closed).exclude(agent__in=agent_ids).delete()
    LetIn.objects.bulk_create(
        (LetIn(closed=closed, agent_id=agent_id) for agent_id in agent_ids), ignore_conflicts=True
    )
