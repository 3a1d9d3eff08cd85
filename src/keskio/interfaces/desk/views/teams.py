"""Administration of teams: who works together, for whom."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from keskio.clients import queries as clients
from keskio.clients.settings import BadSetting
from keskio.interfaces.desk.access import DeskRequest, for_administrators
from keskio.interfaces.desk.administration import page_of
from keskio.interfaces.desk.definition_forms import TeamForm, complain
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.staff import operations
from keskio.staff import queries as staff

UNPROCESSABLE = 422
NEW = "new"


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def teams(request: DeskRequest) -> HttpResponse:
    if request.method != "POST":
        return _show(request, {})
    form = TeamForm(request.POST, prefix=NEW, **_known())
    if form.is_valid():
        try:
            with writing(SYSTEM):
                operations.add_team(
                    **form.cleaned_data, actor=request.viewer.actor, now=request.now
                )
        except BadSetting as refusal:
            complain(form, refusal)
        else:
            messages.success(request, _("Added."))
            return redirect("admin_teams")
    return _show(request, {NEW: form})


@for_administrators
@require_POST
def team(request: DeskRequest, team_id: int) -> HttpResponse:
    """`remove` takes it away; else it is changed as the form says."""
    with reading(SYSTEM):
        staff.team(team_id)
    if "remove" in request.POST:
        with writing(SYSTEM):
            operations.remove_team(team_id=team_id, actor=request.viewer.actor, now=request.now)
        messages.success(request, _("Removed. What it had can be taken by everybody."))
        return redirect("admin_teams")
    form = TeamForm(request.POST, prefix=str(team_id), **_known())
    if form.is_valid():
        try:
            with writing(SYSTEM):
                operations.change_team(
                    team_id=team_id,
                    **form.cleaned_data,
                    actor=request.viewer.actor,
                    now=request.now,
                )
        except BadSetting as refusal:
            complain(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("admin_teams")
    return _show(request, {str(team_id): form})


def _known() -> dict[str, Any]:
    with reading(SYSTEM):
        return {
            "agents": [(one.pk, str(one)) for one in staff.every_agent() if one.is_active],
            "clients": [(one.pk, one.name) for one in clients.every_client()],
        }


def _show(request: DeskRequest, refused: dict[str, TeamForm]) -> HttpResponse:
    known = _known()
    with reading(SYSTEM):
        rows = [(one, refused.get(str(one.pk)) or _form(one, known)) for one in staff.every_team()]
    new = refused.get(NEW) or TeamForm(prefix=NEW, **known)
    context = {"page": page_of("admin_teams"), "rows": rows, "new": new}
    status = UNPROCESSABLE if refused else 200
    return render(request, "desk/admin/teams.html", context, status=status)


def _form(team: Any, known: dict[str, Any]) -> TeamForm:
    initial = {
        "name": team.name,
        "agent_ids": [member.agent_id for member in team.members.all()],
        "client_ids": [one.client_id for one in team.clients.all()],
    }
    return TeamForm(initial=initial, prefix=str(team.pk), **known)
