"""Replies and notes: taken once, and shown again with the reason when they are not taken."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from keskio.cases import operations
from keskio.cases import queries as cases
from keskio.interfaces.desk.access import DeskRequest, for_agents
from keskio.interfaces.desk.forms import ReplyForm, WritingForm
from keskio.interfaces.desk.views.pages import Draft, show_case
from keskio.interfaces.desk.words import REFUSED, refusal_in_words
from keskio.kit.scopes import writing

CONFLICT, UNPROCESSABLE = 409, 422


@for_agents
@require_POST
def reply(request: DeskRequest, case_id: int) -> HttpResponse:
    form = ReplyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show_again(request, case_id, _complaint(form))
    try:
        _write_reply(request, case_id, form)
    except operations.AnsweredMeanwhile as refusal:
        return _show_what_came(request, case_id, form, len(refusal.messages))
    except operations.NoRecipient:
        return _show_again(request, case_id, _("Nobody to send it to: the case has no address."))
    except REFUSED as refusal:
        return _show_again(request, case_id, refusal_in_words(refusal))
    messages.success(request, _("Sent."))
    to_resolve = "#resolve" if "resolve" in request.POST else ""
    return redirect(reverse("case", args=[case_id]) + to_resolve)


def _write_reply(request: DeskRequest, case_id: int, form: ReplyForm) -> None:
    files = form.outgoing_files()
    with writing(request.viewer.scope):
        cases.case(case_id, viewer=request.viewer)
        operations.write_reply(
            case_id=case_id,
            text=form.cleaned_data["text"],
            cc=form.cleaned_data["cc"],
            files=files,
            last_seen=form.cleaned_data["last_seen"],
            request_key=str(form.cleaned_data["request_key"]),
            actor=request.viewer.actor,
            agent_id=request.viewer.agent_id,
            now=request.now,
        )


@for_agents
@require_POST
def note(request: DeskRequest, case_id: int) -> HttpResponse:
    form = WritingForm(request.POST)
    if not form.is_valid():
        return _show_again(request, case_id, _complaint(form), kind="note")
    try:
        with writing(request.viewer.scope):
            cases.case(case_id, viewer=request.viewer)
            operations.write_note(
                case_id=case_id,
                text=form.cleaned_data["text"],
                request_key=str(form.cleaned_data["request_key"]),
                actor=request.viewer.actor,
                agent_id=request.viewer.agent_id,
                now=request.now,
            )
    except REFUSED as refusal:
        return _show_again(request, case_id, refusal_in_words(refusal), kind="note")
    messages.success(request, _("Noted, for colleagues only."))
    return redirect("case", case_id)


def _complaint(form: WritingForm) -> str:
    if "cc" in form.errors:
        return _("Something in Cc is no mail address. Mend it and send again.")
    return _("The form did not arrive whole. Your text is still here; send it again.")


def _show_again(
    request: DeskRequest, case_id: int, refusal: str, *, kind: str = "reply"
) -> HttpResponse:
    draft = Draft(
        kind=kind,
        text=request.POST.get("text", ""),
        cc=request.POST.get("cc"),
        refusal=refusal,
        had_files=bool(request.FILES),
    )
    return show_case(request, case_id, draft=draft, status=UNPROCESSABLE)


def _show_what_came(
    request: DeskRequest, case_id: int, form: ReplyForm, count: int
) -> HttpResponse:
    """The new messages are marked, and counted as seen when the agent sends again."""
    refusal = ngettext(
        "Not sent yet: %(count)d message came while you were writing. Read it, then send again.",
        "Not sent yet: %(count)d messages came while you were writing. Read them, then send again.",
        count,
    ) % {"count": count}
    draft = Draft(
        text=form.cleaned_data["text"],
        cc=request.POST.get("cc", ""),
        refusal=refusal,
        seen=form.cleaned_data["last_seen"],
        had_files=bool(request.FILES),
    )
    return show_case(request, case_id, draft=draft, status=CONFLICT)
