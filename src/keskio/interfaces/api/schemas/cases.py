"""Cases, conversations and the time spent on them."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, cast

from pydantic import AwareDatetime, BeforeValidator, ConfigDict, Field, ValidationInfo

from keskio.cases.models import Outcome, State
from keskio.cases.queries import View
from keskio.interfaces.api.fields import Asked, Id, Shown
from keskio.interfaces.api.paging import Paging

if TYPE_CHECKING:
    from keskio.cases.models import Case
    from keskio.staff.viewers import Viewer

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


class CaseRow(Shown):
    """A case as it stands in a list."""

    id: int
    client_id: int
    inbox_id: int
    customer: Named | None
    subject: str
    state: Annotated[str, Field(json_schema_extra={"enum": State.values})]
    assignee: Named | None
    opened_at: datetime
    last_message_at: datetime
    waiting_since: datetime | None = Field(description="Since when the customer waits for us.")
    promised_at: datetime | None = Field(description="By when a person answers.")
    snoozed_until: datetime | None
    resolved_at: datetime | None


def _id_if_seen(case: "Case | None", validation: ValidationInfo) -> int | None:
    viewer = cast("Viewer", validation.context)
    seen = case is not None and case.client_id in viewer.clients
    return case.pk if case and seen and case.inbox_id not in viewer.closed_inboxes else None


class CaseShown(CaseRow):
    """A case with all that its list leaves out; to be read with its viewer as context."""

    participants: list[str] = Field(description="Addresses that may write into the case.")
    linked_to: Annotated[int | None, BeforeValidator(_id_if_seen)] = Field(
        description="The case that somebody answered to who was not on it, if you may see it."
    )
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
