"""Clients, their inboxes and reasons."""

from datetime import datetime, time
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from keskio.clients.models import Catches, InboxKind
from keskio.interfaces.api.fields import (
    Asked,
    Clock,
    Id,
    Language,
    MailAddress,
    Name,
    Shown,
    Text,
    TimeZone,
)

Days = Annotated[
    str, Field(pattern=r"^[1-7]{1,7}$", description="ISO weekdays on which somebody answers.")
]
Hours = Annotated[
    int, Field(ge=1, le=240, description="Opening hours until a person answers: the promise.")
]
Signature = Annotated[Text, Field(max_length=10_000)]


class ClientShown(Shown):
    """A company whose customers are served here."""

    id: int
    name: str
    slug: str
    language: str
    time_zone: str
    opens_at: Clock
    closes_at: Clock
    open_days: str
    archived_at: datetime | None = Field(description="Served no longer since then.")


class ClientSettings(Asked):
    """Only what is sent changes."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"closes_at": "18:00"}]})

    name: Name = ""
    language: Language = "en"
    time_zone: TimeZone = "Europe/Helsinki"
    opens_at: Clock = time(9)
    closes_at: Clock = time(17)
    open_days: Days = "12345"


class NewClient(ClientSettings):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Rauta & Saha", "slug": "rauta-saha"}]}
    )

    name: Name
    slug: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,50}$")]


class Archiving(Asked):
    archived: bool = Field(description="True puts it away, false takes it back.")


class InboxShown(Shown):
    """One address that customers of a client write to."""

    id: int
    client_id: int
    name: str
    address: str
    language: str
    kind: InboxKind
    catches: Catches
    acknowledges: bool
    answer_within_hours: int
    signature: str
    archived_at: datetime | None = Field(description="Takes nothing new since then.")


class InboxSettings(Asked):
    """Only what is sent changes."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"acknowledges": False}]})

    name: Name = ""
    language: Language = "en"
    catches: Catches = Catches.OWN
    acknowledges: bool = True
    answer_within_hours: Hours = 8
    signature: Signature = ""

    def said(self) -> dict[str, Any]:
        return self.model_dump(exclude_unset=True)


class NewInbox(InboxSettings):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Shop", "address": "shop@rauta.example"}]}
    )

    name: Name
    address: MailAddress
    kind: InboxKind = InboxKind.SERVICE


class ReasonShown(Shown):
    """Why customers of the client get in touch; chosen when a case is resolved."""

    id: int
    name: str
    archived_at: datetime | None = Field(description="Chosen no longer since then.")


class ReasonOrder(Asked):
    reason_ids: list[Id] = Field(max_length=1000, description="These first, in this order.")


class Door(Asked):
    model_config = ConfigDict(json_schema_extra={"examples": [{"agent_ids": [3, 4]}]})

    agent_ids: Annotated[list[Id], Field(max_length=10_000)] | None = Field(
        description="Only these agents may enter; null: everybody who serves the client."
    )


class NewReason(Asked):
    name: Annotated[Name, Field(max_length=100)]
