"""Roles and their rights, of whom two steps are asked, and tokens."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keskio.interfaces.desk.access import DeskRequest, for_administrators
from keskio.interfaces.desk.admin_forms import NewRoleForm, Refusable, RoleForm, TokenForm
from keskio.interfaces.desk.admin_words import REFUSED, RIGHTS, refusal_in_words
from keskio.interfaces.desk.administration import page_of
from keskio.interfaces.desk.views.people import role_choices, roles_below
from keskio.interfaces.desk.words import ROLES
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.staff import operations
from keskio.staff import queries as staff
from keskio.staff.rights import PRESETS, Right, rights_in

PAGE_METHODS = ["GET", "HEAD", "POST"]
UNPROCESSABLE = 422


@for_administrators
@require_safe
def role_list(request: DeskRequest) -> HttpResponse:
    with reading(SYSTEM):
        own, people = staff.own_roles(), staff.people_by_role()
        stepped = staff.roles_with_second_step()
    named: list[tuple[str, Promise | str, frozenset[Right], bool]]
    named = [(slug, word, PRESETS[slug], True) for slug, word in ROLES.items()]
    named += [(role.slug, role.name, rights_in(role.rights), False) for role in own]
    rows = [
        {
            "slug": slug,
            "name": name,
            "comes_along": comes_along,
            "rights": [word for right, word in RIGHTS.items() if right in rights],
            "all": len(rights) == len(Right),
            "people": people.get(slug, 0),
            "second_step": slug in stepped,
        }
        for slug, name, rights, comes_along in named
    ]
    context = {"page": page_of("admin_roles"), "rows": rows, "everybody": "" in stepped}
    return render(request, "desk/admin/roles.html", context)


@for_administrators
@require_http_methods(PAGE_METHODS)
def new_role(request: DeskRequest) -> HttpResponse:
    form = NewRoleForm(request.POST or None, own_rights=request.viewer.rights)

    def save() -> None:
        operations.add_role(
            **form.cleaned_data,
            own_rights=request.viewer.rights,
            actor=request.viewer.actor,
            now=request.now,
        )

    said = {"title": _("New role"), "back": "admin_roles"}
    return _form_page(request, form, save, said)


@for_administrators
@require_http_methods(PAGE_METHODS)
def role_page(request: DeskRequest, role: str) -> HttpResponse:
    with reading(SYSTEM):
        own = staff.own_role(role)
    known = {"name": own.name, "rights": list(rights_in(own.rights))}
    form = RoleForm(request.POST or None, initial=known, own_rights=request.viewer.rights)

    def save() -> None:
        operations.change_role(
            slug=role,
            **form.cleaned_data,
            own_rights=request.viewer.rights,
            actor=request.viewer.actor,
            now=request.now,
        )

    said = {"title": own.name, "back": "admin_roles", "removes": role}
    return _form_page(request, form, save, said)


@for_administrators
@require_POST
def remove_role(request: DeskRequest, role: str) -> HttpResponse:
    try:
        with writing(SYSTEM):
            operations.remove_role(
                slug=role,
                own_rights=request.viewer.rights,
                actor=request.viewer.actor,
                now=request.now,
            )
    except REFUSED as refusal:
        messages.warning(request, refusal_in_words(refusal))
    else:
        messages.success(request, _("Removed."))
    return redirect("admin_roles")


@for_administrators
@require_POST
def ask_second_step(request: DeskRequest) -> HttpResponse:
    """`role` empty: of everybody."""
    try:
        with writing(SYSTEM):
            operations.ask_second_step(
                role=request.POST.get("role", ""),
                asked=request.POST.get("asked") == "1",
                actor=request.viewer.actor,
                now=request.now,
            )
    except REFUSED as refusal:
        messages.warning(request, refusal_in_words(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect("admin_roles")


@for_administrators
@require_http_methods(PAGE_METHODS)
def tokens(request: DeskRequest) -> HttpResponse:
    """A new key is shown on the answer to the form alone: nothing keeps it."""
    with reading(SYSTEM):
        agents, roles = list(staff.every_agent()), roles_below(request.viewer.rights)
        words = dict(role_choices())
    form = TokenForm(request.POST or None, roles=roles, agents=agents)
    key = _made(request, form) if request.method == "POST" and form.is_valid() else ""
    names = {agent.pk: str(agent) for agent in agents}
    with reading(SYSTEM):
        rows = [
            (token, words.get(token.role, token.role), names.get(token.agent_id or 0, ""))
            for token in staff.every_token()
        ]
    context = {"page": page_of("admin_tokens"), "rows": rows, "form": form, "key": key}
    if key:
        context["form"] = TokenForm(roles=roles, agents=agents)
    status = UNPROCESSABLE if form.errors else 200
    response = render(request, "desk/admin/tokens.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _made(request: DeskRequest, form: TokenForm) -> str:
    try:
        with writing(SYSTEM):
            _token, key = operations.make_token(
                **form.cleaned_data,
                own_rights=request.viewer.rights,
                actor=request.viewer.actor,
                now=request.now,
            )
    except REFUSED as refusal:
        form.refuse(refusal)
        return ""
    return key


@for_administrators
@require_POST
def revoke_token(request: DeskRequest, token_id: int) -> HttpResponse:
    with writing(SYSTEM):
        operations.revoke_token(token_id=token_id, actor=request.viewer.actor, now=request.now)
    messages.success(request, _("Revoked: it is worth nothing any more."))
    return redirect("admin_tokens")


def _form_page(
    request: DeskRequest, form: Refusable, save: Callable[[], None], said: dict[str, Any]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            with writing(SYSTEM):
                save()
        except REFUSED as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("admin_roles")
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "desk/admin/form.html", {"form": form, **said}, status=status)
