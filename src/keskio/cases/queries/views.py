"""Which cases a list shows, and in which order: every order is a range of an index."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from keskio.cases.models import State
from keskio.staff.viewers import Viewer


class View(StrEnum):
    """Which cases."""

    WAITING = "waiting"
    """Wait for us."""
    MINE = "mine"
    """With the viewer and not resolved."""
    ALL = "all"
    """Everything that is not resolved."""
    ANSWERED = "answered"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"
    SPAM = "spam"


class Sort(StrEnum):
    """In which order."""

    LINE = "line"
    """As they are taken from the line: the urgent, the high, then the soonest promise first."""
    PROMISE = "promise"
    """The soonest promise first."""
    LONGEST = "longest"
    """Who has waited longest first."""
    NEWEST = "newest"
    """The latest message first."""
    OLDEST = "oldest"
    """The longest silence first."""
    CUSTOMER = "customer"
    """One customer's cases together, customers met last first."""


UNRESOLVED = (State.OPEN, State.WAITING, State.SNOOZED)
STATES_OF: dict[View, tuple[State, ...]] = {
    View.WAITING: (State.OPEN,),
    View.MINE: UNRESOLVED,
    View.ALL: UNRESOLVED,
    View.ANSWERED: (State.WAITING,),
    View.SNOOZED: (State.SNOOZED,),
    View.RESOLVED: (State.RESOLVED,),
    View.SPAM: (State.SPAM,),
}
_BY_NEWS = (Sort.NEWEST, Sort.OLDEST)
SORTS: dict[View, tuple[Sort, ...]] = {
    View.WAITING: (Sort.LINE, Sort.PROMISE, Sort.LONGEST, *_BY_NEWS, Sort.CUSTOMER),
    View.MINE: (*_BY_NEWS, Sort.CUSTOMER),
    View.ALL: (*_BY_NEWS, Sort.CUSTOMER),
    View.ANSWERED: (*_BY_NEWS, Sort.CUSTOMER),
    View.SNOOZED: (*_BY_NEWS, Sort.CUSTOMER),
    View.RESOLVED: _BY_NEWS,
    View.SPAM: _BY_NEWS,
}
"""The orders a view has an index for; the first is its own."""


@dataclass(frozen=True)
class Key:
    """The columns of an order, and which way it runs; what is equal in them goes by its id."""

    columns: tuple[str, ...]
    order: str
    also: str = ""
    """What the database must read to see that a partial index serves."""

    @property
    def beyond(self) -> str:
        return ">" if self.order == "ASC" else "<"

    @property
    def places(self) -> list[str]:
        """Names for what a row has in these columns; the last is its id."""
        return [*(f"place_{number}" for number in range(len(self.columns))), "id"]


RANK = "CASE WHEN priority = 4 THEN 0 WHEN priority = 3 THEN 1 ELSE 2 END"
"""Of a case's priority, in the words of the index: `Priority.rank` in SQL."""
KEYS: dict[Sort, Key] = {
    Sort.LINE: Key((RANK, "promised_at"), "ASC", "state = 'open'"),
    Sort.PROMISE: Key(("promised_at",), "ASC"),
    Sort.LONGEST: Key(("waiting_since",), "ASC", "waiting_since IS NOT NULL"),
    Sort.NEWEST: Key(("last_message_at",), "DESC"),
    Sort.OLDEST: Key(("last_message_at",), "ASC"),
    Sort.CUSTOMER: Key(("COALESCE(customer_id, 0)",), "DESC", "NOT (state = 'resolved')"),
}


@dataclass(frozen=True, kw_only=True)
class Only:
    """What a list is narrowed to; empty is everything."""

    client_ids: frozenset[int] = frozenset()
    inbox_id: int | None = None
    language: str = ""
    """Of the case, or where nothing is known of it, of its inbox."""
    agent_id: int | None = None

    def clients(self, viewer: Viewer) -> list[int]:
        chosen = viewer.clients & self.client_ids if self.client_ids else viewer.clients
        return sorted(chosen)


EVERYTHING = Only()


def of_clients(client_ids: Collection[int]) -> Only:
    return Only(client_ids=frozenset(client_ids))
