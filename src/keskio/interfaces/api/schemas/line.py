"""The line, and what an agent has taken from it."""

from datetime import datetime

from pydantic import Field

from keskio.interfaces.api.fields import Shown


class WorkItemShown(Shown):
    """A case in the line, in the hands of the token's agent."""

    id: int
    case_id: int
    client_id: int
    created_at: datetime
    promised_at: datetime
    taken_at: datetime | None


class Line(Shown):
    waiting: int = Field(description="How many cases nobody has taken yet.")
    in_hand: list[WorkItemShown] = Field(description="What the token's agent has taken.")
