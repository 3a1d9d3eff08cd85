"""Replies, forwards, notes: taken once, and shown again with the reason when they are not taken."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from keskio.cases import operations
from keskio.cases import queries as cases
from keskio.cases.models import Draft
from keskio.cases.operations import DraftPlace
from keskio.channels import operations as channels
from keskio.interfaces.desk.access import DeskRequest, for_agents
from keskio.interfaces.desk.forms import (
    DraftForm,
    ForwardForm,
    LetterForm,
    MomentForm,
    ReplyForm,
    WhoseForm,
    WritingForm,
)
from keskio.interfaces.desk.views.composer import Refused, undo_seconds
from keskio.interfaces.desk.views.pages import show_case
from keskio.interfaces.desk.words import REFUSED, refusal_in_words
from keskio.kit.scopes import reading, writing

CONFLICT, UNPROCESSABLE = 409, 422


@for_agents
@require_POST
def reply(request: DeskRequest, case_id: int) -> HttpResponse:
    form = ReplyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show_again(request, case_id, complaint(form))
    try:
        _write_reply(request, case_id, form)
    except operations.AnsweredMeanwhile as refusal:
        return _show_what_came(request, case_id, len(refusal.messages))
    except operations.NoRecipient as refusal:
        return _show_again(request, case_id, nobody_in_words(refusal))
    except REFUSED as refusal:
        return _show_again(request, case_id, refusal_in_words(refusal))
    messages.success(request, _("Sent."))
    to_resolve = "#resolve" if "resolve" in request.POST else ""
    return redirect(reverse("case", args=[case_id]) + to_resolve)


def _write_reply(request: DeskRequest, case_id: int, form: ReplyForm) -> None:
    letter = form.letter()
    with writing(request.viewer.scope):
        cases.case(case_id, viewer=request.viewer)
        operations.write_reply(
            case_id=case_id,
            **letter,
            last_seen=form.cleaned_data["last_seen"],
            undo_seconds=undo_seconds(),
            actor=request.viewer.actor,
            agent_id=request.viewer.agent_id,
            now=request.now,
        )


@for_agents
@require_POST
def forward(request: DeskRequest, message_id: int) -> HttpResponse:
    form = ForwardForm(request.POST, request.FILES)
    with reading(request.viewer.scope):
        case_id = cases.message(message_id, viewer=request.viewer).case_id
    again = partial(_show_again, request, case_id, kind="forward", forwards=message_id)
    if not form.is_valid():
        return again(complaint(form))
    letter = form.letter()
    try:
        with writing(request.viewer.scope):
            operations.forward_message(
                message_id=message_id,
                **letter,
                with_attachments=form.cleaned_data["with_attachments"],
                undo_seconds=undo_seconds(),
                actor=request.viewer.actor,
                agent_id=request.viewer.agent_id,
                now=request.now,
            )
    except operations.NoRecipient as refusal:
        return again(nobody_in_words(refusal) if str(refusal) else _("Say whom it is to."))
    except REFUSED as refusal:
        return again(refusal_in_words(refusal))
    messages.success(request, _("Forwarded."))
    return redirect("case", case_id)


@for_agents
@require_POST
def note(request: DeskRequest, case_id: int) -> HttpResponse:
    form = WritingForm(request.POST)
    if not form.is_valid():
        return _show_again(request, case_id, complaint(form), kind="note")
    try:
        with writing(request.viewer.scope):
            cases.case(case_id, viewer=request.viewer)
            operations.write_note(
                case_id=case_id,
                text=form.cleaned_data["text"],
                draft_id=form.cleaned_data["draft_id"],
                request_key=str(form.cleaned_data["request_key"]),
                actor=request.viewer.actor,
                agent_id=request.viewer.agent_id,
                now=request.now,
            )
    except REFUSED as refusal:
        return _show_again(request, case_id, refusal_in_words(refusal), kind="note")
    messages.success(request, _("Noted, for colleagues only."))
    return redirect("case", case_id)


@for_agents
@require_POST
def take_back(request: DeskRequest, message_id: int) -> HttpResponse:
    """Undo: the words are in the composer again."""
    with reading(request.viewer.scope):
        case_id = cases.message(message_id, viewer=request.viewer).case_id
    try:
        with writing(request.viewer.scope):
            draft = channels.take_back_message(
                message_id=message_id,
                agent_id=request.viewer.agent_id,
                actor=request.viewer.actor,
                now=request.now,
            )
    except operations.TooLate as refusal:
        messages.warning(request, refusal_in_words(refusal))
        return redirect("case", case_id)
    messages.success(request, _("Not sent. It is a draft again."))
    if draft and draft.kind == Draft.Kind.NEW:
        return redirect("new_mail", draft.inbox_id)
    asked = f"?forward={draft.forwards_id}" if draft and draft.forwards_id else ""
    return redirect(reverse("case", args=[case_id]) + asked)


@for_agents
@require_POST
def schedule(request: DeskRequest, case_id: int) -> HttpResponse:
    """What stands in the form becomes the draft that leaves later."""
    form, moment = ReplyForm(request.POST, request.FILES), MomentForm(request.POST)
    at = moment.chosen() if moment.is_valid() else None
    if not form.is_valid():
        return _show_again(request, case_id, complaint(form))
    if at is None:
        return _show_again(request, case_id, _("Choose when it should leave."))
    try:
        _schedule(request, case_id, form, at)
    except operations.AnsweredMeanwhile as refusal:
        return _show_what_came(request, case_id, len(refusal.messages))
    except operations.NoRecipient as refusal:
        return _show_again(request, case_id, nobody_in_words(refusal))
    except REFUSED as refusal:
        return _show_again(request, case_id, refusal_in_words(refusal))
    messages.success(request, _("It leaves by itself at the time you chose."))
    return redirect("case", case_id)


def _schedule(request: DeskRequest, case_id: int, form: ReplyForm, at: Any) -> None:
    viewer = request.viewer
    place = DraftPlace(kind=Draft.Kind.REPLY, case_id=case_id)
    kept = DraftForm({**request.POST.dict(), "kind": "reply", "case": case_id})
    kept.full_clean()
    who: dict[str, Any] = {"agent_id": request.user.pk, "actor": viewer.actor, "now": request.now}
    with writing(viewer.scope):
        cases.case(case_id, viewer=viewer)
        operations.save_draft(place=place, written=kept.written(), **who)
        for file in form.outgoing_files():
            operations.add_draft_file(place=place, file=file, **who)
        operations.schedule_reply(
            case_id=case_id, send_at=at, last_seen=form.cleaned_data["last_seen"], **who
        )


@for_agents
@require_POST
def unschedule(request: DeskRequest, case_id: int) -> HttpResponse:
    """One's own, or a colleague's who is away: `agent` says whose."""
    form = WhoseForm(request.POST)
    form.full_clean()
    try:
        with writing(request.viewer.scope):
            cases.case(case_id, viewer=request.viewer)
            operations.unschedule_reply(
                case_id=case_id,
                agent_id=form.cleaned_data.get("agent") or request.user.pk,
                actor=request.viewer.actor,
                now=request.now,
            )
    except operations.NothingScheduled as refusal:
        messages.warning(request, refusal_in_words(refusal))
    else:
        messages.success(request, _("It stays a draft."))
    return redirect("case", case_id)


def complaint(form: WritingForm) -> str:
    if isinstance(form, LetterForm):
        for name, shown in (("to", _("To")), ("cc", _("Cc")), ("bcc", _("Bcc"))):
            if name in form.errors:
                words = _("Something in %(field)s is no mail address. Mend it and send again.")
                return words % {"field": shown}
    return _("The form did not arrive whole. Your text is still here; send it again.")


def nobody_in_words(refusal: operations.NoRecipient) -> str:
    if str(refusal):
        return _("“%(address)s” is no mail address. Mend it and send again.") % {
            "address": str(refusal)
        }
    return _("Nobody to send it to: the case has no address.")


def _show_again(
    request: DeskRequest,
    case_id: int,
    refusal: str,
    *,
    kind: str = "reply",
    forwards: int | None = None,
) -> HttpResponse:
    refused = Refused(
        kind=kind,
        fields=request.POST,
        refusal=refusal,
        had_files=bool(request.FILES),
        forwards=forwards,
    )
    return show_case(request, case_id, draft=refused, status=UNPROCESSABLE)


def _show_what_came(request: DeskRequest, case_id: int, count: int) -> HttpResponse:
    """The new messages are marked, and counted as seen when the agent sends again."""
    refusal = ngettext(
        "Not sent yet: %(count)d message came while you were writing. Read it, then send again.",
        "Not sent yet: %(count)d messages came while you were writing. Read them, then send again.",
        count,
    ) % {"count": count}
    refused = Refused(
        fields=request.POST,
        refusal=refusal,
        seen=int(request.POST["last_seen"]),
        had_files=bool(request.FILES),
    )
    return show_case(request, case_id, draft=refused, status=CONFLICT)
