"""Canned responses, kept by who has the right: what agents find under `/` while they write."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from keskio.cases import operations
from keskio.cases import queries as cases
from keskio.cases.canned import VARIABLES
from keskio.cases.models import CannedResponse
from keskio.clients import queries as clients
from keskio.clients.settings import BadSetting
from keskio.interfaces.desk.access import DeskRequest, for_agents
from keskio.interfaces.desk.administration import page_of
from keskio.interfaces.desk.forms import CannedForm
from keskio.kit.scopes import reading, writing

UNPROCESSABLE = 422


@dataclass(frozen=True)
class Row:
    response: CannedResponse
    client: str
    languages: str
    first: str


@for_agents
@require_http_methods(["GET", "HEAD", "POST"])
def canned(request: DeskRequest) -> HttpResponse:
    form = CannedForm(request.POST or None, clients=_clients(request))
    if request.method == "POST" and form.is_valid() and _add(request, form):
        messages.success(request, _("Saved."))
        return redirect("canned")
    return _show(request, form, None)


@for_agents
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: DeskRequest, canned_id: int) -> HttpResponse:
    with reading(request.viewer.scope):
        response = cases.canned_response(canned_id, viewer=request.viewer)
    known = {
        "client": response.client_id,
        "name": response.name,
        "shortcut": response.shortcut,
        **{f"text_{code}": text for code, text in response.texts.items()},
    }
    form = CannedForm(request.POST or None, clients=_clients(request), initial=known)
    if request.method == "POST" and form.is_valid() and _change(request, form, canned_id):
        messages.success(request, _("Saved."))
        return redirect("canned")
    return _show(request, form, response)


@for_agents
@require_POST
def delete(request: DeskRequest, canned_id: int) -> HttpResponse:
    with writing(request.viewer.scope):
        cases.canned_response(canned_id, viewer=request.viewer)
        operations.delete_canned_response(
            canned_response_id=canned_id, actor=request.viewer.actor, now=request.now
        )
    messages.success(request, _("Deleted."))
    return redirect("canned")


def _clients(request: DeskRequest) -> list[tuple[int, str]]:
    with reading(request.viewer.scope):
        served = clients.clients_among(request.viewer.clients)
        return [(client.pk, client.name) for client in served]


def _add(request: DeskRequest, form: CannedForm) -> bool:
    try:
        with writing(request.viewer.scope):
            operations.add_canned_response(
                client_id=form.cleaned_data["client"],
                name=form.cleaned_data["name"],
                shortcut=form.cleaned_data["shortcut"],
                texts=form.texts(),
                actor=request.viewer.actor,
                now=request.now,
            )
    except BadSetting as refusal:
        _explain(form, refusal)
        return False
    return True


def _change(request: DeskRequest, form: CannedForm, canned_id: int) -> bool:
    try:
        with writing(request.viewer.scope):
            operations.change_canned_response(
                canned_response_id=canned_id,
                name=form.cleaned_data["name"],
                shortcut=form.cleaned_data["shortcut"],
                texts=form.texts(),
                actor=request.viewer.actor,
                now=request.now,
            )
    except BadSetting as refusal:
        _explain(form, refusal)
        return False
    return True


def _explain(form: CannedForm, refusal: BadSetting) -> None:
    if isinstance(refusal, operations.UnknownVariable):
        words = _("Nobody would fill in %(names)s. Use the variables listed above.")
        form.add_error(None, words % {"names": refusal.why})
    elif refusal.field == "shortcut":
        form.add_error("shortcut", _("Use letters, digits and -, and one that is not taken."))
    elif refusal.field == "name":
        form.add_error("name", _("It needs a name."))
    else:
        form.add_error(None, _("Write the text in at least one language."))


def _show(request: DeskRequest, form: CannedForm, changed: CannedResponse | None) -> HttpResponse:
    named = dict(_clients(request))
    spoken = dict(settings.LANGUAGES)
    with reading(request.viewer.scope):
        found = cases.canned_responses(clients=request.viewer.clients)
    rows = [
        Row(
            one,
            named.get(one.client_id, ""),
            ", ".join(spoken.get(code, code) for code in one.texts),
            next(iter(one.texts.values()), ""),
        )
        for one in found
    ]
    variables = [f"{{{{{name}}}}}" for name in VARIABLES]
    context = {
        "page": page_of("canned"),
        "form": form,
        "rows": rows,
        "changed": changed,
        "variables": variables,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "desk/admin/canned.html", context, status=status)
