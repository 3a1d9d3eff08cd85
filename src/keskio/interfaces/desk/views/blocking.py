"""The administrator's list of whom the clients shut out."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from keskio.clients import queries as clients
from keskio.customers import operations
from keskio.customers import queries as customers
from keskio.interfaces.desk.access import DeskRequest, for_administrators
from keskio.interfaces.desk.administration import page_of
from keskio.interfaces.desk.words import refusal_in_words
from keskio.kit.scopes import reading, writing

PAGE = 200


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def blocked_senders(request: DeskRequest) -> HttpResponse:
    """The latest, and a form for one more."""
    if request.method == "POST":
        return _block(request)
    viewer = request.viewer
    with reading(viewer.scope):
        context = {
            "page": page_of("blocked_senders"),
            "blocked": list(customers.blocked_senders(viewer=viewer)[:PAGE]),
            "clients": clients.clients_among(viewer.clients),
        }
        return render(request, "desk/admin/blocked_senders.html", context)


@for_administrators
@require_POST
def unblock(request: DeskRequest, blocked_id: int) -> HttpResponse:
    viewer = request.viewer
    with writing(viewer.scope):
        customers.blocked_sender(blocked_id, viewer=viewer)
        operations.unblock_sender(blocked_id=blocked_id, actor=viewer.actor, now=request.now)
    messages.success(request, _("Unblocked. What came before stays in the spam."))
    return redirect("blocked_senders")


def _block(request: DeskRequest) -> HttpResponse:
    asked, viewer = request.POST.get("client", ""), request.viewer
    if not asked.isdecimal() or int(asked) not in viewer.clients:
        raise Http404
    try:
        with writing(viewer.scope):
            operations.block_sender(
                client_id=int(asked),
                value=request.POST.get("value", "")[:320],
                agent_id=viewer.agent_id,
                actor=viewer.actor,
                now=request.now,
            )
    except operations.CannotBlock as refusal:
        messages.warning(request, refusal_in_words(refusal))
    else:
        messages.success(request, _("Blocked."))
    return redirect("blocked_senders")
