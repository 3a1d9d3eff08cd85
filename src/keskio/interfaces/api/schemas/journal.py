"""What happened, and who has not heard it."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AliasPath, BeforeValidator, Field

from keskio.interfaces.api.fields import MAX_ID, Asked, Shown


class FeedPlace(Asked):
    after: int = Field(0, ge=0, le=MAX_ID, description="The last entry you know; 0 from the start.")
    limit: int = Field(100, ge=1, le=1000, description="How many at most.")


class EntryShown(Shown):
    """One happening, as it was written in the transaction that made it true."""

    id: int
    client_id: int
    stream: str = Field(examples=["case:42"], description="Entries of a stream keep their order.")
    kind: str = Field(examples=["case_resolved"])
    payload: dict[str, Any]
    actor: Annotated[str, BeforeValidator(str)] = Field(
        examples=["agent:3"], description="Agent, customer, token or system."
    )
    happened_at: datetime


class Feed(Shown):
    items: list[EntryShown]
    next: int = Field(description="Send it as `after` to go on, also when nothing more is there.")
    more: bool = Field(description="Whether to go on at once.")


class ParkedShown(Shown):
    """A stream that a subscriber stumbled over; it waits, the others go on."""

    id: int
    subscriber: str = Field(validation_alias=AliasPath("cursor", "subscriber"))
    stream: str
    entry_id: int
    attempts: int
    parked_at: datetime
    retry_at: datetime | None = Field(description="Null: given up, until it is run again by hand.")
    last_error: str


class PauseShown(Shown):
    """A subscriber that failed throughout; it is only probed until it hears again."""

    subscriber: str
    paused_at: datetime
    probe_at: datetime
    probes: int
    last_error: str


class JournalTrouble(Shown):
    parked: list[ParkedShown]
    paused: list[PauseShown]
