"""A first mail to anyone: it opens a case that waits for them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from keskio.cases import operations
from keskio.clients import queries as clients
from keskio.clients.models import Inbox, InboxKind
from keskio.interfaces.desk.access import DeskRequest, for_agents, require_open
from keskio.interfaces.desk.forms import NewMailForm
from keskio.interfaces.desk.views.composer import Refused, composer_of_inbox, undo_seconds
from keskio.interfaces.desk.views.writing import UNPROCESSABLE, complaint
from keskio.interfaces.desk.words import REFUSED, refusal_in_words
from keskio.kit.scopes import reading, writing


@for_agents
@require_safe
def choose_inbox(request: DeskRequest) -> HttpResponse:
    """In whose name; with one inbox there is nothing to choose."""
    with reading(request.viewer.scope):
        inboxes = _inboxes(request)
    if len(inboxes) == 1:
        return redirect("new_mail", inboxes[0].pk)
    return render(request, "desk/new_mail.html", {"inboxes": inboxes})


@for_agents
@require_http_methods(["GET", "HEAD", "POST"])
def new_mail(request: DeskRequest, inbox_id: int) -> HttpResponse:
    with reading(request.viewer.scope):
        inbox = clients.inbox(inbox_id)
    require_open(inbox, request.viewer)
    if request.method != "POST":
        return _show(request, inbox, Refused(kind="new"))
    form = NewMailForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refuse(request, inbox, complaint(form))
    try:
        case_id = _send(request, inbox, form)
    except operations.NoRecipient:
        return _refuse(request, inbox, _("Say whom it is to."))
    except REFUSED as refusal:
        return _refuse(request, inbox, refusal_in_words(refusal))
    messages.success(request, _("Sent."))
    return redirect("case", case_id)


def _inboxes(request: DeskRequest) -> list[Inbox]:
    """Those that mail can be written from, a client's together."""
    closed = request.viewer.closed_inboxes
    found = [
        one
        for one in clients.inboxes_of(request.viewer.clients)
        if one.kind == InboxKind.SERVICE and one.takes_mail and one.pk not in closed
    ]
    return sorted(found, key=lambda one: (one.client.name, one.address))


def _send(request: DeskRequest, inbox: Inbox, form: NewMailForm) -> int:
    letter = form.letter()
    with writing(request.viewer.scope):
        return operations.start_case(
            inbox_id=inbox.pk,
            subject=form.cleaned_data["subject"],
            **letter,
            undo_seconds=undo_seconds(),
            actor=request.viewer.actor,
            agent_id=request.viewer.agent_id,
            now=request.now,
        ).case_id


def _refuse(request: DeskRequest, inbox: Inbox, refusal: str) -> HttpResponse:
    refused = Refused(
        kind="new", fields=request.POST, refusal=refusal, had_files=bool(request.FILES)
    )
    return _show(request, inbox, refused, status=UNPROCESSABLE)


def _show(request: DeskRequest, inbox: Inbox, refused: Refused, status: int = 200) -> HttpResponse:
    with reading(request.viewer.scope):
        inboxes = _inboxes(request)
        context = {"inboxes": inboxes, **composer_of_inbox(request, inbox, refused)}
        return render(request, "desk/new_mail.html", context, status=status)
