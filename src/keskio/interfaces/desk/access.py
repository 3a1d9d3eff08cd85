"""Who is asking, and whether the page is theirs."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.staff import operations as staff_operations
from keskio.staff import queries as staff
from keskio.staff.models import Agent, Role
from keskio.staff.viewers import Viewer

P = ParamSpec("P")


class DeskRequest(HttpRequest):
    """A request of somebody signed in."""

    user: Agent
    viewer: Viewer
    unread: int
    """How many notifications they have not read, for the frame of every page."""
    now: datetime


DeskView = Callable[Concatenate[DeskRequest, P], HttpResponseBase]


def for_agents(view: DeskView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """What is missing or not theirs to see is not found: nothing tells the one from the other."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_the_door(request)
        asked = cast("DeskRequest", request)
        _recognise(asked)
        try:
            return view(asked, *args, **kwargs)
        except ObjectDoesNotExist as error:
            raise Http404 from error

    return guarded


def for_administrators(
    view: DeskView[P],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    @wraps(view)
    def guarded(request: DeskRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.viewer.is_at_least(Role.ADMINISTRATOR):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return for_agents(guarded)


def _to_the_door(request: HttpRequest) -> HttpResponse:
    """To the log-in, or where nobody works here yet, to the first steps."""
    with reading(SYSTEM):
        anyone = staff.is_anyone_here()
    return redirect_to_login(request.get_full_path()) if anyone else redirect("first_visit")


def _recognise(request: DeskRequest) -> None:
    request.now = timezone.now()
    with reading(SYSTEM):
        request.viewer = staff.viewer_of(request.user)
        request.unread = staff.unread_notifications(request.viewer)
    agent = request.user
    if agent.seen_at is None or agent.seen_at < request.now - staff_operations.SEEN_EVERY:
        with writing(SYSTEM):
            staff_operations.see_agent(agent_id=agent.pk, actor=agent.actor, now=request.now)
