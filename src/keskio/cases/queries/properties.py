"""What a case carries besides messages."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from keskio.cases.models import Case, CaseTag, ChecklistItem, FieldValue, Follower, Reminder
from keskio.clients import queries as clients
from keskio.kit.prepared import Question, prepared
from keskio.staff.viewers import Viewer

if TYPE_CHECKING:
    from keskio.cases.field_values import Value
    from keskio.clients.models import Field, Status, Tag


@dataclass(frozen=True, kw_only=True)
class Said:
    """A field of the client's, and what the case says in it; None for nothing."""

    field: "Field"
    value: "Value | None"


@dataclass(frozen=True, kw_only=True)
class Properties:
    """What the case carries, and what it could carry."""

    status: "Status | None"
    statuses: list["Status"]
    """Those that fit its state."""
    tags: list["Tag"]
    other_tags: list["Tag"]
    fields: list[Said]
    followers: set[int]
    checklist: list[ChecklistItem]
    reminders: list[Reminder]
    """The viewer's own, the next first."""


def properties_of(case: Case, *, viewer: Viewer) -> Properties:
    """Seven queries at most; what was removed from the client's lists is not shown."""
    given, tags = set(_tags(case.pk)), clients.tags_of(case.client_id)
    statuses = [one for one in clients.statuses_of(case.client_id) if one.state == case.state]
    return Properties(
        status=next((one for one in statuses if one.pk == case.status_id), None),
        statuses=statuses,
        tags=[tag for tag in tags if tag.pk in given],
        other_tags=[tag for tag in tags if tag.pk not in given],
        fields=_said(case),
        followers=set(_followers(case.pk)),
        checklist=_checklist(case.pk),
        reminders=_reminders(case.pk, viewer.agent_id or 0),
    )


def questions(case: Case, *, viewer: Viewer) -> list[Question[Any]]:
    """What properties_of asks, to be foreseen."""
    return [
        _tags.asking(case.pk),
        _followers.asking(case.pk),
        _checklist.asking(case.pk),
        _reminders.asking(case.pk, viewer.agent_id or 0),
        _values.asking(case.pk),
        clients.tags_of.asking(case.client_id),
        clients.statuses_of.asking(case.client_id),
        clients.fields_of.asking(case.client_id),
    ]


def followed(case_ids: Collection[int]) -> set[int]:
    """Those of the cases that somebody follows."""
    return set(_followed(case_ids))


def tags_on(case_ids: Collection[int], *, viewer: Viewer) -> dict[int, list["Tag"]]:
    """What each of these carries, by name; for lists (one query)."""
    found: dict[int, list[Tag]] = {}
    for one in _tags_on(case_ids, viewer.clients, viewer.closed_inboxes):
        found.setdefault(one.case_id, []).append(one.tag)
    return found


def _said(case: Case) -> list[Said]:
    fields = clients.fields_of(case.client_id)
    if not fields:
        return []
    values: Mapping[int, Value] = {one.field_id: one.value for one in _values(case.pk)}
    return [Said(field=field, value=values.get(field.pk)) for field in fields]


@prepared
def _tags(case_id: int) -> QuerySet[CaseTag, int]:
    return CaseTag.objects.filter(case=case_id).values_list("tag_id", flat=True)


@prepared
def _tags_on(
    case_ids: Collection[int], clients: Collection[int], closed: Collection[int]
) -> QuerySet[CaseTag]:
    tagged = CaseTag.objects.filter(
        case__in=case_ids, client__in=clients, tag__removed_at__isnull=True
    )
    tagged = tagged.exclude(case__inbox__in=closed)
    return tagged.select_related("tag").order_by("tag__name", "tag")


@prepared
def _values(case_id: int) -> QuerySet[FieldValue]:
    return FieldValue.objects.filter(case=case_id)


@prepared
def _followed(case_ids: Collection[int]) -> QuerySet[Follower, int]:
    return Follower.objects.filter(case__in=case_ids).values_list("case_id", flat=True)


@prepared
def _followers(case_id: int) -> QuerySet[Follower, int]:
    return Follower.objects.filter(case=case_id).values_list("agent_id", flat=True)


@prepared
def _checklist(case_id: int) -> QuerySet[ChecklistItem]:
    items = ChecklistItem.objects.filter(case=case_id)
    return items.select_related("done_by").order_by("id")


@prepared
def _reminders(case_id: int, agent_id: int) -> QuerySet[Reminder]:
    return Reminder.objects.filter(case=case_id, agent=agent_id).order_by("due_at", "id")
