"""How mail gets to an inbox and leaves it: mailbox, outgoing server, record address."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from keskio.channels import operations
from keskio.channels import queries as channels
from keskio.channels.checking import Checked, check_mailbox, check_outgoing_server
from keskio.clients import operations as client_operations
from keskio.clients import queries as clients
from keskio.clients.models import Inbox, InboxKind
from keskio.clients.settings import BadSetting
from keskio.interfaces.desk.access import DeskRequest, for_administrators
from keskio.interfaces.desk.mailbox_forms import MailboxForm, OutgoingForm, RecordForm
from keskio.kit.scopes import SYSTEM, reading, writing

UNPROCESSABLE = 422
SHOWN = 50
INCOMING, OUTGOING = "incoming", "outgoing"
NOTHING_TO_CHECK = gettext_lazy("Save it first, then check.")


@for_administrators
@require_safe
def mail_of_inbox(request: DeskRequest, inbox_id: int) -> HttpResponse:
    return _page(request, inbox_id)


@for_administrators
@require_POST
def set_mailbox(request: DeskRequest, inbox_id: int) -> HttpResponse:
    form = MailboxForm(request.POST, prefix=INCOMING)
    if form.is_valid():
        try:
            with writing(SYSTEM):
                operations.set_mailbox(
                    inbox_id=inbox_id,
                    settings=form.settings(),
                    secrets=form.secrets(),
                    actor=request.viewer.actor,
                    now=request.now,
                )
        except BadSetting as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved. The mailbox is read from now on."))
            return redirect("mailbox", inbox_id)
    return _page(request, inbox_id, incoming=form)


@for_administrators
@require_POST
def set_outgoing(request: DeskRequest, inbox_id: int) -> HttpResponse:
    form = OutgoingForm(request.POST, prefix=OUTGOING)
    if form.is_valid():
        try:
            with writing(SYSTEM):
                operations.set_outgoing_server(
                    inbox_id=inbox_id,
                    settings=form.settings(),
                    password=form.cleaned_data["password"],
                    actor=request.viewer.actor,
                    now=request.now,
                )
        except BadSetting as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved. Answers leave by this server from now on."))
            return redirect("mailbox", inbox_id)
    return _page(request, inbox_id, outgoing=form)


@for_administrators
@require_POST
def check(request: DeskRequest, inbox_id: int) -> HttpResponse:
    """Outside of every scope: a server that stalls must not hold a transaction."""
    viewer = request.viewer
    with reading(SYSTEM):
        clients.inbox(inbox_id)
        mailbox = channels.mailbox_of(inbox_id, viewer=viewer)
        server, tokens_of = channels.way_out_of(inbox_id)
    checked: Checked | None = None
    if request.POST.get("which") == OUTGOING:
        if server is not None:
            checked = check_outgoing_server(server, tokens_of, now=timezone.now)
    elif mailbox is not None:
        checked = check_mailbox(mailbox, now=timezone.now)
        _read_soon(request, inbox_id, checked)
    _tell(request, checked)
    return redirect("mailbox", inbox_id)


def _read_soon(request: DeskRequest, inbox_id: int, checked: Checked) -> None:
    """It works again: the pause after the failures is over."""
    if checked.is_well:
        with writing(SYSTEM):
            operations.read_mailbox_now(
                inbox_id=inbox_id, actor=request.viewer.actor, now=request.now
            )


def _tell(request: DeskRequest, checked: Checked | None) -> None:
    if checked is None:
        messages.warning(request, NOTHING_TO_CHECK)
    elif checked.is_well:
        messages.success(request, _("The connection works."))
    elif checked.missing:
        told = _("Signed in, but these folders are not there: %(missing)s. There are: %(folders)s")
        names = {"missing": ", ".join(checked.missing), "folders": ", ".join(checked.folders)}
        messages.warning(request, told % names)
    else:
        messages.warning(request, _("The server says: %(words)s") % {"words": checked.words})


@for_administrators
@require_POST
def remove(request: DeskRequest, inbox_id: int) -> HttpResponse:
    which, actor = request.POST.get("which"), request.viewer.actor
    with writing(SYSTEM):
        if which == OUTGOING:
            operations.remove_outgoing_server(inbox_id=inbox_id, actor=actor, now=request.now)
        else:
            operations.remove_mailbox(inbox_id=inbox_id, actor=actor, now=request.now)
    messages.success(request, _("Removed. What came and went by it stays."))
    return redirect("mailbox", inbox_id)


@for_administrators
@require_POST
def dismiss(request: DeskRequest, skipped_id: int) -> HttpResponse:
    with writing(SYSTEM):
        skipped = channels.skipped_mail(skipped_id, viewer=request.viewer)
        inbox_id = skipped.mailbox.inbox_id
        operations.dismiss_skipped_mail(
            skipped_id=skipped_id, actor=request.viewer.actor, now=request.now
        )
    return redirect("mailbox", inbox_id)


@for_administrators
@require_POST
def add_record(request: DeskRequest, client_id: int) -> HttpResponse:
    """An address for the record, in the client's own language."""
    form = RecordForm(request.POST)
    inbox = None
    if form.is_valid():
        try:
            with writing(SYSTEM):
                inbox = _add_record(request, client_id, form.cleaned_data["address"])
        except BadSetting:
            form.add_error("address", _("This cannot be used."))
    if inbox is None:
        messages.warning(request, _("That address cannot be used, or another inbox has it."))
        with reading(SYSTEM):
            other = clients.answering_inbox(client_id)
        return redirect("mailbox", other.pk) if other else redirect("admin_clients")
    messages.success(request, _("Mail to this address is kept for the record."))
    return redirect("mailbox", inbox.pk)


def _add_record(request: DeskRequest, client_id: int, address: str) -> Inbox:
    """Raises BadSetting, Client.DoesNotExist."""
    client = clients.every_client().get(pk=client_id)
    return client_operations.add_inbox(
        client_id=client_id,
        name=_("%(client)s, for the record") % {"client": client.name},
        address=address,
        language=client.language,
        kind=InboxKind.RECORDS,
        acknowledges=False,
        actor=request.viewer.actor,
        now=request.now,
    )


def _page(
    request: DeskRequest,
    inbox_id: int,
    *,
    incoming: MailboxForm | None = None,
    outgoing: OutgoingForm | None = None,
) -> HttpResponse:
    """Raises Inbox.DoesNotExist."""
    with reading(SYSTEM):
        inbox, viewer = clients.inbox(inbox_id), request.viewer
        mailbox = channels.mailbox_of(inbox_id, viewer=viewer)
        server = channels.outgoing_server_of(inbox_id, viewer=viewer)
        siblings = clients.inboxes_of([inbox.client_id])
        context = {
            "inbox": inbox,
            "mailbox": mailbox,
            "server": server,
            "incoming": incoming
            or MailboxForm(prefix=INCOMING, initial=MailboxForm.initial_of(mailbox, inbox.address)),
            "outgoing": outgoing
            or OutgoingForm(
                prefix=OUTGOING, initial=OutgoingForm.initial_of(server, inbox.address)
            ),
            "skipped": channels.skipped_mails(viewer=viewer, inbox_id=inbox_id)[:SHOWN],
            "records": [one for one in siblings if one.kind == InboxKind.RECORDS],
            "is_record": inbox.kind == InboxKind.RECORDS,
            "record": RecordForm(prefix=None, auto_id="record_%s"),
        }
        refused = any(form and form.errors for form in (incoming, outgoing))
        status = UNPROCESSABLE if refused else 200
        return render(request, "desk/admin/mailbox.html", context, status=status)
