"""Clients, their inboxes, and the reasons their cases end under."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keskio.clients import operations
from keskio.clients import queries as clients
from keskio.clients.models import Inbox, Reason
from keskio.clients.settings import BadSetting
from keskio.interfaces.desk.access import DeskRequest, for_administrators
from keskio.interfaces.desk.admin_forms import (
    ClientForm,
    DoorForm,
    InboxForm,
    NewClientForm,
    NewInboxForm,
    ReasonForm,
    Refusable,
)
from keskio.interfaces.desk.admin_words import refusal_in_words
from keskio.interfaces.desk.administration import page_of
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.staff import operations as staff_operations
from keskio.staff import queries as staff

PAGE_METHODS = ["GET", "HEAD", "POST"]
UNPROCESSABLE = 422
CLIENT_FIELDS = ("name", "language", "time_zone", "opens_at", "closes_at")
INBOX_FIELDS = tuple(InboxForm.base_fields)


@for_administrators
@require_safe
def client_list(request: DeskRequest) -> HttpResponse:
    with reading(SYSTEM):
        every_client = list(clients.every_client())
        inboxes = list(clients.inboxes_of([client.pk for client in every_client]))
        doors = staff.doors()
    rows = [
        (client, [(one, one.pk in doors) for one in inboxes if one.client_id == client.pk])
        for client in every_client
    ]
    context = {"page": page_of("admin_clients"), "rows": rows}
    return render(request, "desk/admin/clients.html", context)


@for_administrators
@require_http_methods(PAGE_METHODS)
def new_client(request: DeskRequest) -> HttpResponse:
    form = NewClientForm(request.POST or None)

    def save() -> HttpResponse:
        client = operations.add_client(
            **form.cleaned_data, actor=request.viewer.actor, now=request.now
        )
        return redirect("admin_client", client.pk)

    said = {"title": _("New client"), "back": "admin_clients"}
    return _form_page(request, form, save, said, _("Added. Give it an inbox next."))


@for_administrators
@require_http_methods(PAGE_METHODS)
def client_page(request: DeskRequest, client_id: int) -> HttpResponse:
    with reading(SYSTEM):
        client = clients.client(client_id)
    known = {name: getattr(client, name) for name in CLIENT_FIELDS}
    form = ClientForm(request.POST or None, initial={**known, "open_days": list(client.open_days)})

    def save() -> HttpResponse:
        operations.change_client(
            client_id=client_id,
            settings=form.cleaned_data,
            actor=request.viewer.actor,
            now=request.now,
        )
        return redirect("admin_client", client_id)

    with reading(SYSTEM):
        said = {
            "page": page_of("admin_clients"),
            "client": client,
            "inboxes": list(clients.inboxes_of([client_id])),
            "doors": staff.doors(),
            "reasons": clients.every_reason_of([client_id]),
            "reason_form": ReasonForm(),
        }
    return _form_page(request, form, save, said, _("Saved."), "desk/admin/client.html")


@for_administrators
@require_POST
def archive_client(request: DeskRequest, client_id: int) -> HttpResponse:
    with writing(SYSTEM):
        client = operations.archive_client(
            client_id=client_id,
            archived=request.POST.get("archived") == "1",
            actor=request.viewer.actor,
            now=request.now,
        )
    messages.success(request, _("Archived.") if client.archived_at else _("It is back."))
    return redirect("admin_client", client_id)


@for_administrators
@require_http_methods(PAGE_METHODS)
def new_inbox(request: DeskRequest, client_id: int) -> HttpResponse:
    with reading(SYSTEM):
        client = clients.client(client_id)
    form = NewInboxForm(request.POST or None, initial={"language": client.language})

    def save() -> HttpResponse:
        inbox = operations.add_inbox(
            client_id=client_id,
            **form.cleaned_data,
            actor=request.viewer.actor,
            now=request.now,
        )
        return redirect("admin_inbox", inbox.pk)

    said = {"title": _("New inbox"), "back": "admin_clients", "of": client.name}
    return _form_page(request, form, save, said, _("Added."))


@for_administrators
@require_http_methods(PAGE_METHODS)
def inbox_page(request: DeskRequest, inbox_id: int) -> HttpResponse:
    """The inbox's settings, and who may enter; two forms, told apart by `what`."""
    inbox, door, forms = _inbox_forms(request, inbox_id)
    what = request.POST.get("what", "")

    def save() -> HttpResponse:
        said: dict[str, Any] = {"actor": request.viewer.actor, "now": request.now}
        if what == "door":
            staff_operations.set_door(inbox_id=inbox_id, agent_ids=door.let_in(), **said)
        else:
            settings = forms["form"].cleaned_data
            operations.change_inbox(inbox_id=inbox_id, settings=settings, **said)
        return redirect("admin_inbox", inbox_id)

    sent = door if what == "door" else forms["form"]
    said = {"page": page_of("admin_clients"), "inbox": inbox, **forms}
    return _form_page(request, sent, save, said, _("Saved."), "desk/admin/inbox.html")


