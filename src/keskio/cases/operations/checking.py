"""The steps on the way to a case's outcome: who did which, and when."""

from datetime import datetime

from keskio.cases.events import ChecklistItemAdded, ChecklistItemChecked, ChecklistItemRemoved
from keskio.cases.models import ChecklistItem
from keskio.cases.operations.locking import lock_case
from keskio.journal.actors import Actor
from keskio.journal.operations import record

ITEM_LENGTH, ITEMS_AT_MOST = 300, 100


class BadChecklistItem(Exception):
    """A line of words, not too long; and not too many of them on one case."""


def add_checklist_item(*, case_id: int, text: str, actor: Actor, now: datetime) -> ChecklistItem:
    """At the end of the list. Raises BadChecklistItem, Case.DoesNotExist."""
    case = lock_case(case_id)
    text = " ".join(text.split())
    too_many = ChecklistItem.objects.filter(case=case).count() >= ITEMS_AT_MOST
    if not text or len(text) > ITEM_LENGTH or "\x00" in text or too_many:
        raise BadChecklistItem
    item = ChecklistItem.objects.create(client_id=case.client_id, case=case, text=text)
    event = ChecklistItemAdded(case_id=case.pk, item_id=item.pk)
    record(event, client_id=case.client_id, actor=actor, at=now)
    return item


def check_item(
    *, case_id: int, item_id: int, done: bool, actor: Actor, now: datetime
) -> ChecklistItem:
    """Done by `actor`, or not done after all. Raises ChecklistItem.DoesNotExist."""
    case = lock_case(case_id)
    item = ChecklistItem.objects.get(pk=item_id, case=case)
    if (item.done_at is not None) == done:
        return item
    item.done_at = now if done else None
    item.done_by_id = actor.id if done and actor.kind == "agent" else None
    item.save(update_fields=["done_at", "done_by"])
    event = ChecklistItemChecked(case_id=case.pk, item_id=item.pk, done=done)
    record(event, client_id=case.client_id, actor=actor, at=now)
    return item


def remove_checklist_item(*, case_id: int, item_id: int, actor: Actor, now: datetime) -> None:
    """Raises ChecklistItem.DoesNotExist, Case.DoesNotExist."""
    case = lock_case(case_id)
    item = ChecklistItem.objects.get(pk=item_id, case=case)
    event = ChecklistItemRemoved(case_id=case.pk, item_id=item.pk)
    item.delete()
    record(event, client_id=case.client_id, actor=actor, at=now)
