"""Roles and their rights."""

from typing import Annotated

from pydantic import ConfigDict, Field

from keskio.interfaces.api.fields import Asked, Name, Shown
from keskio.staff.rights import Right

RoleSlug = Annotated[str, Field(max_length=50, pattern=r"^[a-z0-9-]*$")]


class RoleShown(Shown):
    slug: str = Field(examples=["agent"])
    name: str
    rights: list[str]
    comes_along: bool = Field(description="It cannot be changed or removed.")
    people: int = Field(description="Active agents who have it.")
    second_step: bool = Field(description="Who has it must sign in with two steps.")


class RoleSettings(Asked):
    name: Annotated[Name, Field(max_length=100)]
    rights: list[Right] = Field(max_length=100, description="Exactly these.")


class NewRole(RoleSettings):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"slug": "shop", "name": "Shop", "rights": ["note_contacts"]}]
        }
    )

    slug: Annotated[RoleSlug, Field(min_length=1)]


class SecondStepSaid(Asked):
    role: RoleSlug = Field("", description="Empty: everybody.")
    asked: bool
