"""What agents do to a case besides writing: resolve, reopen, snooze, give, and count time."""

from collections.abc import Callable
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keskio.cases import operations
from keskio.cases import queries as cases
from keskio.interfaces.desk import undoing
from keskio.interfaces.desk.access import DeskRequest, for_agents
from keskio.interfaces.desk.asked import is_id
from keskio.interfaces.desk.forms import CorrectTimeForm, ResolveForm, SnoozeForm, TimeForm
from keskio.interfaces.desk.words import REFUSED, refusal_in_words
from keskio.kit.scopes import writing


@for_agents
@require_POST
def resolve(request: DeskRequest, case_id: int) -> HttpResponse:
    form = ResolveForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Choose how it ended, then resolve."))
        return redirect("case", case_id)

    def do() -> None:
        operations.resolve_case(
            case_id=case_id,
            reason_id=form.cleaned_data["reason"],
            outcome=form.cleaned_data["outcome"],
            actor=request.viewer.actor,
            now=request.now,
        )

    return _change(request, case_id, do, _("Resolved."))


@for_agents
@require_POST
def reopen(request: DeskRequest, case_id: int) -> HttpResponse:
    def do() -> None:
        operations.reopen_case(case_id=case_id, actor=request.viewer.actor, now=request.now)

    return _change(request, case_id, do, _("Open again."))


@for_agents
@require_POST
def snooze(request: DeskRequest, case_id: int) -> HttpResponse:
    form = SnoozeForm(request.POST)
    until = form.moment() if form.is_valid() else None
    if until is None:
        messages.warning(request, _("Choose until when it should rest."))
        return redirect("case", case_id)

    def do() -> None:
        operations.snooze_case(
            case_id=case_id, until=until, actor=request.viewer.actor, now=request.now
        )

    return _change(request, case_id, do, _("Snoozed."))


@for_agents
@require_POST
def assign(request: DeskRequest, case_id: int) -> HttpResponse:
    """`agent` is an id, or empty for nobody in particular."""
    asked = request.POST.get("agent", "")
    if asked and not is_id(asked):
        return HttpResponseBadRequest()

    def do() -> None:
        operations.assign_case(
            case_id=case_id,
            agent_id=int(asked) if asked else None,
            actor=request.viewer.actor,
            now=request.now,
        )

    return _change(request, case_id, do, _("Given."))


@for_agents
@require_POST
def spend_time(request: DeskRequest, case_id: int) -> HttpResponse:
    """What the page tells while it is open; nobody waits for the answer."""
    form = TimeForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    with writing(request.viewer.scope):
        cases.case(case_id, viewer=request.viewer)
        operations.spend_active_time(
            case_id=case_id,
            agent_id=request.user.pk,
            visit=form.cleaned_data["visit"],
            seconds=form.cleaned_data["seconds"],
            actor=request.viewer.actor,
            now=request.now,
        )
    return HttpResponse(status=204)


@for_agents
@require_POST
def correct_time(request: DeskRequest, case_id: int) -> HttpResponse:
    form = CorrectTimeForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Write the minutes as a number, at most a day's."))
        return redirect("case", case_id)

    def do() -> None:
        operations.correct_active_time(
            case_id=case_id,
            agent_id=request.user.pk,
            visit=uuid4(),
            seconds=form.cleaned_data["minutes"] * 60,
            actor=request.viewer.actor,
            now=request.now,
        )

    return _change(request, case_id, do, _("Your time is corrected."))


def _change(
    request: DeskRequest, case_id: int, do: Callable[[], object], done: str
) -> HttpResponse:
    """Raises Case.DoesNotExist for a case that is not the viewer's."""
    try:
        with writing(request.viewer.scope):
            change = undoing.changing(request, case_id, do)
    except REFUSED as refusal:
        messages.warning(request, refusal_in_words(refusal))
    else:
        undoing.tell_done(request, done, [change] if change else [])
    return redirect("case", case_id)
