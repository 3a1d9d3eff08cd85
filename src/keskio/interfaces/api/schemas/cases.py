"""Cases, conversations and the time spent on them."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator, ConfigDict, Field

from keskio.cases.models import Outcome, Priority, State
from keskio.cases.queries import Sort, View
from keskio.interfaces.api.fields import Asked, Id, Line, Name, Shown
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
    sort: Sort | None = Field(
        None,
        description="`promise` and `longest` (wait) for `waiting` alone, `customer` not for"
        " `resolved`; the first that a view has is its own.",
    )
    client: Id | None = Field(None, description="Of this client only.")
    inbox: Id | None = Field(None, description="That came in by this inbox only.")
    agent: Id | None = Field(None, description="With this agent only.")
    language: Annotated[str, Field(max_length=8)] = Field(
        "", description="In this language only, as far as it is known."
    )


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


class Undoing(Asked):
    undo: str = Field(max_length=4000, description="The `Undo` header of the answer to the change.")


class NewView(Asked):
    """A list under a name; the same name again replaces what was kept under it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Late", "view": "waiting", "sort": "longest"}]}
    )

    name: Annotated[Name, Field(max_length=80)]
    view: View
    sort: Sort | None = None
    client_id: Id | None = Field(None, description="Narrowed to this client.")
    inbox_id: Id | None = None
    agent_id: Id | None = None
    language: Annotated[str, Field(max_length=8)] = ""
    columns: list[Annotated[Line, Field(max_length=20)]] = Field(
        default_factory=list, max_length=20, description="As the desk calls them."
    )
    shared_with: Id | None = Field(
        None, description="A client: everyone who serves it sees the view."
    )
    shared_with_team: Id | None = Field(
        None, description="Its members see the view. Neither a client nor a team: its owner alone."
    )


class ViewShown(Shown):
    id: int
    name: str
    owner: Named
    view: str
    sort: str
    client_id: int | None = Field(validation_alias="narrowed_to_id")
    inbox_id: int | None
    agent_id: int | None
    language: str
    columns: list[str]
    shared_with: int | None = Field(validation_alias="shared_with_id")
    shared_with_team: int | None = Field(validation_alias="shared_with_team_id")


class Columns(Asked):
    """The columns of an agent's lists; empty for the usual ones."""

    columns: list[Annotated[Line, Field(max_length=20)]] = Field(max_length=20)


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
