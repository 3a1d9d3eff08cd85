"""An agent's own views and columns."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from keskio.cases import operations
from keskio.cases import queries as cases
from keskio.interfaces.desk import rows
from keskio.interfaces.desk.access import DeskRequest, for_agents
from keskio.interfaces.desk.asked import Asked, asked_by_saved, is_id
from keskio.interfaces.desk.views.bulk import where_they_were
from keskio.kit.scopes import SYSTEM, writing
from keskio.staff.rights import Right

NOT_SHARED = gettext_lazy(
    "Not saved: a view is about clients that you serve, and shared with them or a team of theirs."
)
REFUSALS = {"name": gettext_lazy("Not saved: give the view a name, at most 80 letters.")}


@for_agents
@require_POST
def save_view(request: DeskRequest) -> HttpResponse:
    """The list that the form carries, under a name; `share` is client:3, team:7 or empty."""
    asked = Asked.by(request.POST.dict(), request.viewer)
    whom, _colon, number = request.POST.get("share", "").partition(":")
    if whom and not request.viewer.may(Right.MANAGE_VIEWS):
        raise PermissionDenied
    shared = {whom: int(number)} if is_id(number) else {}
    if whom and "team" not in shared and shared.get("client") not in request.viewer.clients:
        messages.warning(request, NOT_SHARED)
        return redirect(where_they_were(request))
    try:
        with writing(SYSTEM):
            saved = operations.save_view(
                owner_id=request.user.pk,
                name=request.POST.get("name", ""),
                content=_content(request, asked),
                shared_with=shared.get("client"),
                team_id=shared.get("team"),
                actor=request.viewer.actor,
                now=request.now,
            )
    except operations.BadView as refusal:
        messages.warning(request, REFUSALS.get(str(refusal), NOT_SHARED))
        return redirect(where_they_were(request))
    messages.success(request, _("View saved."))
    return redirect(reverse("cases") + asked_by_saved(saved).query)


@for_agents
@require_POST
def remove_view(request: DeskRequest, view_id: int) -> HttpResponse:
    try:
        with writing(SYSTEM):
            cases.saved_view(view_id, viewer=request.viewer)
            operations.remove_view(
                view_id=view_id,
                owner_id=request.user.pk,
                actor=request.viewer.actor,
                now=request.now,
            )
    except operations.NotYourView:
        messages.warning(request, _("Only who made a view can remove it."))
    else:
        messages.success(request, _("View removed."))
    return redirect("cases")


@for_agents
@require_POST
def choose_columns(request: DeskRequest) -> HttpResponse:
    with writing(SYSTEM):
        operations.choose_columns(
            agent_id=request.user.pk,
            columns=[one for one in request.POST.getlist("column") if one in rows.COLUMNS],
            actor=request.viewer.actor,
            now=request.now,
        )
    return redirect(where_they_were(request))


def _content(request: DeskRequest, asked: Asked) -> operations.ViewContent:
    return operations.ViewContent(
        view=asked.view,
        sort=asked.sort,
        client_id=asked.client,
        inbox_id=asked.inbox,
        agent_id=asked.agent,
        language=asked.language,
        columns=[one for one in request.POST.getlist("column") if one in rows.COLUMNS],
    )
