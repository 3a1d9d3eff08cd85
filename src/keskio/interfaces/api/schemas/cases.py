"""Cases, conversations and the time spent on them."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator, ConfigDict, Field

from keskio.cases.models import Outcome, Priority, State
from keskio.cases.queries import View
from keskio.interfaces.api.fields import Asked, Id, Shown
from keskio.interfaces.api.paging import Paging
from keskio.interfaces.api.schemas.definitions import TagShown

LONGEST_CORRECTION = 24 * 3600
FARTHEST = datetime(2200, 1, 1, tzinfo=UTC)


class CaseFilter(Paging):
    view: View = Field(
        View.WAITING,
        description="`waiting`: for us, the soonest promise first; `mine`: of the token's agent;"
        " all but the first with the latest message first.",
    )
    client: Id | None = Field(None, description="Of this client only.")


class Named(Shown):
    """Somebody the case speaks of."""

    id: int
    name: str


class PriorityName(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


def _priority_name(value: object) -> object:
    return PriorityName[Priority(value).name] if isinstance(value, int) else value


class CaseRow(Shown):
    """A case as it stands in a list."""

    id: int
    client_id: int
    inbox_id: int
    customer: Named | None
    subject: str
    state: Annotated[str, Field(json_schema_extra={"enum": State.values})]
    priority: Annotated[PriorityName, BeforeValidator(_priority_name)]
    assignee: Named | None
    team_id: int | None = Field(description="Whose members alone get it by take next.")
    tags: list[TagShown] = []
    opened_at: datetime
    last_message_at: datetime
    waiting_since: datetime | None = Field(description="Since when the customer waits for us.")
    promised_at: datetime | None = Field(description="By when a person answers.")
    snoozed_until: datetime | None
    resolved_at: datetime | None


class CaseShown(CaseRow):
    """A case with all that its list leaves out."""

    participants: list[str] = Field(description="Addresses that may write into the case.")
    merged_into_id: int | None = Field(description="Where a merged case's story goes on.")
    reason_id: int | None
    outcome: Annotated[str, Field(json_schema_extra={"enum": ["", *Outcome.values]})]


class Resolution(Asked):
    model_config = ConfigDict(json_schema_extra={"examples": [{"outcome": "solved"}]})

    outcome: Outcome = Field(description="How it ended, in your eyes.")
    reason_id: Id | None = Field(None, description="One of the client's reasons.")
    last_seen: Id | None = Field(
        None, description="The newest message you have read: 409 if others have come since."
    )


class Snooze(Asked):
    model_config = ConfigDict(json_schema_extra={"examples": [{"until": "2030-01-07T08:00:00Z"}]})

    until: Annotated[AwareDatetime, Field(lt=FARTHEST)]
    last_seen: Id | None = None


class Assignment(Asked):
    agent_id: Id | None = Field(description="Null: to nobody in particular.")


class MergeAsked(Asked):
    into: Id = Field(description="The case in which everything is told from now on.")


class SplitAsked(Asked):
    and_following: bool = Field(default=False, description="Take all that was said after it along.")


class MoveAsked(Asked):
    to: Id = Field(description="Another case of the same client.")


class CustomerChange(Asked):
    customer_id: Id
    identity_id: Id | None = Field(
        None, description="An identity that is this customer's, too; mail from it is theirs then."
    )


class SpentTime(Asked):
    seconds: int = Field(ge=0, le=12 * 3600, description="How long the visit has lasted so far.")


class CorrectedTime(Asked):
    seconds: int = Field(ge=0, le=LONGEST_CORRECTION)


class ActiveTimeShown(Shown):
    """What the token's agent has given to the case so far."""

    case_id: int
    agent_id: int
    seconds: int


class ConversationFilter(Paging):
    case: Id | None = Field(None, description="Those that this case was spoken of in.")


class ConversationShown(Shown):
    """An exchange with a customer through one inbox; it may serve several cases."""

    id: int
    client_id: int
    inbox_id: int
    customer_id: int | None
    channel: str
    opened_at: datetime
