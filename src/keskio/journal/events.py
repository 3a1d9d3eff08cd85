"""What an event and a subscriber are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from keskio.journal.models import Entry


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened: past tense, ids only, JSON values only."""

    kind: ClassVar[str]
    is_setting: ClassVar[bool] = False
    """Whether it changed how the installation works: the audit shows these."""

    @property
    def stream(self) -> str:
        """Whose order it keeps, such as `case:42`."""
        raise NotImplementedError


Reaction = Callable[[Any, "Entry"], None]
"""Called with the event and its entry (pk, client_id, actor, happened_at), in the batch's
transaction. It never sends: it writes down what is to be sent."""
BulkReaction = Callable[[Sequence[tuple[Any, "Entry"]]], None]
"""The same for a run of entries, in their order, of all kinds that name it: for what comes by the
thousand."""


@dataclass(frozen=True)
class Subscriber:
    """Who hears what. The name keys its cursors: renaming it makes a new subscriber."""

    name: str
    reactions: Mapping[type[Event], Reaction]
    in_bulk: Mapping[type[Event], BulkReaction] = field(default_factory=dict)

    @cached_property
    def kinds(self) -> Mapping[str, type[Event]]:
        return {event_class.kind: event_class for event_class in (*self.reactions, *self.in_bulk)}

    def in_bulk_by(self, kind: str) -> BulkReaction | None:
        """The reaction that hears entries of this kind in bulk."""
        return self.in_bulk.get(self.kinds[kind])

    def hear(self, entry: "Entry") -> None:
        event_class = self.kinds[entry.kind]
        if event_class in self.in_bulk:
            self.hear_run([entry])
        else:
            self.reactions[event_class](event_class(**entry.payload), entry)

    def hear_run(self, entries: Sequence["Entry"]) -> None:
        """Entries that are heard in bulk, by the same reaction."""
        react = self.in_bulk[self.kinds[entries[0].kind]]
        react([(self.kinds[entry.kind](**entry.payload), entry) for entry in entries])
