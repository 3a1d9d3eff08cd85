"""What an event and a subscriber are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from keskio.journal.models import Entry


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened: past tense, ids only, JSON values only."""

    kind: ClassVar[str]

    @property
    def stream(self) -> str:
        """Whose order it keeps, such as `case:42`."""
        raise NotImplementedError


Reaction = Callable[[Any, "Entry"], None]
"""Called with the event and its entry (pk, client_id, actor, happened_at), in the batch's
transaction. It never sends: it writes down what is to be sent."""


@dataclass(frozen=True)
class Subscriber:
    """Who hears what. The name keys its cursors: renaming it makes a new subscriber."""

    name: str
    reactions: Mapping[type[Event], Reaction]

    @cached_property
    def kinds(self) -> Mapping[str, type[Event]]:
        return {event_class.kind: event_class for event_class in self.reactions}

    def hear(self, entry: "Entry") -> None:
        event_class = self.kinds[entry.kind]
        self.reactions[event_class](event_class(**entry.payload), entry)
