"""What the composer is filled with: drafts, recipients, what was refused, what leaves later."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from keskio.cases import queries as cases
from keskio.cases.models import Case, Draft, DraftFile, Message
from keskio.cases.operations import MAX_FILES_BYTES
from keskio.cases.queries import OnTheWay
from keskio.clients import queries as clients
from keskio.clients.models import Inbox
from keskio.interfaces.desk import story
from keskio.interfaces.desk.access import DeskRequest
from keskio.look.times import short_time
from keskio.staff.rights import Right

MORNING = time(9)


@dataclass(frozen=True, kw_only=True)
class Refused:
    """What somebody wrote that was not taken, and why."""

    kind: str = "reply"
    fields: QueryDict | None = None
    """As they were sent; None when nothing was."""
    refusal: str = ""
    seen: int | None = None
    """The newest message the writer had read, when others have come since."""
    had_files: bool = False
    forwards: int | None = None


@dataclass(frozen=True, kw_only=True)
class Part:
    """One of the composer's forms, and what stands in it."""

    kind: str
    text: str = ""
    to: str = ""
    cc: str = ""
    bcc: str = ""
    subject: str = ""
    version: int = 0
    draft_id: int | None = None
    files: Sequence[DraftFile] = ()
    send_at: datetime | None = None
    held_back: bool = False
    others: str = ""
    """Who else is on it, for answering all."""
    request_key: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class Moment:
    """A time to send at, and how it is called."""

    value: str
    name: str


def composer_of_case(
    request: DeskRequest, case: Case, messages: Sequence[Message], refused: Refused
) -> dict[str, Any]:
    """One query more when the viewer has drafts here, another when others were on the message."""
    on_the_way = cases.on_the_way(case.pk, viewer=request.viewer, now=request.now)
    answers = request.viewer.may(Right.ANSWER)
    forwarded = _forwarded(request, messages, on_the_way, refused) if answers else None
    kind = refused.kind if answers else "note"
    if not refused.fields and forwarded and "forward" in request.GET:
        kind = "forward"
    others = _others(case, messages)
    return {
        "refused": refused,
        "kind": kind,
        "reply": _reply(on_the_way, messages, others, refused),
        "note": _part("note", on_the_way, refused),
        "forward": _part("forward", on_the_way, refused) if forwarded else None,
        "forwarded": forwarded,
        "writers": on_the_way.writers,
        "scheduled": [one for one in on_the_way.scheduled if one.agent_id != request.user.pk],
    } | composer_anywhere(request)


def composer_of_inbox(request: DeskRequest, inbox: Inbox, refused: Refused) -> dict[str, Any]:
    """Two queries."""
    draft = cases.draft_for_inbox(inbox.pk, viewer=request.viewer)
    own = {"new": draft} if draft else {}
    files = {draft.pk: cases.draft_files(draft)} if draft else {}
    on_the_way = OnTheWay(own=own, files=files)
    return {
        "inbox": inbox,
        "refused": refused,
        "new": _part("new", on_the_way, refused),
    } | composer_anywhere(request)


def composer_anywhere(request: DeskRequest) -> dict[str, Any]:
    return {"moments": _moments(request.now), "max_bytes": MAX_FILES_BYTES}


def undo_seconds() -> int:
    return int(settings.UNDO_SECONDS)


def _reply(
    on_the_way: OnTheWay, messages: Sequence[Message], others: str, refused: Refused
) -> Part:
    to = story.recipient(messages)
    return _part("reply", on_the_way, refused, to=to, cc=others, others=others)


def _part(
    kind: str,
    on_the_way: OnTheWay,
    refused: Refused,
    *,
    to: str = "",
    cc: str = "",
    others: str = "",
) -> Part:
    """What was refused, before the draft, before what is natural."""
    draft = on_the_way.own.get(kind)
    said = _said(kind, draft, refused) or {"to": to, "cc": cc}
    return Part(
        kind=kind,
        text=said.get("text", ""),
        to=said.get("to") or to,
        cc=said.get("cc", ""),
        bcc=said.get("bcc", ""),
        subject=said.get("subject", ""),
        version=draft.version if draft else 0,
        draft_id=draft.pk if draft else None,
        files=on_the_way.files.get(draft.pk, ()) if draft else (),
        send_at=draft.send_at if draft else None,
        held_back=draft.held_back if draft else False,
        others=others,
    )


def _said(kind: str, draft: Draft | None, refused: Refused) -> dict[str, str] | None:
    names = ("text", "to", "cc", "bcc", "subject")
    if refused.fields is not None and refused.kind == kind:
        return {name: refused.fields.get(name, "") for name in names}
    return {name: getattr(draft, name) for name in names} if draft else None


def _others(case: Case, messages: Sequence[Message]) -> str:
    others, ours = story.others_on_it(messages), {case.inbox.address}
    if others.keys() - ours:
        ours = clients.own_addresses()
    return ", ".join(shown for address, shown in others.items() if address not in ours)


def _forwarded(
    request: DeskRequest, messages: Sequence[Message], on_the_way: OnTheWay, refused: Refused
) -> Message | None:
    """What is being passed on: as asked for, else as the draft has it."""
    draft = on_the_way.own.get("forward")
    asked = request.GET.get("forward", "")
    if refused.forwards:
        asked = str(refused.forwards)
    wanted = asked or str(draft.forwards_id if draft else "")
    may = (one for one in messages if one.direction != Message.Direction.INTERNAL)
    return next((one for one in may if str(one.pk) == wanted), None)


def _moments(now: datetime) -> list[Moment]:
    """When people like to send, by the reader's own clock."""
    today = timezone.localtime(now)
    tomorrow = today + timedelta(days=1)
    monday = today + timedelta(days=7 - today.weekday())
    chosen = [
        (_("In an hour"), today + timedelta(hours=1)),
        (_("Tomorrow morning"), datetime.combine(tomorrow.date(), MORNING, today.tzinfo)),
        (_("Monday morning"), datetime.combine(monday.date(), MORNING, today.tzinfo)),
    ]
    names = {moment: name for name, moment in reversed(chosen)}  # on Sunday, Monday is tomorrow
    return [
        Moment(moment.isoformat(timespec="minutes"), f"{names[moment]}, {short_time(moment, now)}")
        for moment in sorted(names)
    ]
