"""How the installation fares, and a hand where something could not be processed."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from keskio.channels import operations as channel_operations
from keskio.channels import queries as channels
from keskio.interfaces.desk.access import DeskRequest, for_administrators
from keskio.interfaces.desk.administration import page_of
from keskio.journal import operations as journal_operations
from keskio.journal import queries as journal
from keskio.journal.queries import Lag
from keskio.journal.subscribed import subscribers
from keskio.kit import claim, troubles
from keskio.kit.disk import room_in
from keskio.kit.scopes import SYSTEM, reading, writing

SHOWN = 50
BEHIND_SECONDS = 60
"""Later than this, somebody should look."""
TROUBLES = {
    "listener": gettext_lazy("Mail cannot be stored; its senders are told to bring it again."),
    "worker": gettext_lazy("What came in is not processed; it goes on by itself."),
    "fetcher": gettext_lazy("Mailboxes elsewhere are not read; it goes on by itself."),
    "sender": gettext_lazy("Replies do not leave; they go on by themselves."),
}


@dataclass(frozen=True)
class Listener:
    """Where mail comes in; no address when this server does not listen itself."""

    host: str
    port: int | None


@for_administrators
@require_safe
def health(request: DeskRequest) -> HttpResponse:
    with reading(SYSTEM):
        lags = journal.lags(subscribers=subscribers(), now=request.now)
        context = {
            "page": page_of("admin_health"),
            "paused": list(journal.paused_subscribers()),
            "lags": lags,
            "is_behind": any(_is_behind(lag) for lag in lags),
            "undecided": journal.undecided(),
            "listener": _listener(),
            "mailboxes": channels.mailboxes(viewer=request.viewer),
            "skipped": channels.skipped_mails(viewer=request.viewer)[:SHOWN],
            "troubles": [(TROUBLES.get(one.who, one.who), one) for one in troubles.all_now()],
            "room": room_in(settings.DATA_DIR),
            "trusted": "\n".join(channels.trusted_servers()),
        }
        return render(request, "desk/admin/health.html", context)


@for_administrators
@require_safe
def unprocessed(request: DeskRequest) -> HttpResponse:
    with reading(SYSTEM):
        context = {
            "page": page_of("admin_unprocessed"),
            "arrivals": channels.unprocessed_arrivals(viewer=request.viewer)[:SHOWN],
            "parked": journal.parked_streams()[:SHOWN],
            "deliveries": channels.troubled_deliveries(viewer=request.viewer)[:SHOWN],
        }
        return render(request, "desk/admin/unprocessed.html", context)


def _is_behind(lag: Lag) -> bool:
    return lag.seconds > BEHIND_SECONDS or lag.paused_at is not None


def _listener() -> Listener | None:
    holder = claim.holder_of(settings.DATA_DIR)
    if not holder or "smtp_port" not in holder:
        return None
    return Listener(str(holder.get("host", "")), holder["smtp_port"])


@for_administrators
@require_POST
def run_arrival_again(request: DeskRequest, arrival_id: int) -> HttpResponse:
    with writing(SYSTEM):
        channels.arrival(arrival_id, viewer=request.viewer)
        channel_operations.run_arrival_again(
            arrival_id=arrival_id, actor=request.viewer.actor, now=request.now
        )
    return _done(request, _("It is being processed again."), "admin_unprocessed")


@for_administrators
@require_POST
def run_stream_again(request: DeskRequest, parked_id: int) -> HttpResponse:
    with writing(SYSTEM):
        journal_operations.run_again(parked_id=parked_id, now=request.now)
    return _done(request, _("It is being processed again."), "admin_unprocessed")


@for_administrators
@require_POST
def resume_subscriber(request: DeskRequest) -> HttpResponse:
    with writing(SYSTEM):
        journal_operations.resume(subscriber=request.POST.get("subscriber", ""), now=request.now)
    return _done(request, _("It goes on."))


@for_administrators
@require_POST
def deliver_again(request: DeskRequest, delivery_id: int) -> HttpResponse:
    with writing(SYSTEM):
        channels.delivery(delivery_id, viewer=request.viewer)
        channel_operations.deliver_again(
            delivery_id=delivery_id, actor=request.viewer.actor, now=request.now
        )
    return _done(request, _("It is being sent again."), "admin_unprocessed")


@for_administrators
@require_POST
def trust_servers(request: DeskRequest) -> HttpResponse:
    names = request.POST.get("names", "").split()
    with writing(SYSTEM):
        channel_operations.trust_servers(names=names, actor=request.viewer.actor, now=request.now)
    return _done(request, _("Saved."))


def _done(request: DeskRequest, said: str, there: str = "admin_health") -> HttpResponse:
    messages.success(request, said)
    return redirect(there)
