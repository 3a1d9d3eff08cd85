"""Who is asking, and whether the page is theirs."""

from collections.abc import Callable
from datetime import datetime
from functools import cache, wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from keskio.clients.models import Inbox
from keskio.interfaces.desk.rights import needed
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.staff import operations as staff_operations
from keskio.staff import queries as staff
from keskio.staff.models import Agent
from keskio.staff.rights import Right
from keskio.staff.viewers import Viewer

P = ParamSpec("P")
SAFE = frozenset({"GET", "HEAD"})


class DeskRequest(HttpRequest):
    """A request of somebody signed in."""

    user: Agent
    viewer: Viewer
    unread: Callable[[], int]
    """How many notifications they have not read, for the frame of a page."""
    now: datetime


DeskView = Callable[Concatenate[DeskRequest, P], HttpResponseBase]


def for_agents(view: DeskView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Who is signed in and has the right that rights.py names for the page.

    What is missing or not theirs to see is not found: nothing tells the one from the other.
    """
    return _guarded(view, of_administration=False)


def for_administrators(
    view: DeskView[P],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """The same for pages about the whole installation: they ask for serving every client too."""
    return _guarded(view, of_administration=True)


def _guarded(
    view: DeskView[P], *, of_administration: bool
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_the_door(request)
        asked = cast("DeskRequest", request)
        _recognise(asked)
        if asked.viewer.needs_second_step:
            return _to_the_second_step(request)
        _require_right(asked, of_administration=of_administration)
        try:
            return view(asked, *args, **kwargs)
        except ObjectDoesNotExist as error:
            raise Http404 from error

    return guarded


def require_open(inbox: Inbox, viewer: Viewer) -> None:
    """Raises Http404 for an inbox of a client they do not serve, or that is closed to them."""
    if inbox.client_id not in viewer.clients or inbox.pk in viewer.closed_inboxes:
        raise Http404


def _require_right(request: DeskRequest, *, of_administration: bool) -> None:
    """Raises PermissionDenied."""
    name = (request.resolver_match.url_name if request.resolver_match else None) or ""
    writes = request.method not in SAFE
    right = needed(name, writes=writes, of_administration=of_administration)
    if right is not None and not request.viewer.may(right):
        raise PermissionDenied
    if of_administration and not request.viewer.may(Right.EVERY_CLIENT):
        raise PermissionDenied


def _unread(viewer: Viewer) -> int:
    with reading(viewer.scope):
        return staff.unread_notifications(viewer)


def _to_the_second_step(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("Here you sign in with two steps: set up the second one first."))
    return redirect("mfa_activate_totp")


def _to_the_door(request: HttpRequest) -> HttpResponse:
    """To the log-in, or where nobody works here yet, to the first steps."""
    with reading(SYSTEM):
        anyone = staff.is_anyone_here()
    return redirect_to_login(request.get_full_path()) if anyone else redirect("first_visit")


def _recognise(request: DeskRequest) -> None:
    request.now = timezone.now()
    request.viewer = staff.viewer_of(request.user)
    request.unread = cache(lambda: _unread(request.viewer))
    agent = request.user
    if agent.seen_at is None or agent.seen_at < request.now - staff_operations.SEEN_EVERY:
        with writing(SYSTEM):
            staff_operations.see_agent(agent_id=agent.pk, actor=agent.actor, now=request.now)
