"""What agents do to what a case carries: tags, fields, priority, steps, reminders, handing over."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keskio.cases import operations
from keskio.cases import queries as cases
from keskio.cases.models import Priority
from keskio.interfaces.desk.access import DeskRequest, for_agents
from keskio.interfaces.desk.carried import FieldsForm, ReminderForm
from keskio.interfaces.desk.views.pages import show_case
from keskio.interfaces.desk.words import REFUSED, refusal_in_words
from keskio.kit.scopes import reading, writing

UNPROCESSABLE = 422


@for_agents
@require_POST
def set_priority(request: DeskRequest, case_id: int) -> HttpResponse:
    asked = request.POST.get("priority", "")
    if asked not in {str(priority.value) for priority in Priority}:
        return HttpResponseBadRequest()

    def do() -> None:
        operations.set_priority(
            case_id=case_id,
            priority=Priority(int(asked)),
            actor=request.viewer.actor,
            now=request.now,
        )

    return _change(request, case_id, do, _("Priority changed."))


@for_agents
@require_POST
def set_status(request: DeskRequest, case_id: int) -> HttpResponse:
    """`status` is an id, or empty for none."""
    asked = request.POST.get("status", "")
    if asked and not asked.isdecimal():
        return HttpResponseBadRequest()

    def do() -> None:
        operations.set_status(
            case_id=case_id,
            status_id=int(asked) if asked else None,
            actor=request.viewer.actor,
            now=request.now,
        )

    return _change(request, case_id, do, _("Status changed."))


@for_agents
@require_POST
def set_tags(request: DeskRequest, case_id: int) -> HttpResponse:
    """`tag` is every id that the case is to carry."""
    asked = request.POST.getlist("tag")
    if not all(one.isdecimal() for one in asked):
        return HttpResponseBadRequest()
    wanted = {int(one) for one in asked}

    def do() -> None:
        case = cases.case(case_id, viewer=request.viewer)
        carried = {tag.pk for tag in cases.properties_of(case, viewer=request.viewer).tags}
        for tag_id in sorted(wanted - carried):
            operations.tag_case(
                case_id=case_id, tag_id=tag_id, actor=request.viewer.actor, now=request.now
            )
        for tag_id in sorted(carried - wanted):
            operations.untag_case(
                case_id=case_id, tag_id=tag_id, actor=request.viewer.actor, now=request.now
            )

    return _change(request, case_id, do, _("Tags changed."))


@for_agents
@require_POST
def set_fields(request: DeskRequest, case_id: int) -> HttpResponse:
    """All of them or none; what does not fit is shown again, each with what it wants."""
    with reading(request.viewer.scope):
        case = cases.case(case_id, viewer=request.viewer)
        said = cases.properties_of(case, viewer=request.viewer).fields
    form = FieldsForm(request.POST, said=said)
    if not form.is_valid():
        again = {"fields_form": form, "opened": "fields"}
        return show_case(request, case_id, shown_again=again, status=UNPROCESSABLE)

    def do() -> None:
        for name, value in form.cleaned_data.items():
            operations.set_field(
                case_id=case_id,
                field_id=int(name),
                value=value,
                actor=request.viewer.actor,
                now=request.now,
            )

    return _change(request, case_id, do, _("Saved."))


@for_agents
@require_POST
def follow(request: DeskRequest, case_id: int) -> HttpResponse:
    """`following` empty: no longer."""
    wanted = bool(request.POST.get("following"))

    def do() -> None:
        change = operations.follow_case if wanted else operations.unfollow_case
        change(
            case_id=case_id,
            agent_id=request.user.pk,
            actor=request.viewer.actor,
            now=request.now,
        )

    done = _("You are told of whatever happens here.") if wanted else _("You no longer follow it.")
    return _change(request, case_id, do, done)


@for_agents
@require_POST
def add_step(request: DeskRequest, case_id: int) -> HttpResponse:
    def do() -> None:
        operations.add_checklist_item(
            case_id=case_id,
            text=request.POST.get("text", ""),
            actor=request.viewer.actor,
            now=request.now,
        )

    return _change(request, case_id, do, _("Step added."))


@for_agents
@require_POST
def change_step(request: DeskRequest, case_id: int, item_id: int) -> HttpResponse:
    """`do` is done, undone or remove."""
    wanted = request.POST.get("do", "")
    if wanted not in {"done", "undone", "remove"}:
        return HttpResponseBadRequest()

    def do() -> None:
        if wanted == "remove":
            operations.remove_checklist_item(
                case_id=case_id, item_id=item_id, actor=request.viewer.actor, now=request.now
            )
        else:
            operations.check_item(
                case_id=case_id,
                item_id=item_id,
                done=wanted == "done",
                actor=request.viewer.actor,
                now=request.now,
            )

    return _change(request, case_id, do, _("Saved."))


@for_agents
@require_POST
def remind(request: DeskRequest, case_id: int) -> HttpResponse:
    form = ReminderForm(request.POST)
    due_at = form.moment() if form.is_valid() else None
    if due_at is None:
        messages.warning(request, _("Choose when you want to be reminded."))
        return redirect("case", case_id)

    def do() -> None:
        operations.set_reminder(
            case_id=case_id,
            agent_id=request.user.pk,
            due_at=due_at,
            returns=form.cleaned_data["returns"],
            actor=request.viewer.actor,
            now=request.now,
        )

    return _change(request, case_id, do, _("You will be reminded."))


@for_agents
@require_POST
def cancel_reminder(request: DeskRequest, case_id: int, reminder_id: int) -> HttpResponse:
    def do() -> None:
        operations.cancel_reminder(
            case_id=case_id,
            reminder_id=reminder_id,
            agent_id=request.user.pk,
            actor=request.viewer.actor,
            now=request.now,
        )

    return _change(request, case_id, do, _("Reminder cancelled."))


@for_agents
@require_POST
def hand_over(request: DeskRequest, case_id: int) -> HttpResponse:
    """`to` is `agent:3`, `team:2`, or empty for whoever is next."""
    kind, _colon, pk = request.POST.get("to", "").partition(":")
    if (kind or pk) and (kind not in {"agent", "team"} or not pk.isdecimal()):
        return HttpResponseBadRequest()
    note = request.POST.get("note", "")

    def do() -> None:
        if not kind:
            _release(request, case_id, note)
            return
        operations.hand_over_case(
            case_id=case_id,
            agent_id=int(pk) if kind == "agent" else None,
            team_id=int(pk) if kind == "team" else None,
            note=note,
            actor=request.viewer.actor,
            now=request.now,
        )

    return _change(request, case_id, do, _("Handed over."))


def _release(request: DeskRequest, case_id: int, note: str) -> None:
    actor, now = request.viewer.actor, request.now
    if note.strip():
        operations.write_note(
            case_id=case_id, text=note, agent_id=request.user.pk, actor=actor, now=now
        )
    operations.assign_team(case_id=case_id, team_id=None, actor=actor, now=now)
    operations.assign_case(case_id=case_id, agent_id=None, actor=actor, now=now)


def _change(request: DeskRequest, case_id: int, do: Callable[[], None], done: str) -> HttpResponse:
    """Raises Case.DoesNotExist for a case that is not the viewer's."""
    try:
        with writing(request.viewer.scope):
            cases.case(case_id, viewer=request.viewer)
            do()
    except REFUSED as refusal:
        messages.warning(request, refusal_in_words(refusal))
    else:
        messages.success(request, done)
    return redirect("case", case_id)
