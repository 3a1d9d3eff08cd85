"""What a case carries: priority, the client's own status, tags and fields."""

from datetime import datetime

from keskio.cases.events import (
    CaseTagged,
    CaseUntagged,
    FieldFilled,
    PriorityChanged,
    StatusChanged,
)
from keskio.cases.field_values import checked_value
from keskio.cases.models import Case, CaseTag, FieldValue, Priority
from keskio.cases.operations.locking import lock_case
from keskio.clients import queries as clients
from keskio.journal.actors import Actor
from keskio.journal.operations import record
from keskio.kit.bulk import update_rows


class UnknownTag(Exception):
    """Not a tag of the case's client."""


class UnknownStatus(Exception):
    """Not a status of the case's client."""


class UnknownField(Exception):
    """Not a field of the case's client."""


class StatusDoesNotFit(Exception):
    """The status says more of another state than the case is in."""


def set_priority(*, case_id: int, priority: Priority, actor: Actor, now: datetime) -> Case:
    """Say how much it presses; the promise stays what it was. Raises Case.DoesNotExist."""
    case = lock_case(case_id)
    before = case.priority
    if before == priority:
        return case
    case.priority = priority
    update_rows([case], fields=["priority"])
    event = PriorityChanged(case_id=case.pk, before=before, priority=priority)
    record(event, client_id=case.client_id, actor=actor, at=now)
    return case


def set_status(*, case_id: int, status_id: int | None, actor: Actor, now: datetime) -> Case:
    """Say more of the state that the case is in, or with None nothing more.

    Raises UnknownStatus, StatusDoesNotFit, Case.DoesNotExist.
    """
    case = lock_case(case_id)
    if case.status_id == status_id:
        return case
    if status_id is not None:
        state = {one.pk: one.state for one in clients.statuses_of(case.client_id)}.get(status_id)
        if state is None:
            raise UnknownStatus
        if state != case.state:
            raise StatusDoesNotFit
    case.status_id = status_id
    update_rows([case], fields=["status"])
    event = StatusChanged(case_id=case.pk, status_id=status_id)
    record(event, client_id=case.client_id, actor=actor, at=now)
    return case


def tag_case(*, case_id: int, tag_id: int, actor: Actor, now: datetime) -> Case:
    """The same again changes nothing. Raises UnknownTag, Case.DoesNotExist."""
    case = lock_case(case_id)
    if tag_id not in {tag.pk for tag in clients.tags_of(case.client_id)}:
        raise UnknownTag
    _, is_new = CaseTag.objects.get_or_create(
        case=case, tag_id=tag_id, defaults={"client_id": case.client_id}
    )
    if is_new:
        event = CaseTagged(case_id=case.pk, tag_id=tag_id)
        record(event, client_id=case.client_id, actor=actor, at=now)
    return case


def untag_case(*, case_id: int, tag_id: int, actor: Actor, now: datetime) -> Case:
    """What it does not carry changes nothing. Raises Case.DoesNotExist."""
    case = lock_case(case_id)
    removed, _ = CaseTag.objects.filter(case=case, tag=tag_id).delete()
    if removed:
        event = CaseUntagged(case_id=case.pk, tag_id=tag_id)
        record(event, client_id=case.client_id, actor=actor, at=now)
    return case


def set_field(
    *, case_id: int, field_id: int, value: object, actor: Actor, now: datetime
) -> FieldValue | None:
    """Say it in one of the client's fields; None or nothing takes away what it said.

    Raises UnknownField, BadValue, Case.DoesNotExist.
    """
    case = lock_case(case_id)
    field = {one.pk: one for one in clients.fields_of(case.client_id)}.get(field_id)
    if field is None:
        raise UnknownField
    wanted = checked_value(field, value)
    said = FieldValue.objects.filter(case=case, field=field_id).first()
    if (said.value if said else None) == wanted:
        return said
    if wanted is None:
        FieldValue.objects.filter(case=case, field=field_id).delete()
        said = None
    else:
        said, _ = FieldValue.objects.update_or_create(
            case=case,
            field_id=field_id,
            defaults={"value": wanted},
            create_defaults={"value": wanted, "client_id": case.client_id},
        )
    event = FieldFilled(case_id=case.pk, field_id=field_id, is_empty=wanted is None)
    record(event, client_id=case.client_id, actor=actor, at=now)
    return said
