"""What the composer asks for while somebody writes: answered in JSON, or with a piece of a page."""

from io import BytesIO
from typing import Any

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from keskio.cases import operations
from keskio.cases import queries as cases
from keskio.cases.canned import filled, text_for
from keskio.cases.models import Case, DraftFile, Message
from keskio.cases.operations import DraftPlace
from keskio.cases.signing import signature
from keskio.channels.mail.markdown import to_html
from keskio.clients import queries as clients
from keskio.clients.models import Inbox
from keskio.interfaces.desk import story
from keskio.interfaces.desk.access import DeskRequest, for_agents, require_open
from keskio.interfaces.desk.forms import DraftForm, PlaceForm, PresenceForm, outgoing
from keskio.interfaces.desk.views.contents import FILE_POLICY
from keskio.interfaces.desk.words import refusal_in_words
from keskio.kit import blobs
from keskio.kit.scopes import reading, writing
from keskio.staff import queries as staff

CONFLICT, TOO_LARGE = 409, 413


@for_agents
@require_POST
def save(request: DeskRequest) -> HttpResponse:
    """Kept as typed; 409 with what stands there now when another tab has changed it."""
    form = DraftForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    try:
        with writing(request.viewer.scope):
            require_seen(request, form.place())
            draft = operations.save_draft(
                place=form.place(),
                written=form.written(),
                version=form.cleaned_data["version"],
                agent_id=request.user.pk,
                actor=request.viewer.actor,
                now=request.now,
            )
    except operations.DraftChanged as refusal:
        now = refusal.draft
        told = {"version": now.version if now else 0, "text": now.text if now else ""}
        return JsonResponse({**told, "draft_id": now.pk if now else None}, status=CONFLICT)
    return JsonResponse(
        {"version": draft.version if draft else 0, "draft_id": draft.pk if draft else None}
    )


@for_agents
@require_POST
def discard(request: DeskRequest) -> HttpResponse:
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    with writing(request.viewer.scope):
        require_seen(request, form.place())
        operations.discard_draft(
            place=form.place(),
            agent_id=request.user.pk,
            actor=request.viewer.actor,
            now=request.now,
        )
    return HttpResponse(status=204)


@for_agents
@require_POST
def add_file(request: DeskRequest) -> HttpResponse:
    """One file; `inline` asks for a picture within the text."""
    form = PlaceForm(request.POST)
    uploaded = request.FILES.get("file")
    if not form.is_valid() or uploaded is None:
        return HttpResponseBadRequest()
    try:
        with writing(request.viewer.scope):
            require_seen(request, form.place())
            file = operations.add_draft_file(
                place=form.place(),
                file=outgoing(uploaded),
                inline=request.POST.get("inline") == "1",
                agent_id=request.user.pk,
                actor=request.viewer.actor,
                now=request.now,
            )
            told = _file(file)
    except operations.TooMuchAttached as refusal:
        return JsonResponse({"refusal": refusal_in_words(refusal)}, status=TOO_LARGE)
    return JsonResponse(told)


@for_agents
@require_POST
def remove_file(request: DeskRequest, file_id: int) -> HttpResponse:
    with writing(request.viewer.scope):
        operations.remove_draft_file(
            file_id=file_id,
            agent_id=request.user.pk,
            actor=request.viewer.actor,
            now=request.now,
        )
    return HttpResponse(status=204)


@for_agents
@require_safe
def file_content(request: DeskRequest, file_id: int) -> FileResponse:
    """A picture is shown to who brought it; anything else is only handed over."""
    with reading(request.viewer.scope):
        file = cases.draft_file(file_id, viewer=request.viewer)
    shown = file.content_type in story.SHOWN_TYPES
    try:
        content = BytesIO(blobs.load(file.digest))
    except blobs.BlobMissing as error:
        raise Http404 from error
    response = FileResponse(
        content,
        as_attachment=not shown,
        filename=file.name,
        content_type=file.content_type if shown else "application/octet-stream",
    )
    response["Content-Security-Policy"] = FILE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response


