"""What a section of the settings is."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from keskio.journal.actors import Actor
from keskio.staff.rights import Right

Item = dict[str, Any]
Address = Annotated[str, Field(max_length=254), AfterValidator(str.lower)]


class Shape(BaseModel):
    """What an item may say; whatever else it says is refused."""

    model_config = ConfigDict(extra="forbid", validate_default=True)


@dataclass(frozen=True)
class Who:
    """Whoever puts settings in."""

    own_rights: Collection[Right]
    actor: Actor
    now: datetime

    @property
    def said(self) -> dict[str, Any]:
        return {"actor": self.actor, "now": self.now}


def _as_given(before: Item, given: Item) -> Item:
    return before | given


@dataclass(frozen=True)
class Section:
    """One kind of setting; in the file, a list of items, each with its key first."""

    name: str
    key: str
    """The field by which an item is known here and elsewhere: a slug, an address."""
    shape: type[Shape]
    read: Callable[[], list[Item]]
    """All there are, in a stable order, in the shape's order of fields."""
    put: Callable[[Item | None, Item, Who], None]
    """From what an item was (None: it is new) to what it shall be."""
    right: Right
    complete: Callable[[Item, Item], Item] = field(default=_as_given)
    """What an item shall be: what it was, and what the file says of it."""
