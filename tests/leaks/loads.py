"""One of everything that a case can carry."""

from datetime import timedelta

from django.utils import timezone

from keskio.cases import operations as cases
from keskio.clients import operations as clients
from keskio.clients.models import Client, FieldKind, StatusOf
from keskio.kit.scopes import SYSTEM, writing
from keskio.staff import operations as staff
from keskio.staff.models import Agent, AgentNotification, NotificationKind


def carried_by(
    client: Client, agent: Agent, case_id: int, inbox_id: int, mark: str
) -> dict[str, object]:
    """The ids by which it is asked for."""
    who = {"actor": agent.actor, "now": timezone.now()}
    with writing(SYSTEM):
        tag = clients.add_tag(client_id=client.pk, name=f"{mark}tag", **who)
        status = clients.add_status(
            client_id=client.pk, name=f"{mark}status", state=StatusOf.OPEN, **who
        )
        field = clients.add_field(
            client_id=client.pk, name=f"{mark}field", kind=FieldKind.TEXT, **who
        )
        clients.add_field(
            client_id=client.pk,
            name=f"{mark}choice",
            kind=FieldKind.CHOICE,
            choices=[f"{mark}one"],
            **who,
        )
        team = staff.add_team(
            name=f"{mark}team", agent_ids=[agent.pk], client_ids=[client.pk], **who
        )
        cases.tag_case(case_id=case_id, tag_id=tag.pk, **who)
        cases.set_status(case_id=case_id, status_id=status.pk, **who)
        cases.set_field(case_id=case_id, field_id=field.pk, value=f"{mark}value", **who)
        cases.follow_case(case_id=case_id, agent_id=agent.pk, **who)
        item = cases.add_checklist_item(case_id=case_id, text=f"{mark}step", **who)
        reminder = cases.set_reminder(
            case_id=case_id, agent_id=agent.pk, due_at=who["now"] + timedelta(days=1), **who
        )
        staff.notify_agent(
            agent_id=agent.pk,
            kind=NotificationKind.REMINDER,
            case_id=case_id,
            inbox_id=inbox_id,
            client_id=client.pk,
            **who,
        )
        told = AgentNotification.objects.get(agent=agent, kind=NotificationKind.REMINDER)
    return {
        "tag_id": tag.pk,
        "status_id": status.pk,
        "field_id": field.pk,
        "team_id": team.pk,
        "item_id": item.pk,
        "reminder_id": reminder.pk,
        "notification_id": told.pk,
    }
