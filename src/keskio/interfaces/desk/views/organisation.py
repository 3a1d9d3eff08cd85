"""People, clients and inboxes: as much as a first day needs."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from keskio.clients import operations as client_operations
from keskio.clients import queries as clients
from keskio.clients.models import Client
from keskio.clients.settings import BadSetting
from keskio.interfaces.desk.access import DeskRequest, for_administrators
from keskio.interfaces.desk.forms import AgentForm, FirstVisitForm
from keskio.journal.actors import SYSTEM_ACTOR, Actor
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.staff import operations as staff_operations
from keskio.staff import queries as staff
from keskio.staff.first_visit import is_setup_code
from keskio.staff.models import Agent, Role

PAGE_METHODS = ["GET", "HEAD", "POST"]
UNPROCESSABLE = 422


@for_administrators
@require_http_methods(PAGE_METHODS)
def organisation(request: DeskRequest) -> HttpResponse:
    with reading(SYSTEM):
        every_client = list(clients.every_client())
    names = [(client.pk, client.name) for client in every_client]
    form = AgentForm(request.POST or None, clients=names)
    if request.method == "POST" and form.is_valid() and _add_agent(request, form):
        messages.success(request, _("Added. They choose a password with “New password”."))
        return redirect("organisation")
    with reading(SYSTEM):
        context = {
            "agents": list(staff.every_agent()),
            "clients": every_client,
            "inboxes": list(clients.inboxes_of([client.pk for client in every_client])),
            "form": form,
        }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "desk/admin/organisation.html", context, status=status)


def _add_agent(request: DeskRequest, form: AgentForm) -> bool:
    try:
        with writing(SYSTEM):
            staff_operations.add_agent(
                **form.cleaned_data, actor=request.viewer.actor, now=request.now
            )
    except staff_operations.EmailTaken:
        form.add_error("email", _("Somebody already signs in with this address."))
        return False
    return True


@require_http_methods(PAGE_METHODS)
def first_visit(request: HttpRequest) -> HttpResponse:
    """The first administrator, company and inbox; gone as soon as somebody works here."""
    with reading(SYSTEM):
        if staff.is_anyone_here():
            raise Http404
    known = {"code": request.GET.get("code", ""), "language": translation.get_language()}
    form = FirstVisitForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid() and _begin(request, form):
        return redirect("cases")
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "desk/first_visit.html", {"form": form}, status=status)


def _begin(request: HttpRequest, form: FirstVisitForm) -> bool:
    """Everything or nothing; what is refused is said on the form."""
    if not is_setup_code(form.cleaned_data["code"]):
        form.add_error("code", _("This is not the code that was printed at the start."))
        return False
    try:
        with writing(SYSTEM):
            if staff.is_anyone_here():
                raise Http404
            agent = _add_everything(form)
    except BadSetting as refusal:
        form.add_error("address" if refusal.field == "address" else None, _("This cannot be used."))
        return False
    login(request, agent, backend=settings.AUTHENTICATION_BACKENDS[0])
    return True


def _add_everything(form: FirstVisitForm) -> Agent:
    given, now = form.cleaned_data, timezone.now()
    agent = staff_operations.add_agent(
        email=given["email"],
        name=given["name"],
        role=Role.ADMINISTRATOR,
        password=given["password"],
        language=given["language"],
        time_zone=given["time_zone"],
        actor=SYSTEM_ACTOR,
        now=now,
    )
    client = client_operations.add_client(
        name=given["company"],
        slug=slugify(given["company"]) or "company",
        language=given["language"],
        time_zone=given["time_zone"],
        actor=agent.actor,
        now=now,
    )
    client_operations.add_inbox(
        client_id=client.pk,
        name=given["company"],
        address=given["address"],
        language=given["language"],
        actor=agent.actor,
        now=now,
    )
    _add_first_reasons(client, actor=agent.actor)
    return agent


def _add_first_reasons(client: Client, *, actor: Actor) -> None:
    """Something to choose from until the company knows better, in its own language."""
    with translation.override(client.language):
        names = [
            _("Question before buying"),
            _("Order or delivery"),
            _("Invoice or payment"),
            _("Something is broken"),
            _("Change or cancellation"),
            _("Other"),
        ]
    for name in names:
        client_operations.add_reason(
            client_id=client.pk, name=name, actor=actor, now=timezone.now()
        )
