"""The lists of cases."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keskio.cases import queries as cases
from keskio.cases.models import Case
from keskio.cases.queries import View
from keskio.clients import queries as clients
from keskio.interfaces.desk.access import DeskRequest, for_agents
from keskio.interfaces.desk.story import customer_name
from keskio.interfaces.desk.words import VIEWS
from keskio.kit.scopes import reading
from keskio.look.promises import paused_badge, promise_badge
from keskio.look.times import duration, number, short_time
from keskio.staff.rights import Right
from keskio.staff.viewers import Viewer

COUNTED = (View.WAITING, View.MINE)
ROW = (
    '<tr><td class="name" title="{customer}">{customer}</td>'
    '<td class="subject"><a href="{pk}/" data-row title="{subject}">{subject}</a></td>'
    '<td class="client">{client}</td><td>{language}</td><td class="when">{promised}</td>'
    '<td class="number">{waited}</td><td class="at">{agent}</td></tr>'
)
"""Here and not in the template: lists are read most of all, and fifty rows of template tags cost
as much as all the rest of the page."""


@dataclass(frozen=True)
class Tab:
    name: Promise
    address: str
    count: str
    is_current: bool


@for_agents
@require_safe
def start(request: DeskRequest) -> HttpResponse:
    """Where somebody of this role begins."""
    return redirect("cases" if request.viewer.may(Right.READ_CASES) else "settings")


@for_agents
@require_safe
def case_list(request: DeskRequest) -> HttpResponse:
    view = _view(request.GET.get("view", View.WAITING))
    chosen = _chosen_client(request)
    after = request.GET.get("after", "")
    with reading(request.viewer.scope):
        page = _page(request.viewer, view, chosen, after)
        context = {
            "rows": [_row(case, request) for case in page.cases],
            "next": _address(view, chosen, page.next) if page.next else "",
            "first": _address(view, chosen) if after else "",
            "tabs": [_tab(one, view, chosen, request.viewer) for one in View],
            "clients": clients.clients_among(request.viewer.clients),
            "view": view,
            "chosen": chosen,
        }
        return render(request, "desk/cases.html", context)


def _page(viewer: Viewer, view: View, chosen: int | None, after: str) -> cases.CasePage:
    client_ids = [chosen] if chosen else []
    try:
        return cases.list_cases(viewer=viewer, view=view, client_ids=client_ids, after=after)
    except ValueError as error:
        raise Http404 from error


def _view(name: str) -> View:
    try:
        return View(name)
    except ValueError as error:
        raise Http404 from error


def _chosen_client(request: DeskRequest) -> int | None:
    """A client that the viewer serves; any other is not found."""
    asked = request.GET.get("client", "")
    if not asked:
        return None
    if not asked.isdecimal() or int(asked) not in request.viewer.clients:
        raise Http404
    return int(asked)


def _address(view: View, chosen: int | None, after: str | None = None) -> str:
    asked = {"view": view.value, "client": chosen or "", "after": after or ""}
    return "?" + urlencode({name: value for name, value in asked.items() if value})


def _tab(one: View, current: View, chosen: int | None, viewer: Viewer) -> Tab:
    """Only what waits and what is one's own is counted: the rest does not press."""
    client_ids = [chosen] if chosen else []
    counted = one in COUNTED
    count = cases.count_cases(viewer=viewer, view=one, client_ids=client_ids) if counted else None
    shown = "" if count is None else number(count)
    return Tab(VIEWS[one], _address(one, chosen), shown, one == current)


def _row(case: Case, request: DeskRequest) -> SafeString:
    waited = (request.now - case.waiting_since).total_seconds() if case.waiting_since else None
    return format_html(
        ROW,
        pk=case.pk,
        customer=customer_name(case),
        subject=case.subject or _("(no subject)"),
        client=case.client.name,
        language=case.language or case.inbox.language,
        promised=_promised(case, request),
        waited="" if waited is None else duration(waited),
        agent=case.assignee.name if case.assignee else "",
    )


def _promised(case: Case, request: DeskRequest) -> str:
    if case.promised_at:
        return promise_badge(
            case.promised_at, made_at=case.waiting_since, kept_at=None, now=request.now
        )
    if case.snoozed_until:
        return short_time(case.snoozed_until, request.now)
    if case.resolved_at:
        return short_time(case.resolved_at, request.now)
    return paused_badge()
