"""Mail on its way: arrivals and deliveries."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AliasPath, Field

from keskio.interfaces.api.fields import Asked, Line, Shown
from keskio.interfaces.api.paging import Paging
from keskio.interfaces.api.schemas.messages import DeliveryState

ArrivalState = Literal["stored", "processed", "failed"]


class ArrivalFilter(Paging):
    state: ArrivalState | None = None


class Envelope(Asked):
    """What a mail server would say before it hands the mail over."""

    recipient: Annotated[Line, Field(max_length=320)] = Field(
        "", description="The address it came to, if not the inbox's own."
    )
    envelope_from: Annotated[Line, Field(max_length=320)] | None = Field(
        None, description="The sender of the transport; empty for a bounce."
    )


class ArrivalShown(Shown):
    """What came in, and what became of it."""

    id: int
    client_id: int
    inbox_id: int
    mail_id: str = Field(description="Its Message-ID, or one derived from its bytes.")
    recipient: str
    size: int
    received_at: datetime
    state: ArrivalState
    kind: str = Field(description="Empty until it is processed.")
    case_id: int | None = Field(
        validation_alias="told_in_id", description="The case in which its message is told now."
    )
    message_id: int | None
    new_case: bool
    error: str
    attempts: int


class DeliveryShown(Shown):
    """A message of ours that has not gone out smoothly."""

    id: int
    client_id: int
    case_id: int = Field(validation_alias=AliasPath("message", "case_id"))
    message_id: int
    recipients: list[str]
    state: DeliveryState
    attempts: int
    try_at: datetime | None
    last_error: str
    created_at: datetime
    sent_at: datetime | None


class TrustedServers(Asked):
    names: list[Annotated[Line, Field(max_length=255)]] = Field(
        max_length=100,
        description="Mail servers whose Authentication-Results are believed.",
        examples=[["mx.rauta.example"]],
    )