@for_agents
@require_POST
def presence(request: DeskRequest, case_id: int) -> HttpResponse:
    """What the open page asks every few seconds; `writing` says that its reader writes."""
    form = PresenceForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    last_seen = form.cleaned_data["last_seen"] or 0
    if form.cleaned_data["writing"]:
        with writing(request.viewer.scope):
            cases.case(case_id, viewer=request.viewer)
            operations.touch_draft(
                case_id=case_id,
                agent_id=request.user.pk,
                actor=request.viewer.actor,
                now=request.now,
            )
    with reading(request.viewer.scope):
        cases.case(case_id, viewer=request.viewer)
        way = cases.on_the_way(case_id, viewer=request.viewer, now=request.now)
        came = cases.messages_since(case_id, last_seen, viewer=request.viewer)
    return JsonResponse(
        {"writers": who_writes(way.writers), "came": _what_came(came) if last_seen else ""}
    )


@for_agents
@require_safe
def words(request: DeskRequest) -> HttpResponse:
    """Canned responses, filled in, and colleagues to mention."""
    form = PlaceForm(request.GET)
    if not form.is_valid():
        return HttpResponseBadRequest()
    with reading(request.viewer.scope):
        case, inbox = require_seen(request, form.place())
        found = cases.canned_responses(clients=[inbox.client_id])
        colleagues = staff.readers_of(client_id=inbox.client_id, inbox_id=inbox.pk)
    values = {
        "customer.name": story.customer_name(case) if case else "",
        "case.number": str(case.pk) if case else "",
        "agent.name": str(request.user),
        "client.name": inbox.client.name,
    }
    languages = [case.language if case else "", inbox.language, inbox.client.language]
    return JsonResponse(
        {
            "canned": [
                {
                    "name": one.name,
                    "shortcut": one.shortcut,
                    "text": filled(text_for(one.texts, languages), values),
                }
                for one in found
            ],
            "colleagues": [one.name for one in colleagues if one.pk != request.user.pk],
        }
    )


@for_agents
@require_POST
def preview(request: DeskRequest) -> HttpResponse:
    """As it will look to who gets it, signature included."""
    form = DraftForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    with reading(request.viewer.scope):
        _, inbox = require_seen(request, form.place())
        files = _files_at(request, form.place())
    images = {one.content_id: reverse("draft_file", args=[one.pk]) for one in files if one.inline}
    shown = SafeString(to_html(form.cleaned_data["text"], images=images))
    below = SafeString("")
    if form.cleaned_data["kind"] != "note":
        signed = signature(agent=request.user.signature, inbox=inbox.signature)
        below = SafeString(to_html(signed)) if signed else below
    page = format_html('{}<div class="signature">{}</div>', shown, below) if below else shown
    return HttpResponse(page)


def who_writes(names: list[str]) -> str:
    if not names:
        return ""
    words = ngettext(
        "%(names)s is answering just now.", "%(names)s are answering just now.", len(names)
    )
    return words % {"names": ", ".join(names)}


def _what_came(came: list[Message]) -> str:
    heard = [one for one in came if one.kind != Message.Kind.ACKNOWLEDGEMENT]
    if not heard:
        return ""
    who = ", ".join(dict.fromkeys(story.who_said(one) for one in heard))
    words = ngettext(
        "%(count)d message has come since you opened this, from %(who)s.",
        "%(count)d messages have come since you opened this, from %(who)s.",
        len(heard),
    )
    return words % {"count": len(heard), "who": who}


def require_seen(request: DeskRequest, place: DraftPlace) -> tuple[Case | None, Inbox]:
    """The case, if any, and the inbox. Raises Case.DoesNotExist, Http404."""
    if place.case_id is not None:
        case = cases.case(place.case_id, viewer=request.viewer)
        return case, clients.inbox(case.inbox_id)
    inbox = clients.inbox(place.inbox_id or 0)
    require_open(inbox, request.viewer)
    return None, inbox


def _files_at(request: DeskRequest, place: DraftPlace) -> list[DraftFile]:
    if place.case_id is None:
        draft = cases.draft_for_inbox(place.inbox_id or 0, viewer=request.viewer)
        return cases.draft_files(draft)
    way = cases.on_the_way(place.case_id, viewer=request.viewer, now=request.now)
    draft = way.own.get(place.kind)
    return way.files.get(draft.pk, []) if draft else []


def _file(file: DraftFile) -> dict[str, Any]:
    return {
        "id": file.pk,
        "draft_id": file.draft_id,
        "version": file.draft.version,
        "name": file.name,
        "size": file.size,
        "inline": file.inline,
        "content_id": file.content_id,
        "address": reverse("draft_file", args=[file.pk]),
        "remove": reverse("remove_draft_file", args=[file.pk]),
        "is_picture": file.content_type in story.SHOWN_TYPES,
    }
