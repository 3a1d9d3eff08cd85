"""Mailboxes and servers elsewhere; secrets are taken and never shown."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from keskio.channels.accounts import MailboxSettings, OutgoingSettings, Secrets
from keskio.channels.models import Afterwards, Auth, Tls
from keskio.interfaces.api.fields import Asked, Id, Line, MailAddress, Name, Shown, Text

Port = Annotated[int, Field(ge=1, le=65535)]
Host = Annotated[Name, Field(max_length=255)]
Secret = Annotated[
    Line,
    Field(
        max_length=10_000,
        json_schema_extra={"writeOnly": True, "format": "password"},
        description="Never shown again. Left out, it stays, unless the server or the user changes.",
    ),
]
Long = Annotated[Line, Field(max_length=500)]


class MailboxShown(Shown):
    """From where an inbox is fed, and how that goes."""

    inbox_id: int
    host: str
    port: int
    tls: Tls
    user: str
    auth: Auth
    oauth_client_id: str
    token_url: str
    oauth_scope: str
    folders: list[str]
    afterwards: Afterwards
    move_to: str
    from_beginning: bool
    failures: int = Field(description="In a row.")
    last_error: str
    last_read_at: datetime | None


class MailboxAsked(Asked):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"host": "imap.company.example", "user": "support@company.example", "password": "…"}
            ]
        }
    )

    host: Host
    port: Port = 993
    tls: Tls = Tls.TLS
    user: Annotated[Name, Field(max_length=320)]
    auth: Auth = Auth.PASSWORD
    password: Secret = ""
    oauth_client_id: Long = ""
    client_secret: Secret = ""
    refresh_token: Secret = ""
    token_url: Long = ""
    oauth_scope: Long = ""
    folders: Annotated[list[Name], Field(min_length=1, max_length=20)] = ["INBOX"]
    afterwards: Afterwards = Afterwards.LEAVE
    move_to: Line = ""
    from_beginning: bool = False

    def settings(self) -> MailboxSettings:
        secrets = {"password", "client_secret", "refresh_token"}
        chosen = self.model_dump(exclude={*secrets, "folders"})
        return MailboxSettings(**chosen, folders=tuple(self.folders))

    def secrets(self) -> Secrets:
        return Secrets(self.password, self.client_secret, self.refresh_token)


class OutgoingServerShown(Shown):
    """By which server an inbox's answers leave."""

    inbox_id: int
    host: str
    port: int
    tls: Tls
    user: str
    auth: Auth


class OutgoingServerAsked(Asked):
    host: Host
    port: Port = 587
    tls: Tls = Tls.STARTTLS
    user: Annotated[Line, Field(max_length=320)] = ""
    auth: Auth = Auth.PASSWORD
    password: Secret = ""

    def settings(self) -> OutgoingSettings:
        return OutgoingSettings(**self.model_dump(exclude={"password"}))


class CheckedShown(Shown):
    """What came of trying; `words` are the server's."""

    is_well: bool
    words: str
    folders: list[str]
    missing: list[str]


class SkippedMailShown(Shown):
    """A mail that was left at the server."""

    id: int
    folder: str
    uid: int
    size: int
    why: str
    skipped_at: datetime


class NewCustomer(Asked):
    """Whom an agent has met; who already has the address or number is that customer."""

    name: Line = ""
    email: MailAddress | None = None
    phone: Annotated[Line, Field(max_length=40)] = ""


class NewContact(Asked):
    """One of `customer_id` and `customer`, with the client of somebody new."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"customer_id": 7, "channel": "phone", "text": "Asked about a chain."}]
        }
    )

    customer_id: Id | None = None
    client_id: Id | None = None
    customer: NewCustomer | None = None
    channel: Literal["phone", "in-person", "other"] = "phone"
    text: Text
