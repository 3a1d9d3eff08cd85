"""What agents are told: they were mentioned, given a case, reminded, or what they follow moved.

Not in the journal: each tells of something that is there already.
"""

from collections.abc import Collection
from datetime import datetime

from keskio.journal.actors import Actor
from keskio.kit.bulk import insert_rows
from keskio.kit.transactions import require_transaction
from keskio.staff.models import AgentNotification, NotificationKind


def notify_agent(
    *,
    agent_id: int,
    kind: NotificationKind,
    case_id: int,
    inbox_id: int,
    client_id: int,
    actor: Actor,
    now: datetime,
) -> None:
    """As notify_agents, for one."""
    notify_agents(
        agent_ids=[agent_id],
        kind=kind,
        case_id=case_id,
        inbox_id=inbox_id,
        client_id=client_id,
        actor=actor,
        now=now,
    )


def notify_agents(
    *,
    agent_ids: Collection[int],
    kind: NotificationKind,
    case_id: int,
    inbox_id: int,
    client_id: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Tell agents of what `actor` did; what they have not read yet is told again, not twice.

    Nobody is told of what they did themselves, except that they wished to be reminded.
    """
    require_transaction()
    wanted = set(agent_ids)
    if kind != NotificationKind.REMINDER and actor.kind == "agent":
        wanted.discard(actor.id or 0)
    if not wanted:
        return
    unread = AgentNotification.objects.select_for_update().filter(
        agent__in=wanted, kind=kind, case_id=case_id, read_at__isnull=True
    )
    again = list(unread.order_by("id").values_list("pk", "agent"))
    AgentNotification.objects.filter(pk__in=[pk for pk, _ in again]).update(
        created_at=now, actor=actor
    )
    told = {agent_id for _, agent_id in again}
    insert_rows(
        [
            AgentNotification(
                client_id=client_id,
                agent_id=agent_id,
                kind=kind,
                case_id=case_id,
                inbox_id=inbox_id,
                actor=actor,
                created_at=now,
            )
            for agent_id in sorted(wanted - told)
        ]
    )


def read_notifications(
    *,
    agent_id: int,
    notification_ids: Collection[int] | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Mark these as read, with None all; how many were not."""
    require_transaction()
    unread = AgentNotification.objects.filter(agent=agent_id, read_at__isnull=True)
    if notification_ids is not None:
        unread = unread.filter(pk__in=notification_ids)
    return unread.update(read_at=now)
