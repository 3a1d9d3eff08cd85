"""What an agent is writing is kept as it is typed, on the server, for that agent alone.

A draft is no happening: nothing of it is in the journal until it is sent or scheduled.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from keskio.cases.models import Case, Draft, DraftFile, Message
from keskio.cases.operations.locking import lock_case
from keskio.cases.operations.outgoing import (
    OutgoingFile,
    files_of,
    require_small,
)
from keskio.cases.operations.scheduling import forget_schedule
from keskio.clients import queries as clients
from keskio.journal.actors import Actor

SHOWN_INLINE = ("image/png", "image/jpeg", "image/gif", "image/webp")
MAX_TYPED = 20_000


class DraftChanged(Exception):
    """It was changed, sent or thrown away elsewhere since; `draft` is how it is now, if at all."""

    def __init__(self, draft: Draft | None) -> None:
        super().__init__("changed elsewhere")
        self.draft = draft


@dataclass(frozen=True, kw_only=True)
class Written:
    """What stands in the fields, as typed."""

    text: str = ""
    to: str = ""
    cc: str = ""
    bcc: str = ""
    subject: str = ""
    forwards_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class DraftPlace:
    """Where it is written: in a case, or to begin one by an inbox."""

    kind: Draft.Kind
    case_id: int | None = None
    inbox_id: int | None = None


def save_draft(
    *,
    place: DraftPlace,
    written: Written,
    version: int | None = None,
    agent_id: int,
    actor: Actor,
    now: datetime,
) -> Draft | None:
    """Keep what is written; an empty one without files is kept no longer: None.

    `version` is the one that the writer knows, 0 for none yet, None to overwrite any.
    Raises DraftChanged, Case.DoesNotExist, Inbox.DoesNotExist, Message.DoesNotExist.
    """
    draft = draft_at(place, agent_id, now)
    if version is not None and version != draft.version and written.text != draft.text:
        raise DraftChanged(draft if draft.pk else None)
    _fill(draft, written)
    if _is_empty(draft):
        if draft.pk:
            forget_schedule(draft)
            draft.delete()
        return None
    _save(draft, now)
    return draft


def discard_draft(*, place: DraftPlace, agent_id: int, actor: Actor, now: datetime) -> None:
    """Throw it away, files and all."""
    draft = draft_at(place, agent_id, now)
    if draft.pk:
        forget_schedule(draft)
        draft.delete()


def touch_draft(*, case_id: int, agent_id: int, actor: Actor, now: datetime) -> None:
    """Its writer is still at it: what colleagues are told who open the case."""
    Draft.objects.filter(case=case_id, agent=agent_id).exclude(kind=Draft.Kind.NOTE).update(
        active_at=now
    )


def add_draft_file(
    *,
    place: DraftPlace,
    file: OutgoingFile,
    inline: bool = False,
    agent_id: int,
    actor: Actor,
    now: datetime,
) -> DraftFile:
    """Bring a file along; `inline` makes it a picture that the text can show.

    Raises TooMuchAttached, Case.DoesNotExist.
    """
    draft = draft_at(place, agent_id, now)
    if draft.pk:
        require_small([*files_of(draft), file])
    else:
        require_small([file])
    _save(draft, now, counts=False)
    return DraftFile.objects.create(
        client_id=draft.client_id,
        draft=draft,
        name=" ".join(file.name.split())[:255] or "file",
        content_type=file.content_type[:127],
        size=file.size,
        digest=file.digest,
        content_id=f"{secrets.token_hex(10)}@keskio",
        inline=inline and file.content_type in SHOWN_INLINE,
    )


def remove_draft_file(*, file_id: int, agent_id: int, actor: Actor, now: datetime) -> None:
    """Raises DraftFile.DoesNotExist, also for another agent's."""
    file = DraftFile.objects.select_related("draft").get(pk=file_id, draft__agent=agent_id)
    draft = file.draft
    file.delete()
    if _is_empty(draft):
        forget_schedule(draft)
        draft.delete()


def draft_at(place: DraftPlace, agent_id: int, now: datetime) -> Draft:
    """The agent's draft there, or a new one that is not saved yet."""
    drafts = Draft.objects.select_for_update(of=("self",)).filter(agent=agent_id)
    if place.case_id is not None:
        case = lock_case(place.case_id)
        found = drafts.filter(case=case, kind=place.kind).first()
        return found or _new(place.kind, case.client_id, case.inbox_id, agent_id, now, case=case)
    inbox = clients.inbox(place.inbox_id or 0)
    found = drafts.filter(case=None, inbox=inbox).first()
    return found or _new(Draft.Kind.NEW, inbox.client_id, inbox.pk, agent_id, now)


def _new(
    kind: Draft.Kind,
    client_id: int,
    inbox_id: int,
    agent_id: int,
    now: datetime,
    *,
    case: Case | None = None,
) -> Draft:
    return Draft(
        client_id=client_id,
        inbox_id=inbox_id,
        case=case,
        agent_id=agent_id,
        kind=kind,
        updated_at=now,
        active_at=now,
    )


def _fill(draft: Draft, written: Written) -> None:
    draft.text = written.text
    draft.to, draft.cc = written.to[:MAX_TYPED], written.cc[:MAX_TYPED]
    draft.bcc, draft.subject = written.bcc[:MAX_TYPED], written.subject[:500]
    if draft.kind == Draft.Kind.FORWARD:
        draft.forwards = (
            Message.objects.get(pk=written.forwards_id, case=draft.case_id)
            if written.forwards_id
            else None
        )


def _is_empty(draft: Draft) -> bool:
    said = [draft.text]
    if draft.kind == Draft.Kind.NEW:
        said += [draft.to, draft.subject]
    if draft.kind == Draft.Kind.FORWARD:
        said += [draft.to]
    return not any(one.strip() for one in said) and not (draft.pk and draft.files.exists())


def _save(draft: Draft, now: datetime, *, counts: bool = True) -> None:
    draft.version += 1 if counts or not draft.pk else 0
    draft.updated_at = draft.active_at = now
    draft.held_back = False
    draft.save()
