"""Settings as a file: taken out, compared, put in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from keskio.interfaces.desk.access import DeskRequest, for_administrators
from keskio.interfaces.desk.admin_forms import SettingsFileForm
from keskio.interfaces.desk.administration import page_of
from keskio.kit.scopes import SYSTEM, reading
from keskio.settings_file.applying import Refused, apply_text, compare_text
from keskio.settings_file.text import export_text

UNPROCESSABLE = 422


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def settings_file(request: DeskRequest) -> HttpResponse:
    """What was sent is compared first; only what was compared and sent again is put in."""
    form = SettingsFileForm(request.POST or None)
    context = {"page": page_of("admin_settings_file"), "form": form}
    if request.method != "POST" or not form.is_valid():
        status = UNPROCESSABLE if form.errors else 200
        return render(request, "desk/admin/settings_file.html", context, status=status)
    does = apply_text if request.POST.get("what") == "apply" else compare_text
    try:
        changes = does(
            form.cleaned_data["text"],
            own_rights=request.viewer.rights,
            actor=request.viewer.actor,
            now=request.now,
        )
    except Refused as refusal:
        context["refusals"] = refusal.reasons
        return render(request, "desk/admin/settings_file.html", context, status=UNPROCESSABLE)
    if does is apply_text:
        messages.success(request, _("The settings are in."))
        return redirect("admin_settings_file")
    context |= {"compared": True, "changes": changes}
    return render(request, "desk/admin/settings_file.html", context)


@for_administrators
@require_safe
def download(request: DeskRequest) -> HttpResponse:
    with reading(SYSTEM):
        text = export_text(request.viewer.rights)
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="keskio-settings.yaml"'
    return response
