"""Why customers get in touch: what is chosen when a case is resolved."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max

from keskio.clients.events import ReasonAdded, ReasonChanged, ReasonsOrdered
from keskio.clients.models import Client, Reason
from keskio.clients.settings import BadSetting, require_name
from keskio.journal.actors import Actor
from keskio.journal.operations import record
from keskio.kit.changes import changes


def add_reason(*, client_id: int, name: str, actor: Actor, now: datetime) -> Reason:
    """Add a reason at the end of the client's list; raises BadSetting."""
    reasons = Reason.objects.filter(client_id=client_id)
    require_name(name)
    if reasons.filter(name=name).exists():
        raise BadSetting("name", "this reason is already there")
    last = reasons.aggregate(last=Max("position"))["last"] or 0
    reason = Reason.objects.create(client_id=client_id, name=name, position=last + 1)
    told = changes({}, _told(reason))
    event = ReasonAdded(client_id=client_id, reason_id=reason.pk, changes=told)
    record(event, client_id=client_id, actor=actor, at=now)
    return reason


def rename_reason(*, reason_id: int, name: str, actor: Actor, now: datetime) -> Reason:
    """Cases that ended under it follow. Raises BadSetting, Reason.DoesNotExist."""
    reason = Reason.objects.select_for_update().get(pk=reason_id)
    require_name(name)
    others = Reason.objects.filter(client=reason.client_id, name=name).exclude(pk=reason_id)
    if others.exists():
        raise BadSetting("name", "this reason is already there")
    before = _told(reason)
    reason.name = name
    _save(reason, before, actor=actor, now=now)
    return reason


def archive_reason(*, reason_id: int, archived: bool, actor: Actor, now: datetime) -> Reason:
    """Offer it no longer, or again; cases that ended under it still say so.

    Raises Reason.DoesNotExist.
    """
    reason = Reason.objects.select_for_update().get(pk=reason_id)
    before = _told(reason)
    if archived != (reason.archived_at is not None):
        reason.archived_at = now if archived else None
        _save(reason, before, actor=actor, now=now)
    return reason


def order_reasons(
    *, client_id: int, reason_ids: Sequence[int], actor: Actor, now: datetime
) -> None:
    """These first, in this order; the others after them, as they were.

    Raises BadSetting for a reason that is not the client's.
    """
    Client.objects.select_for_update().get(pk=client_id)
    before = list(Reason.objects.filter(client=client_id).order_by("position", "id"))
    known = {reason.pk: reason for reason in before}
    if strangers := set(reason_ids) - set(known):
        raise BadSetting("reason_ids", f"{min(strangers)} is not the client's")
    first = [known[pk] for pk in dict.fromkeys(reason_ids)]
    after = first + [reason for reason in before if reason not in first]
    if after == before:
        return
    for position, reason in enumerate(after, start=1):
        reason.position = position
    Reason.objects.bulk_update(after, ["position"])
    told = changes({"order": [one.name for one in before]}, {"order": [one.name for one in after]})
    event = ReasonsOrdered(client_id=client_id, changes=told)
    record(event, client_id=client_id, actor=actor, at=now)


def _save(reason: Reason, before: dict[str, Any], *, actor: Actor, now: datetime) -> None:
    changed = changes(before, _told(reason))
    if not changed:
        return
    reason.save(update_fields=["name", "archived_at"])
    event = ReasonChanged(client_id=reason.client_id, reason_id=reason.pk, changes=changed)
    record(event, client_id=reason.client_id, actor=actor, at=now)


def _told(reason: Reason) -> dict[str, Any]:
    return {"name": reason.name, "archived": reason.archived_at is not None}
