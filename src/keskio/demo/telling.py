"""How the demo's stories are told: who writes what to whom, and when, counted back from today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

TODAY = timedelta(hours=10)
"""What is told in minutes happened within these hours; what is told in days, before them."""


@dataclass(frozen=True)
class When:
    """So many minutes ago; or, with a time of day, so many working days ago."""

    back: int
    clock: str = ""

    def instant(self, *, now: datetime, zone: ZoneInfo) -> datetime:
        if not self.clock:
            return now - timedelta(minutes=self.back)
        day, left = (now - TODAY).astimezone(zone).date(), self.back
        while left:
            day -= timedelta(days=1)
            left -= day.isoweekday() <= 5  # noqa: PLR2004 - Monday to Friday
        return datetime.combine(day, time.fromisoformat(self.clock), zone)


def day(back: int, clock: str) -> When:
    """By the client's clock, `back` working days ago."""
    return When(back, clock)


def ago(minutes: int) -> When:
    return When(minutes)


def paragraphs(text: str) -> str:
    """As it is sent: only what begins with `|`, and a new paragraph, begins a line."""
    joined = (" ".join(part.split("\n")) for part in text.strip().split("\n\n"))
    return "\n\n".join(part.replace(" |", "\n").lstrip("|").strip() for part in joined)


@dataclass(frozen=True, kw_only=True)
class File:
    name: str
    content_type: str
    content: bytes
    content_id: str = ""
    """What the HTML of the mail calls an inline picture by."""


@dataclass(frozen=True)
class Step:
    at: When


@dataclass(frozen=True)
class Writes(Step):
    """The customer writes, or `by` another; what was written before is quoted below."""

    text: str
    by: str = ""
    html: str = ""
    cc: Sequence[str] = ()
    files: Sequence[File] = ()


@dataclass(frozen=True)
class IsAway(Step):
    """The customer's mail program answers our last mail by itself."""

    subject: str
    text: str


@dataclass(frozen=True)
class Bounces(Step):
    """Our last mail comes back."""

    why: str


@dataclass(frozen=True)
class _ByAgent(Step):
    who: str


@dataclass(frozen=True)
class Takes(_ByAgent):
    """From the line, and is still at it."""


@dataclass(frozen=True)
class Replies(_ByAgent):
    text: str
    files: Sequence[File] = ()


@dataclass(frozen=True)
class Notes(_ByAgent):
    text: str


@dataclass(frozen=True)
class Gives(_ByAgent):
    to: str


@dataclass(frozen=True)
class Resolves(_ByAgent):
    reason: str
    outcome: str = "solved"


@dataclass(frozen=True)
class Snoozes(_ByAgent):
    days: int


@dataclass(frozen=True)
class Merges(_ByAgent):
    """Everything is told in the case of another story from now on."""

    into: str


@dataclass(frozen=True)
class Splits(_ByAgent):
    """The last mail goes into a case of its own."""


@dataclass(frozen=True)
class BlocksAsSpam(_ByAgent):
    """The case is nobody's, and nothing more is wanted from its sender."""


@dataclass(frozen=True)
class Story:
    """One case: who wrote to which inbox, about what, and all that followed."""

    inbox: str
    customer: str
    subject: str
    steps: Sequence[Step]
    touches: str = ""
    """The subject of the story whose last mail the first one here answers."""
    headers: Sequence[tuple[str, str]] = ()
    """What the first mail carries besides the usual."""
