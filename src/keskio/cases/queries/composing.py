"""What is being written, and what helps to write it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from keskio.cases.models import CannedResponse, Case, Draft, DraftFile, Message
from keskio.kit.prepared import Question, prepared
from keskio.staff.viewers import Viewer

WRITING_FOR = timedelta(seconds=25)
"""Who was seen at a draft so recently is writing still: its page says so every ten seconds."""


@dataclass(frozen=True, kw_only=True)
class OnTheWay:
    """The viewer's own drafts in a case by kind, and what others have there."""

    own: dict[str, Draft] = field(default_factory=dict)
    files: dict[int, list[DraftFile]] = field(default_factory=dict)
    """Of the viewer's own, by draft."""
    scheduled: list[Draft] = field(default_factory=list)
    """Everybody's replies that leave by themselves, the soonest first."""
    writers: list[str] = field(default_factory=list)
    """Colleagues who are writing to the customer just now."""


def on_the_way(case_id: int, *, viewer: Viewer, now: datetime) -> OnTheWay:
    """One query when nobody writes, two when the viewer does."""
    drafts = _drafts(case_id, viewer.clients, viewer.closed_inboxes)
    own = {draft.kind: draft for draft in drafts if draft.agent_id == viewer.agent_id}
    files: dict[int, list[DraftFile]] = {}
    for file in _files([draft.pk for draft in own.values()]) if own else []:
        files.setdefault(file.draft_id, []).append(file)
    scheduled = [draft for draft in drafts if draft.send_at]
    return OnTheWay(
        own=own,
        files=files,
        scheduled=sorted(scheduled, key=lambda draft: draft.send_at or now),
        writers=_writers(drafts, viewer, now),
    )


def questions(case: Case, *, viewer: Viewer) -> list[Question[Any]]:
    """What on_the_way asks first, to be foreseen."""
    return [_drafts.asking(case.pk, viewer.clients, viewer.closed_inboxes)]


def draft_for_inbox(inbox_id: int, *, viewer: Viewer) -> Draft | None:
    """The viewer's new mail by this inbox (one query, its files on demand)."""
    drafts = _own_drafts(viewer)
    return drafts.filter(case=None, inbox=inbox_id).first()


def draft_in_case(case_id: int, kind: str, *, viewer: Viewer) -> Draft:
    """The viewer's own (one query). Raises Draft.DoesNotExist."""
    drafts = _own_drafts(viewer)
    return drafts.get(case=case_id, kind=kind)


def draft_files(draft: Draft | None) -> list[DraftFile]:
    """In the order in which they were brought (one query)."""
    return list(_files([draft.pk])) if draft else []


def draft_file(file_id: int, *, viewer: Viewer) -> DraftFile:
    """Of a draft of the viewer's own (one query). Raises DraftFile.DoesNotExist."""
    files = DraftFile.objects.filter(draft__in=_own_drafts(viewer))
    return files.select_related("draft").get(pk=file_id)


def messages_since(case_id: int, last_seen: int, *, viewer: Viewer) -> list[Message]:
    """What was said in the case after `last_seen`, notes included, oldest first (one query)."""
    messages = Message.objects.filter(case=case_id, client__in=viewer.clients, pk__gt=last_seen)
    messages = messages.exclude(case__inbox__in=viewer.closed_inboxes)
    return list(messages.select_related("agent").order_by("id"))


def canned_responses(*, clients: Collection[int]) -> list[CannedResponse]:
    """Those of these clients, by name (one query)."""
    return _canned_responses(clients)


def canned_response(canned_response_id: int, *, viewer: Viewer) -> CannedResponse:
    """Raises CannedResponse.DoesNotExist (one query)."""
    return CannedResponse.objects.get(pk=canned_response_id, client__in=viewer.clients)


def _writers(drafts: Collection[Draft], viewer: Viewer, now: datetime) -> list[str]:
    found = [
        str(draft.agent)
        for draft in drafts
        if draft.agent_id != viewer.agent_id
        and draft.kind in {Draft.Kind.REPLY, Draft.Kind.FORWARD}
        and draft.active_at > now - WRITING_FOR
    ]
    return list(dict.fromkeys(found))


def _own_drafts(viewer: Viewer) -> QuerySet[Draft]:
    drafts = Draft.objects.filter(client__in=viewer.clients, agent=viewer.agent_id)
    return drafts.exclude(_in_closed(viewer.closed_inboxes))


def _in_closed(closed: Collection[int]) -> Q:
    return Q(inbox__in=closed) | Q(case__inbox__in=closed)


@prepared
def _drafts(case_id: int, clients: Collection[int], closed: Collection[int]) -> QuerySet[Draft]:
    drafts = Draft.objects.filter(case=case_id, client__in=clients)
    drafts = drafts.exclude(case__inbox__in=closed)
    return drafts.select_related("agent").order_by("id")


@prepared
def _files(draft_ids: Collection[int]) -> QuerySet[DraftFile]:
    return DraftFile.objects.filter(draft__in=draft_ids).order_by("id")


@prepared
def _canned_responses(clients: Collection[int]) -> QuerySet[CannedResponse]:
    return CannedResponse.objects.filter(client__in=clients).order_by("name")
