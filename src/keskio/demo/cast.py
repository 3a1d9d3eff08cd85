"""What the stories name, as it is found in the database."""

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from keskio.demo.post import Answered
from keskio.demo.telling import Story
from keskio.kit.scopes import Scope


@dataclass(frozen=True)
class Inbox:
    client_id: int
    name: str
    language: str
    zone: ZoneInfo


@dataclass
class Cast:
    """Clients by slug, inboxes by address, agents by first name, reasons by client and name."""

    clients: dict[str, int] = field(default_factory=dict)
    inboxes: dict[str, Inbox] = field(default_factory=dict)
    agents: dict[str, int] = field(default_factory=dict)
    reasons: dict[tuple[int, str], int] = field(default_factory=dict)


@dataclass
class Told:
    """How far a story has been told."""

    number: int
    story: Story
    inbox: Inbox
    arrival_id: int = 0
    """What opened it; `case_id` is known once it has been heard of."""
    last_arrival_id: int = 0
    case_id: int = 0
    ours: Answered | None = None
    """What we wrote last: what is answered, forwarded or returned."""
    thread: tuple[str, ...] = ()
    """The Message-IDs so far."""

    @property
    def scope(self) -> Scope:
        return Scope.of([self.inbox.client_id])
