"""What an agent should look at: the bell's list, on a page of its own and in the frame."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keskio.cases import queries as cases
from keskio.interfaces.desk.access import DeskRequest, for_agents
from keskio.interfaces.desk.words import NOTIFICATION_ICONS, NOTIFICATIONS
from keskio.kit.scopes import reading, writing
from keskio.staff import operations
from keskio.staff import queries as staff
from keskio.staff.models import AgentNotification, NotificationKind

SHOWN, SHOWN_IN_FRAME = 100, 12


@dataclass(frozen=True)
class Told:
    """One notification, in words."""

    notification: AgentNotification
    subject: str
    icon: str
    words: SafeString


@for_agents
@require_safe
def notifications(request: DeskRequest) -> HttpResponse:
    """With `?part` only the list, for the frame of every page."""
    part = "part" in request.GET
    with reading(request.viewer.scope):
        found = list(staff.notifications_of(request.viewer)[: SHOWN_IN_FRAME if part else SHOWN])
        subjects = cases.subjects_of([one.case_id for one in found], viewer=request.viewer)
        by = {one.actor.id for one in found if one.actor.kind == "agent"}
        names = staff.names_of([pk for pk in by if pk is not None])
        told = [_told(one, subjects, names) for one in found if one.case_id in subjects]
    template = "desk/notifications_list.html" if part else "desk/notifications.html"
    return render(request, template, {"told": told})


@for_agents
@require_POST
def open_notification(request: DeskRequest, notification_id: int) -> HttpResponse:
    """To its case; from then on it is read."""
    with writing(request.viewer.scope):
        found = staff.notifications_of(request.viewer).filter(pk=notification_id).first()
        if found is None:
            raise Http404
        operations.read_notifications(
            agent_id=request.user.pk,
            notification_ids=[found.pk],
            actor=request.viewer.actor,
            now=request.now,
        )
    return redirect("case", found.case_id)


@for_agents
@require_POST
def read_all(request: DeskRequest) -> HttpResponse:
    with writing(request.viewer.scope):
        operations.read_notifications(
            agent_id=request.user.pk, actor=request.viewer.actor, now=request.now
        )
    messages.success(request, _("All read."))
    return redirect("notifications")


def _told(one: AgentNotification, subjects: dict[int, str], names: dict[int, str]) -> Told:
    kind = NotificationKind(one.kind)
    who = names.get(one.actor.id or 0, "Keskiö") if one.actor.kind == "agent" else "Keskiö"
    words = format_html(str(NOTIFICATIONS[kind]), name=who)
    return Told(one, subjects[one.case_id], NOTIFICATION_ICONS[kind], words)
