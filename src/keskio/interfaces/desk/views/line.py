"""The line, as an agent meets it: take next; and whether the agent is there."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from keskio.interfaces.desk.access import DeskRequest, for_agents
from keskio.interfaces.desk.views.bulk import where_they_were
from keskio.interfaces.desk.words import REFUSED, refusal_in_words
from keskio.kit.scopes import SYSTEM, writing
from keskio.routing import operations
from keskio.staff import operations as staff
from keskio.staff.models import Presence


@for_agents
@require_POST
def take_next(request: DeskRequest) -> HttpResponse:
    try:
        with writing(request.viewer.scope):
            item = operations.take_next(
                viewer=request.viewer, actor=request.viewer.actor, now=request.now
            )
    except REFUSED as refusal:
        messages.info(request, refusal_in_words(refusal))
        return redirect("cases")
    return redirect("case", item.case_id)


@for_agents
@require_POST
def set_presence(request: DeskRequest) -> HttpResponse:
    if request.POST.get("presence") not in Presence:
        return HttpResponseBadRequest()
    with writing(SYSTEM):
        staff.set_presence(
            agent_id=request.user.pk,
            presence=Presence(request.POST["presence"]),
            actor=request.viewer.actor,
            now=request.now,
        )
    return redirect(where_they_were(request))


@for_agents
@require_POST
def set_signature(request: DeskRequest) -> HttpResponse:
    with writing(SYSTEM):
        staff.set_signature(
            agent_id=request.user.pk,
            text=request.POST.get("signature", ""),
            actor=request.viewer.actor,
            now=request.now,
        )
    messages.success(request, _("Saved."))
    return redirect("settings")


@for_agents
@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: DeskRequest) -> HttpResponse:
    """The agent's own: language, password, second step."""
    if request.method == "POST":
        return _save_settings(request)
    return render(request, "desk/settings.html", {"languages": settings.LANGUAGES})


def _save_settings(request: DeskRequest) -> HttpResponse:
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    with writing(SYSTEM):
        staff.set_language(
            agent_id=request.user.pk,
            language=language,
            actor=request.viewer.actor,
            now=request.now,
        )
    with translation.override(language):
        messages.success(request, _("Saved."))
    return redirect("settings")
