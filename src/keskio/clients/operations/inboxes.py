"""The addresses that customers write to."""

from datetime import datetime
from typing import Any

from keskio.clients.events import InboxAdded, InboxChanged
from keskio.clients.models import Catches, Inbox, InboxKind
from keskio.clients.queries import forget_inboxes, promise_of
from keskio.clients.rules import NeverOpen
from keskio.clients.settings import BadSetting, checked_address, require_language, require_name
from keskio.journal.actors import Actor
from keskio.journal.operations import record
from keskio.kit.changes import changes

INBOX_SETTINGS = {
    "name",
    "language",
    "catches",
    "acknowledges",
    "answer_within_hours",
    "signature",
}


class AddressTaken(BadSetting):
    """Another inbox already has this address."""


def add_inbox(
    *,
    client_id: int,
    name: str,
    address: str,
    language: str = "en",
    kind: InboxKind = InboxKind.SERVICE,
    catches: Catches = Catches.OWN,
    acknowledges: bool = True,
    answer_within_hours: int = 8,
    signature: str = "",
    actor: Actor,
    now: datetime,
) -> Inbox:
    """Raises BadSetting, AddressTaken.

    Its kind stays what it is: what came for the record would become work, or the other way round.
    """
    address = _checked_address(address)
    require_name(name)
    require_language(language)
    inbox = Inbox.objects.create(
        client_id=client_id,
        name=name,
        address=address,
        language=language,
        kind=kind,
        catches=catches,
        acknowledges=acknowledges,
        answer_within_hours=answer_within_hours,
        signature=signature,
        created_at=now,
    )
    _require_promise(inbox, now)
    forget_inboxes()
    told = {"address": address} | _told(inbox)
    event = InboxAdded(client_id=client_id, inbox_id=inbox.pk, changes=changes({}, told))
    record(event, client_id=client_id, actor=actor, at=now)
    return inbox


def change_inbox(*, inbox_id: int, settings: dict[str, Any], actor: Actor, now: datetime) -> Inbox:
    """Change any of INBOX_SETTINGS; the same again changes nothing.

    Raises BadSetting, Inbox.DoesNotExist.
    """
    inbox = Inbox.objects.select_for_update().get(pk=inbox_id)
    before = _told(inbox)
    for field, value in settings.items():
        if field not in INBOX_SETTINGS:
            raise BadSetting(field, "no setting of an inbox")
        setattr(inbox, field, value)
    require_name(inbox.name)
    require_language(inbox.language)
    if inbox.catches not in Catches:
        raise BadSetting("catches", "own, domain or everything")
    _require_promise(inbox, now)
    _save(inbox, before, actor=actor, now=now)
    return inbox


def archive_inbox(*, inbox_id: int, archived: bool, actor: Actor, now: datetime) -> Inbox:
    """Take nothing new at this address, or take it again; its cases and their answers stay.

    Raises Inbox.DoesNotExist.
    """
    inbox = Inbox.objects.select_for_update().get(pk=inbox_id)
    before = _told(inbox)
    if archived != (inbox.archived_at is not None):
        inbox.archived_at = now if archived else None
        _save(inbox, before, actor=actor, now=now)
    return inbox


def _save(inbox: Inbox, before: dict[str, Any], *, actor: Actor, now: datetime) -> None:
    changed = changes(before, _told(inbox))
    if not changed:
        return
    inbox.save(update_fields=sorted({*INBOX_SETTINGS, "archived_at"}))
    forget_inboxes()
    event = InboxChanged(
        client_id=inbox.client_id, inbox_id=inbox.pk, fields=list(changed), changes=changed
    )
    record(event, client_id=inbox.client_id, actor=actor, at=now)


def _told(inbox: Inbox) -> dict[str, Any]:
    told = {name: getattr(inbox, name) for name in sorted(INBOX_SETTINGS)}
    return told | {"archived": inbox.archived_at is not None}


def _checked_address(address: str) -> str:
    address = checked_address(address)
    if "+" in address:
        raise BadSetting("address", "what follows a + is ours: it names the case")
    if Inbox.objects.filter(address=address).exists():
        raise AddressTaken("address", "another inbox has it")
    return address


def _require_promise(inbox: Inbox, now: datetime) -> None:
    """Whoever writes is promised a time: there must be one."""
    try:
        promise_of(inbox, now=now)
    except NeverOpen as error:
        raise BadSetting("answer_within_hours", "not open so long within a year") from error
