"""Messages, what came with them, and whether they arrived."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Base64Bytes, BeforeValidator, ConfigDict, Field, model_validator

from keskio.cases.operations import OutgoingFile
from keskio.interfaces.api.fields import Asked, Id, Line, MailAddress, Shown, Text
from keskio.interfaces.api.schemas.cases import Named

if TYPE_CHECKING:
    from keskio.cases.models import Message
    from keskio.channels.models import Delivery

MessageKind = Literal["message", "bounce", "auto-reply", "complaint", "acknowledgement", "note"]
Direction = Literal["in", "out", "internal"]
DeliveryState = Literal["queued", "sent", "failed", "bounced"]


class Mailbox(Shown):
    name: str
    address: str

    @model_validator(mode="before")
    @classmethod
    def from_pair(cls, pair: Any) -> dict[str, str]:
        name, address = pair
        return {"name": name, "address": address}


class AttachmentShown(Shown):
    """Its content is at `/attachments/{id}`."""

    id: int
    name: str
    content_type: str
    size: int = Field(description="In bytes.")
    inline: bool
    content_id: str


class DeliveryOfMessage(Shown):
    """How a message of ours fares on its way out."""

    id: int
    state: DeliveryState
    attempts: int
    last_error: str
    sent_at: datetime | None


class MessageShown(Shown):
    """One utterance in a case."""

    id: int
    client_id: int
    case_id: int
    conversation_id: int
    kind: MessageKind
    direction: Direction
    agent: Named | None
    author_name: str
    author_address: str
    reply_to: str
    to: list[Mailbox]
    cc: list[Mailbox]
    bcc: list[Mailbox]
    subject: str
    text: str = Field(description="What is new in it, without quotes and signature.")
    full_text: str = Field(description="All of it; empty when nothing was cut.")
    html: str = Field(description="Sanitised; show it in a sandbox only.")
    message_id: str
    in_reply_to: str
    authentic: Literal["pass", "fail", "unproved", ""] = Field(
        description="What a mail server that the administrator trusts found."
    )
    sent_at: datetime = Field(description="By the author's own clock.")
    created_at: datetime
    forwards_id: int | None = Field(description="The message that it passes on.")
    held_until: datetime | None = Field(description="Until then it can be taken back.")
    attachments: Annotated[list[AttachmentShown], BeforeValidator(lambda joined: joined.all())]
    delivery: DeliveryOfMessage | None = None


class Recipient(Asked):
    name: Line = ""
    address: MailAddress

    def pair(self) -> tuple[str, str]:
        return self.name, self.address


class NewFile(Asked):
    name: Annotated[Line, Field(min_length=1)]
    content_type: Annotated[
        str, Field(max_length=127, pattern=r"^[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+$")
    ] = "application/octet-stream"
    content: Base64Bytes = Field(description="In base 64.", repr=False)

    def outgoing(self) -> OutgoingFile:
        return OutgoingFile(self.name, self.content_type, self.content)


class Reply(Asked):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"text": "The 18 inch chain fits.", "last_seen": 1}]}
    )

    text: Text = ""
    to: list[Recipient] = Field([], max_length=50, description="Empty: whoever wrote last.")
    cc: list[Recipient] = Field([], max_length=50)
    bcc: list[Recipient] = Field([], max_length=50)
    files: list[NewFile] = Field([], max_length=50)
    last_seen: Id | None = Field(
        None, description="The newest message you have read: 409 if others have come since."
    )
    undo_seconds: int = Field(
        0, ge=0, le=120, description="So long it waits, and can be taken back."
    )


class Note(Asked):
    model_config = ConfigDict(json_schema_extra={"examples": [{"text": "He has two saws."}]})

    text: Text


def messages_shown(
    messages: Sequence["Message"], deliveries: Mapping[int, "Delivery"]
) -> list[MessageShown]:
    """Agents and attachments must be joined (no query)."""
    shown = [MessageShown.model_validate(message) for message in messages]
    for one in shown:
        if delivery := deliveries.get(one.id):
            one.delivery = DeliveryOfMessage.model_validate(delivery)
    return shown