def _inbox_forms(
    request: DeskRequest, inbox_id: int
) -> tuple[Inbox, DoorForm, dict[str, Refusable]]:
    with reading(SYSTEM):
        inbox = clients.inbox(inbox_id)
        agents = [one for one in staff.every_agent() if one.is_active]
        let_in = staff.doors().get(inbox_id)
    sent = request.POST if request.method == "POST" else None
    at_door = sent is not None and sent.get("what") == "door"
    known = {name: getattr(inbox, name) for name in INBOX_FIELDS}
    door = DoorForm(
        sent if at_door else None,
        agents=agents,
        initial={"closed": let_in is not None, "agent_ids": let_in or []},
    )
    form = InboxForm(None if at_door else sent, initial=known)
    return inbox, door, {"form": form, "door": door}


@for_administrators
@require_POST
def archive_inbox(request: DeskRequest, inbox_id: int) -> HttpResponse:
    with writing(SYSTEM):
        inbox = operations.archive_inbox(
            inbox_id=inbox_id,
            archived=request.POST.get("archived") == "1",
            actor=request.viewer.actor,
            now=request.now,
        )
    messages.success(request, _("Archived.") if inbox.archived_at else _("It is back."))
    return redirect("admin_inbox", inbox_id)


@for_administrators
@require_POST
def add_reason(request: DeskRequest, client_id: int) -> HttpResponse:
    def do() -> None:
        clients.client(client_id)
        operations.add_reason(
            client_id=client_id,
            name=request.POST.get("name", "").strip()[:100],
            actor=request.viewer.actor,
            now=request.now,
        )

    return _change_reasons(request, client_id, do)


@for_administrators
@require_POST
def change_reason(request: DeskRequest, reason_id: int) -> HttpResponse:
    """`what` is rename, archive, restore, up or down."""
    with reading(SYSTEM):
        reason = clients.reason(reason_id)
    change = REASON_CHANGES.get(request.POST.get("what", ""))
    if change is None:
        return HttpResponseBadRequest()
    return _change_reasons(request, reason.client_id, lambda: change(request, reason))


def _rename(request: DeskRequest, reason: Reason) -> None:
    name = request.POST.get("name", "").strip()[:100]
    operations.rename_reason(
        reason_id=reason.pk, name=name, actor=request.viewer.actor, now=request.now
    )


def _archiving(archived: bool) -> Callable[[DeskRequest, Reason], None]:  # noqa: FBT001
    def archive(request: DeskRequest, reason: Reason) -> None:
        operations.archive_reason(
            reason_id=reason.pk, archived=archived, actor=request.viewer.actor, now=request.now
        )

    return archive


def _moving(by: int) -> Callable[[DeskRequest, Reason], None]:
    def move(request: DeskRequest, reason: Reason) -> None:
        ids = [one.pk for one in clients.reasons_of(reason.client_id)]
        if reason.pk not in ids:
            return
        place = ids.index(reason.pk)
        ids.insert(max(place + by, 0), ids.pop(place))
        operations.order_reasons(
            client_id=reason.client_id,
            reason_ids=ids,
            actor=request.viewer.actor,
            now=request.now,
        )

    return move


REASON_CHANGES: dict[str, Callable[[DeskRequest, Reason], None]] = {
    "rename": _rename,
    "archive": _archiving(True),  # noqa: FBT003
    "restore": _archiving(False),  # noqa: FBT003
    "up": _moving(-1),
    "down": _moving(1),
}


def _change_reasons(request: DeskRequest, client_id: int, do: Callable[[], None]) -> HttpResponse:
    try:
        with writing(SYSTEM):
            do()
    except BadSetting as refusal:
        messages.warning(request, refusal_in_words(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect("admin_client", client_id)


def _form_page(
    request: DeskRequest,
    form: Refusable,
    save: Callable[[], HttpResponse],
    said: dict[str, Any],
    done: str,
    template: str = "desk/admin/form.html",
) -> HttpResponse:
    """Shows the form, with the reason on it when an operation would not."""
    if request.method == "POST" and form.is_valid():
        try:
            with writing(SYSTEM):
                there = save()
        except BadSetting as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, done)
            return there
    status = UNPROCESSABLE if form.errors else 200
    return render(request, template, {"form": form, **said}, status=status)
