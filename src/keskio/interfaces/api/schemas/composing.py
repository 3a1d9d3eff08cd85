"""What is being written, what is sent to whom, and words that are written often."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AwareDatetime, ConfigDict, Field

from keskio.cases.operations import Written
from keskio.interfaces.api.fields import Asked, Id, Language, Line, Name, Shown, Text
from keskio.interfaces.api.schemas.cases import FARTHEST
from keskio.interfaces.api.schemas.messages import NewFile, Recipient

if TYPE_CHECKING:
    from keskio.cases.models import Draft, DraftFile

DraftKind = Literal["reply", "note", "forward"]
Typed = Annotated[str, Field(max_length=20_000, pattern=r"^[^\x00]*$")]
UndoSeconds = Annotated[
    int, Field(ge=0, le=120, description="So long it waits, and can be taken back.")
]


class DraftWritten(Asked):
    """Addresses as typed: they need not be whole yet."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": "The 18 inch"}]})

    text: Text = ""
    to: Typed = ""
    cc: Typed = ""
    bcc: Typed = ""
    forwards: Id | None = Field(None, description="The message that a forward passes on.")
    version: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = Field(
        None, description="The one you know, 0 for none: 409 if it was changed elsewhere."
    )

    def written(self) -> Written:
        said = self.model_dump(include={"text", "to", "cc", "bcc"})
        return Written(**said, forwards_id=self.forwards)


class DraftFileShown(Shown):
    """`![name](cid:CONTENT_ID)` shows a picture that is `inline` within the text."""

    id: int
    name: str
    content_type: str
    size: int
    inline: bool
    content_id: str


class DraftShown(Shown):
    """Seen by its agent alone."""

    id: int
    kind: Literal["reply", "note", "forward", "new"]
    case_id: int | None
    inbox_id: int
    text: str
    to: str
    cc: str
    bcc: str
    subject: str
    forwards_id: int | None
    version: int
    send_at: datetime | None = Field(description="When it leaves by itself.")
    held_back: bool = Field(description="It did not leave by itself: somebody wrote first.")
    updated_at: datetime
    files: list[DraftFileShown]


class NewDraftFile(NewFile):
    inline: bool = Field(default=False, description="A picture to be shown within the text.")


class Schedule(Asked):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"send_at": "2030-01-07T08:00:00Z", "last_seen": 1}]}
    )

    send_at: Annotated[AwareDatetime, Field(lt=FARTHEST)]
    last_seen: Id = Field(
        description="The newest message you have read: later ones hold the reply back."
    )


class Outgoing(Asked):
    to: list[Recipient] = Field(min_length=1, max_length=50)
    cc: list[Recipient] = Field([], max_length=50)
    bcc: list[Recipient] = Field([], max_length=50)
    files: list[NewFile] = Field([], max_length=50)
    undo_seconds: UndoSeconds = 0

    def letter(self) -> dict[str, Any]:
        return {
            "to": [one.pair() for one in self.to],
            "cc": [one.pair() for one in self.cc],
            "bcc": [one.pair() for one in self.bcc],
            "files": [one.outgoing() for one in self.files],
            "undo_seconds": self.undo_seconds,
        }


class Forward(Outgoing):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"to": [{"address": "expert@rauta.example"}]}]}
    )

    text: Text = ""
    with_attachments: bool = True


class NewMail(Outgoing):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "to": [{"name": "Mikko", "address": "mikko@customer.example"}],
                    "subject": "Your saw",
                    "text": "It is ready.",
                }
            ]
        }
    )

    subject: Annotated[Line, Field(max_length=500)] = ""
    text: Text = ""


class CannedResponseShown(Shown):
    """Words that are written often; agents find them by `/` and the shortcut."""

    id: int
    client_id: int
    name: str
    shortcut: str
    texts: dict[str, str] = Field(description="By language.")


class CannedResponseWritten(Asked):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Thanks",
                    "shortcut": "thanks",
                    "texts": {"en": "Thank you, {{customer.name}}!"},
                }
            ]
        }
    )

    name: Annotated[Name, Field(max_length=100)]
    shortcut: Annotated[Line, Field(min_length=1, max_length=40)]
    texts: dict[Language, Annotated[Text, Field(max_length=20_000)]] = Field(
        description="By language. Variables: customer.name, case.number, agent.name, client.name,"
        " each in {{ }}."
    )


class SignatureSaid(Asked):
    text: Annotated[Text, Field(max_length=2_000)]


def draft_shown(draft: "Draft", files: "list[DraftFile]") -> DraftShown:
    """No query."""
    fields = {name: getattr(draft, name) for name in DraftShown.model_fields if name != "files"}
    return DraftShown(**fields, files=[DraftFileShown.model_validate(file) for file in files])
