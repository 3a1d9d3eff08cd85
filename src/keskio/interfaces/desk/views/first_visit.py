"""The first steps of an installation: its first administrator, company and inbox."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from keskio.clients import operations as client_operations
from keskio.clients.models import Client
from keskio.clients.settings import BadSetting
from keskio.interfaces.desk.forms import FirstVisitForm
from keskio.journal.actors import SYSTEM_ACTOR, Actor
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.staff import operations as staff_operations
from keskio.staff import queries as staff
from keskio.staff.first_visit import is_setup_code
from keskio.staff.models import Agent, Role
from keskio.staff.rights import EVERY_RIGHT

PAGE_METHODS = ["GET", "HEAD", "POST"]
UNPROCESSABLE = 422


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
        own_rights=EVERY_RIGHT,
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
