"""Administration of what cases can carry: tags, statuses and fields of each client."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from keskio.clients import operations
from keskio.clients import queries as clients
from keskio.clients.models import Client, Definition, FieldKind
from keskio.clients.settings import BadSetting
from keskio.interfaces.desk.access import DeskRequest, for_administrators
from keskio.interfaces.desk.administration import page_of
from keskio.interfaces.desk.definition_forms import (
    DefinitionForm,
    FieldForm,
    NewFieldForm,
    NewStatusForm,
    StatusForm,
    TagForm,
    complain,
)
from keskio.kit.scopes import SYSTEM, reading, writing

PAGE_METHODS = ["GET", "HEAD", "POST"]
UNPROCESSABLE = 422


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One of the three things that are defined, and what is done with it."""

    page: str
    address: str
    nothing: Promise
    all_of: Callable[[int], Sequence[Any]]
    one: Callable[[int], Any]
    new_form: type[DefinitionForm]
    form: type[DefinitionForm]
    add: Callable[..., Any]
    change: Callable[..., Any]
    remove: Callable[..., None]
    named: str


TAGS = Kind(
    page="admin_tags",
    address="admin_tag",
    nothing=gettext_lazy("No tags yet."),
    all_of=clients.tags_of,
    one=clients.tag,
    new_form=TagForm,
    form=TagForm,
    add=operations.add_tag,
    change=operations.change_tag,
    remove=operations.remove_tag,
    named="tag_id",
)
STATUSES = Kind(
    page="admin_statuses",
    address="admin_status",
    nothing=gettext_lazy("No statuses of its own: the four states suffice."),
    all_of=clients.statuses_of,
    one=clients.status,
    new_form=NewStatusForm,
    form=StatusForm,
    add=operations.add_status,
    change=operations.change_status,
    remove=operations.remove_status,
    named="status_id",
)
FIELDS = Kind(
    page="admin_fields",
    address="admin_field",
    nothing=gettext_lazy("No fields of its own."),
    all_of=clients.fields_of,
    one=clients.field,
    new_form=NewFieldForm,
    form=FieldForm,
    add=operations.add_field,
    change=operations.change_field,
    remove=operations.remove_field,
    named="field_id",
)


@for_administrators
@require_http_methods(PAGE_METHODS)
def tags(request: DeskRequest) -> HttpResponse:
    return _page(request, TAGS)


@for_administrators
@require_http_methods(PAGE_METHODS)
def statuses(request: DeskRequest) -> HttpResponse:
    return _page(request, STATUSES)


@for_administrators
@require_http_methods(PAGE_METHODS)
def fields(request: DeskRequest) -> HttpResponse:
    return _page(request, FIELDS)


@for_administrators
@require_POST
def tag(request: DeskRequest, tag_id: int) -> HttpResponse:
    return _change(request, TAGS, tag_id)


@for_administrators
@require_POST
def status(request: DeskRequest, status_id: int) -> HttpResponse:
    return _change(request, STATUSES, status_id)


@for_administrators
@require_POST
def field(request: DeskRequest, field_id: int) -> HttpResponse:
    return _change(request, FIELDS, field_id)


@dataclass(frozen=True)
class Section:
    """A client, what it has, and the form for one more."""

    client: Client
    rows: list[tuple[Definition, DefinitionForm]]
    new: DefinitionForm


def _page(request: DeskRequest, kind: Kind) -> HttpResponse:
    """What is posted here is a new one, for the client that `client` names."""
    refused: dict[str, DefinitionForm] = {}
    if request.method == "POST":
        asked = request.POST.get("client", "")
        client_id = int(asked) if asked.isdecimal() else 0
        if client_id not in request.viewer.clients:
            return redirect(kind.page)
        form = kind.new_form(request.POST, prefix=f"new-{client_id}")
        if form.is_valid() and _add(request, kind, client_id, form):
            messages.success(request, _("Added."))
            return redirect(kind.page)
        refused[str(form.prefix)] = form
    return _show(request, kind, refused)


def _add(request: DeskRequest, kind: Kind, client_id: int, form: DefinitionForm) -> bool:
    try:
        with writing(SYSTEM):
            kind.add(
                client_id=client_id,
                **form.said(),
                actor=request.viewer.actor,
                now=request.now,
            )
    except BadSetting as refusal:
        complain(form, refusal)
        return False
    return True


def _change(request: DeskRequest, kind: Kind, pk: int) -> HttpResponse:
    """`remove` takes it away; else it is changed as the form says."""
    who = {kind.named: pk, "actor": request.viewer.actor, "now": request.now}
    with reading(SYSTEM):
        one = kind.one(pk)
    if "remove" in request.POST:
        with writing(SYSTEM):
            kind.remove(**who)
        messages.success(request, _("Removed. The stories of cases go on naming it."))
        return redirect(kind.page)
    form = _form(kind, one, request.POST)
    if form.is_valid():
        try:
            with writing(SYSTEM):
                kind.change(**who, **form.said())
        except BadSetting as refusal:
            complain(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(kind.page)
    return _show(request, kind, {str(pk): form})


def _show(request: DeskRequest, kind: Kind, refused: dict[str, DefinitionForm]) -> HttpResponse:
    with reading(SYSTEM):
        sections = [_section(kind, client, refused) for client in clients.every_client()]
    context = {"page": page_of(kind.page), "kind": kind, "sections": sections}
    status = UNPROCESSABLE if refused else 200
    return render(request, "desk/admin/definitions.html", context, status=status)


def _section(kind: Kind, client: Client, refused: dict[str, DefinitionForm]) -> Section:
    rows = [(one, refused.get(str(one.pk)) or _form(kind, one)) for one in kind.all_of(client.pk)]
    prefix = f"new-{client.pk}"
    return Section(client, rows, refused.get(prefix) or kind.new_form(prefix=prefix))


def _form(kind: Kind, one: Any, data: Any = None) -> DefinitionForm:
    said = {name: getattr(one, name, None) for name in ("name", "colour", "position", "required")}
    initial = said | {"choices": "\n".join(getattr(one, "choices", ()))}
    form = kind.form(data, initial=initial, prefix=str(one.pk))
    if getattr(one, "kind", "") != FieldKind.CHOICE:
        form.fields.pop("choices", None)
    return form
