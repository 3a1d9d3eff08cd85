"""What cases of a client can carry."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from keskio.clients.models import Colour, FieldKind, StatusOf
from keskio.interfaces.api.fields import Asked, Line, Name, Shown

DefinitionName = Annotated[Name, Field(max_length=60)]
Position = Annotated[int, Field(ge=1, le=32_000, description="The lowest stands first.")]
Choices = Annotated[
    list[Line], Field(max_length=100, description="What a field of the kind `choice` can say.")
]
Required = Annotated[bool, Field(description="Without it, a case cannot be resolved.")]


class Change(Asked):
    """Only what is sent changes."""

    def said(self) -> dict[str, Any]:
        return self.model_dump(exclude_unset=True)


class TagShown(Shown):
    """A word by which cases are found again."""

    id: int
    name: str
    colour: Colour


class NewTag(Asked):
    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "VIP", "colour": "sea"}]})

    name: DefinitionName
    colour: Colour = Colour.STONE


class TagChange(Change):
    name: DefinitionName = ""
    colour: Colour = Colour.STONE


class StatusShown(Shown):
    """Says more of one state of cases."""

    id: int
    name: str
    state: StatusOf
    position: int


class NewStatus(Asked):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "waits for a spare part", "state": "waiting"}]}
    )

    name: DefinitionName
    state: StatusOf


class StatusChange(Change):
    name: DefinitionName = ""
    position: Position = 1


class FieldShown(Shown):
    """Something the client wants to know of each case."""

    id: int
    name: str
    kind: FieldKind
    choices: list[str]
    required: bool
    position: int


class NewField(Asked):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Order number", "kind": "text"}]}
    )

    name: DefinitionName
    kind: FieldKind
    choices: Choices = []
    required: Required = False


class FieldChange(Change):
    name: DefinitionName = ""
    choices: Choices = []
    required: Required = False
    position: Position = 1
