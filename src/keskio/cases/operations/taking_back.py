"""Undo send: what has not left becomes a draft again, and the case stands as it stood."""

from datetime import datetime

from django.db.models import ProtectedError

from keskio.cases.addresses import typed
from keskio.cases.events import ChangeUndone, MessageTakenBack
from keskio.cases.models import Case, Conversation, Draft, DraftFile, Message, State
from keskio.cases.operations.drafting import DraftPlace, draft_at
from keskio.cases.operations.locking import lock_case
from keskio.cases.operations.undoing import how_it_ended, set_snooze
from keskio.cases.waiting import WAITING_FIELDS, restore
from keskio.journal.actors import Actor
from keskio.journal.operations import record


class TooLate(Exception):
    """It is on its way, or there already."""


def take_back_message(
    *, message_id: int, agent_id: int | None, actor: Actor, now: datetime
) -> Draft | None:
    """Only its writer can, and only while it is held; a program that has no drafts gets None.

    Raises TooLate, Message.DoesNotExist.
    """
    found = Message.objects.get(pk=message_id, agent=agent_id, direction=Message.Direction.OUT)
    case = lock_case(found.case_id)
    message = Message.objects.select_for_update(of=("self",)).get(pk=message_id)
    if message.held_until is None or message.held_until <= now:
        raise TooLate
    began = not Message.objects.filter(case=case).exclude(pk=message_id).exists()
    draft = _as_draft(message, case, agent_id, began=began, now=now) if agent_id else None
    waits = False if began else _stands_as_before(case, message, actor=actor, now=now)
    conversation_id = message.conversation_id
    message.delete()
    event = MessageTakenBack(case_id=case.pk, message_id=message_id, waits=waits)
    record(event, client_id=case.client_id, actor=actor, at=now)
    if began:
        _undo_beginning(case, conversation_id)
    return draft


def _stands_as_before(case: Case, message: Message, *, actor: Actor, now: datetime) -> bool:
    """Unless something was said in the case since; whether it waits for us now.

    That it was resolved or laid to rest upon the answer is undone with it.
    """
    ended = how_it_ended(case.state)
    since = case.resolved_at is None or case.resolved_at >= message.created_at
    upon_it = case.state == State.WAITING or (ended and since)
    if not (message.case_before and upon_it and case.last_message_at == message.created_at):
        return False
    restore(case, message.case_before)
    case.save(update_fields=[*WAITING_FIELDS, "assignee", "participants", "last_message_at"])
    if ended:
        set_snooze(case)
        waits, agent_id = case.waits_for_us, case.assignee_id
        event = ChangeUndone(case_id=case.pk, undone=ended, waits=waits, agent_id=agent_id)
        record(event, client_id=case.client_id, actor=actor, at=now)
    return case.waits_for_us


def _as_draft(message: Message, case: Case, agent_id: int, *, began: bool, now: datetime) -> Draft:
    """Added to what has been begun meanwhile."""
    kind = Draft.Kind.REPLY
    if message.forwards_id:
        kind = Draft.Kind.FORWARD
    elif began:
        kind = Draft.Kind.NEW
    case_id, inbox_id = (None, case.inbox_id) if began else (case.pk, None)
    draft = draft_at(DraftPlace(kind=kind, case_id=case_id, inbox_id=inbox_id), agent_id, now)
    draft.text = "\n\n".join(filter(str.strip, [message.text, draft.text]))
    draft.to, draft.cc, draft.bcc = typed(message.to), typed(message.cc), typed(message.bcc)
    draft.subject, draft.forwards_id = message.subject, message.forwards_id
    draft.version += 1
    draft.updated_at = draft.active_at = now
    draft.save()
    _give_back_files(message, draft)
    return draft


def _give_back_files(message: Message, draft: Draft) -> None:
    """But those of a forwarded message, which go along by themselves."""
    passed_on = (
        set(message.forwards.attachments.values_list("name", "digest"))
        if message.forwards
        else set()
    )
    DraftFile.objects.bulk_create(
        DraftFile(
            client_id=draft.client_id,
            draft=draft,
            name=file.name,
            content_type=file.content_type,
            size=file.size,
            digest=file.digest,
            content_id=file.content_id or f"{file.pk}@keskio",
            inline=file.inline,
        )
        for file in message.attachments.order_by("id")
        if (file.name, file.digest) not in passed_on
    )


def _undo_beginning(case: Case, conversation_id: int) -> None:
    """A case without a message was never begun; one spoken of elsewhere stays. Raises TooLate."""
    try:
        case.delete()
    except ProtectedError:
        raise TooLate from None
    Conversation.objects.filter(pk=conversation_id).delete()
