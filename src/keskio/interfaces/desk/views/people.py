"""Who works here: invited, changed, gone; and how an invited person gets in."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keskio.clients import queries as clients
from keskio.interfaces.desk.access import DeskRequest, for_administrators
from keskio.interfaces.desk.admin_forms import PasswordForm, PersonForm
from keskio.interfaces.desk.admin_words import REFUSED, refusal_in_words
from keskio.interfaces.desk.administration import page_of
from keskio.interfaces.desk.words import ROLES
from keskio.journal.actors import Actor
from keskio.kit.limits import is_within
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.staff import operations
from keskio.staff import queries as staff
from keskio.staff.inviting import MAILS_AN_HOUR, Invitation, invitation_in, send_link, word_of
from keskio.staff.models import Agent
from keskio.staff.rights import PRESETS, rights_in

PAGE_METHODS = ["GET", "HEAD", "POST"]
UNPROCESSABLE, TOO_MANY = 422, 429
PERSON_FIELDS = ("name", "email", "role", "language", "time_zone")


@for_administrators
@require_safe
def people(request: DeskRequest) -> HttpResponse:
    with reading(SYSTEM):
        names = dict(clients.every_client().values_list("pk", "name"))
        served, stepped = staff.clients_served(), staff.agents_with_second_step()
        everybody = list(staff.every_agent())
        roles = dict(role_choices())
    rows = [
        {
            "agent": one,
            "role": roles.get(one.role, one.role),
            "clients": ", ".join(names[pk] for pk in served.get(one.pk, []) if pk in names),
            "second_step": one.pk in stepped,
        }
        for one in sorted(everybody, key=lambda one: not one.is_active)
    ]
    context = {"page": page_of("admin_people"), "rows": rows}
    return render(request, "desk/admin/people.html", context)


@for_administrators
@require_http_methods(PAGE_METHODS)
def invite(request: DeskRequest) -> HttpResponse:
    form = _person_form(request, {"language": translation.get_language()})
    if request.method == "POST" and form.is_valid():
        if _asks_too_often(request):
            return render(request, "429.html", status=TOO_MANY)
        agent = _saved(form, lambda: _add_invited(request, form))
        if agent is not None:
            _send(request, agent, is_new=True)
            return redirect("admin_people")
    said = {
        "form": form,
        "title": _("Invite somebody"),
        "says": _("They get a mail with a link, and choose their own password."),
        "back": "admin_people",
        "action": _("Invite"),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "desk/admin/form.html", said, status=status)


def _add_invited(request: DeskRequest, form: PersonForm) -> Agent:
    said: dict[str, Any] = {
        "own_rights": request.viewer.rights,
        "actor": request.viewer.actor,
        "now": request.now,
    }
    agent = operations.add_agent(**form.cleaned_data, **said)
    return operations.invite_agent(agent_id=agent.pk, **said)


@for_administrators
@require_http_methods(PAGE_METHODS)
def person(request: DeskRequest, agent_id: int) -> HttpResponse:
    with reading(SYSTEM):
        agent = staff.agent(agent_id)
        served = staff.clients_served().get(agent_id, [])
        has_second_step = agent_id in staff.agents_with_second_step()
    known = {name: getattr(agent, name) for name in PERSON_FIELDS} | {"client_ids": served}
    form = _person_form(request, known)
    sent = request.method == "POST" and form.is_valid()
    if sent and _saved(form, lambda: _change(request, agent_id, form)):
        messages.success(request, _("Saved."))
        return redirect("admin_person", agent_id)
    context = {
        "page": page_of("admin_people"),
        "agent": agent,
        "form": form,
        "has_second_step": has_second_step,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "desk/admin/person.html", context, status=status)


def _change(request: DeskRequest, agent_id: int, form: PersonForm) -> Agent:
    agent = operations.change_agent(
        agent_id=agent_id,
        settings=form.own_settings(),
        own_rights=request.viewer.rights,
        actor=request.viewer.actor,
        now=request.now,
    )
    operations.serve_clients(
        agent_id=agent_id,
        client_ids=form.cleaned_data["client_ids"],
        actor=request.viewer.actor,
        now=request.now,
    )
    return agent


@for_administrators
@require_POST
def act(request: DeskRequest, agent_id: int, act: str) -> HttpResponse:
    """What is done to an account besides changing its settings: one of ACTS."""
    if act not in ACTS:
        raise Http404
    operation, done = ACTS[act]
    if act in MAILED and _asks_too_often(request):
        return render(request, "429.html", status=TOO_MANY)
    try:
        with writing(SYSTEM):
            agent = operation(
                agent_id=agent_id,
                own_rights=request.viewer.rights,
                actor=request.viewer.actor,
                now=request.now,
            )
    except REFUSED as refusal:
        messages.warning(request, refusal_in_words(refusal))
        return redirect("admin_person", agent_id)
    if act in MAILED:
        _send(request, agent, is_new=act == "invite")
    else:
        messages.success(request, done())
    return redirect("admin_person", agent_id)


MAILED = frozenset({"invite", "reset-password"})
ACTS: dict[str, tuple[Callable[..., Agent], Callable[[], str]]] = {
    "invite": (operations.invite_agent, str),
    "reset-password": (operations.reset_password, str),
    "reset-second-step": (
        operations.reset_second_step,
        lambda: _("They can set up the second step anew."),
    ),
    "deactivate": (
        operations.deactivate_agent,
        lambda: _("Deactivated. Their cases go back to the line."),
    ),
    "reactivate": (operations.reactivate_agent, lambda: _("They can sign in again.")),
}


@require_http_methods(PAGE_METHODS)
def invited(request: HttpRequest, word: str) -> HttpResponse:
    """Where the link of an invitation leads: they choose their password, and are in."""
    invitation = invitation_in(word)
    agent = _invited_agent(invitation)
    if invitation is None or agent is None:
        return render(request, "desk/invited_too_late.html", status=404)
    with translation.override(agent.language):
        form = PasswordForm(request.POST or None, agent=agent)
        if request.method == "POST" and form.is_valid():
            return _let_in(request, invitation, form.cleaned_data["password"])
        status = UNPROCESSABLE if form.errors else 200
        return render(request, "desk/invited.html", {"form": form, "agent": agent}, status=status)


def _invited_agent(invitation: Invitation | None) -> Agent | None:
    if invitation is None:
        return None
    with reading(SYSTEM):
        found = staff.agents_by_id([invitation.agent_id])
    good = (one for one in found if one.is_active and one.invited_at == invitation.invited_at)
    return next(good, None)


def _let_in(request: HttpRequest, invitation: Invitation, password: str) -> HttpResponse:
    try:
        with writing(SYSTEM):
            agent = operations.accept_invitation(
                agent_id=invitation.agent_id,
                invited_at=invitation.invited_at,
                password=password,
                actor=Actor.agent(invitation.agent_id),
                now=timezone.now(),
            )
    except operations.NoSuchInvitation:
        return render(request, "desk/invited_too_late.html", status=404)
    with reading(SYSTEM):
        has_second_step = agent.pk in staff.agents_with_second_step()
    if has_second_step:  # a link by mail is no second step
        return redirect("account_login")
    login(request, agent, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("start")


def role_choices() -> list[tuple[str, str]]:
    """Roles that come along, then those made here (one query)."""
    own = [(role.slug, role.name) for role in staff.own_roles()]
    return [(slug, str(word)) for slug, word in ROLES.items()] + own


def roles_below(viewer_rights: frozenset[Any]) -> list[tuple[str, str]]:
    """Those that may be given: none that may more than whoever gives it (two queries)."""
    own = {role.slug: rights_in(role.rights) for role in staff.own_roles()}
    rights = PRESETS | own
    return [(slug, name) for slug, name in role_choices() if rights[slug] <= viewer_rights]


def _person_form(request: DeskRequest, known: dict[str, Any]) -> PersonForm:
    with reading(SYSTEM):
        served: Sequence[tuple[int, str]] = [(one.pk, one.name) for one in clients.every_client()]
        roles = roles_below(request.viewer.rights)
    return PersonForm(request.POST or None, initial=known, clients=served, roles=roles)


def _saved(form: PersonForm, save: Callable[[], Agent]) -> Agent | None:
    """None when it was refused; the form then says why."""
    try:
        with writing(SYSTEM):
            return save()
    except REFUSED as refusal:
        form.refuse(refusal)
        return None


def _send(request: DeskRequest, agent: Agent, *, is_new: bool) -> None:
    """Mailed; where no mail server takes it, the administrator is given the link to hand over."""
    path = reverse("invited", args=[word_of(agent)])
    base = settings.BASE_URL.rstrip("/")
    link = f"{base}{path}" if base else request.build_absolute_uri(path)
    if send_link(agent, link, is_new=is_new):
        told = _("A link to choose a password is on its way to %(address)s.")
        messages.success(request, told % {"address": agent.email})
    else:
        told = _("No mail could be sent. Give %(name)s this link yourself: %(link)s")
        messages.warning(request, told % {"name": agent.name, "link": link})


def _asks_too_often(request: DeskRequest) -> bool:
    key, period = f"mails:{request.viewer.actor}", timedelta(hours=1)
    return not is_within(key, times=MAILS_AN_HOUR, period=period, now=request.now)
