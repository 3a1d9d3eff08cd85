"""What a case carries besides messages."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from pydantic import AwareDatetime, ConfigDict, Field, StrictBool, StrictFloat, StrictInt

from keskio.cases.models import Priority
from keskio.interfaces.api.fields import Asked, Id, Shown, Text
from keskio.interfaces.api.schemas.cases import FARTHEST, Named, PriorityName
from keskio.interfaces.api.schemas.definitions import FieldShown, StatusShown, TagShown

if TYPE_CHECKING:
    from keskio.cases.models import Case
    from keskio.cases.queries import Properties

Words = Annotated[str, Field(max_length=2000, pattern=r"^[^\x00]*$")]
Value = Annotated[
    StrictBool | StrictInt | StrictFloat | Words | None,
    Field(description="Of the field's kind; a date as 2026-03-31. Null: nothing is said."),
]


class PrioritySaid(Asked):
    priority: PriorityName = Field(
        description="The urgent are taken first, then the high, then all others by their promise."
    )

    @property
    def wanted(self) -> Priority:
        return Priority[self.priority.name]


class StatusSaid(Asked):
    status_id: Id | None = Field(description="One that fits the case's state; null: none.")


class ValueSaid(Asked):
    model_config = ConfigDict(json_schema_extra={"examples": [{"value": "A-1042"}]})

    value: Value


class TeamSaid(Asked):
    team_id: Id | None = Field(description="Null: anybody may take it again.")


class HandOver(Asked):
    """To either an agent or a team."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"team_id": 1, "note": "He is at home until noon."}]}
    )

    agent_id: Id | None = None
    team_id: Id | None = None
    note: Annotated[Text, Field(max_length=100_000)] = Field(
        "", description="What they should know; kept as an internal note."
    )


class NewChecklistItem(Asked):
    text: Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]


class ItemChecked(Asked):
    done: bool


class NewReminder(Asked):
    model_config = ConfigDict(json_schema_extra={"examples": [{"at": "2030-01-07T08:00:00Z"}]})

    at: Annotated[AwareDatetime, Field(lt=FARTHEST)]
    returns: Annotated[bool, Field(description="The case then waits for us again, too.")] = False


class ValueShown(Shown):
    field: FieldShown
    value: Value


class ChecklistItemShown(Shown):
    id: int
    text: str
    done_at: datetime | None
    done_by: Named | None


class ReminderShown(Shown):
    id: int
    due_at: datetime
    returns: bool


class PropertiesShown(Shown):
    """All that a case carries."""

    case_id: int
    priority: PriorityName
    status: StatusShown | None
    team: Named | None
    tags: list[TagShown]
    values: list[ValueShown] = Field(description="Of every field that the client has.")
    follower_ids: list[int]
    checklist: list[ChecklistItemShown]
    reminders: list[ReminderShown] = Field(description="Those of the token's agent.")


def properties_shown(case: "Case", carried: "Properties") -> PropertiesShown:
    return PropertiesShown.model_validate(
        {
            "case_id": case.pk,
            "priority": PriorityName[Priority(case.priority).name],
            "status": carried.status,
            "team": case.team,
            "tags": carried.tags,
            "values": carried.fields,
            "follower_ids": sorted(carried.followers),
            "checklist": carried.checklist,
            "reminders": carried.reminders,
        }
    )
