"""What is told elsewhere now."""

from dataclasses import dataclass

from keskio.cases.events.happened import CaseEvent


@dataclass(frozen=True, kw_only=True)
class CaseMerged(CaseEvent):
    """All that was said in it is told in `into_id` now."""

    kind = "case_merged"
    into_id: int


@dataclass(frozen=True, kw_only=True)
class CaseTookIn(CaseEvent):
    """The other side of CaseMerged; `state` is what the case is in now."""

    kind = "case_took_in"
    merged_id: int
    state: str


@dataclass(frozen=True, kw_only=True)
class CaseUnmerged(CaseEvent):
    """A case of its own again, in `state`, with the messages that it had."""

    kind = "case_unmerged"
    from_id: int
    message_ids: list[int]
    state: str


@dataclass(frozen=True, kw_only=True)
class CaseGaveBack(CaseEvent):
    """The other side of CaseUnmerged."""

    kind = "case_gave_back"
    unmerged_id: int
    state: str


@dataclass(frozen=True, kw_only=True)
class MessagesLeft(CaseEvent):
    """They are told in another case now; `new_case`: in one that was made for them."""

    kind = "messages_left"
    to_id: int
    message_ids: list[int]
    new_case: bool
    state: str


@dataclass(frozen=True, kw_only=True)
class MessagesJoined(CaseEvent):
    """The other side of MessagesLeft; `new_case`: with them the case began."""

    kind = "messages_joined"
    from_id: int
    message_ids: list[int]
    new_case: bool
    state: str


@dataclass(frozen=True, kw_only=True)
class CaseLinked(CaseEvent):
    """Told in the streams of both."""

    kind = "case_linked"
    other_id: int
    why: str


@dataclass(frozen=True, kw_only=True)
class CaseUnlinked(CaseEvent):
    """Told in the streams of both."""

    kind = "case_unlinked"
    other_id: int


@dataclass(frozen=True, kw_only=True)
class CaseCustomerChanged(CaseEvent):
    kind = "case_customer_changed"
    customer_id: int
    before_id: int | None


@dataclass(frozen=True, kw_only=True)
class CaseMarkedSpam(CaseEvent):
    kind = "case_marked_spam"


@dataclass(frozen=True, kw_only=True)
class CaseUnmarkedSpam(CaseEvent):
    """No spam after all: it waits for us."""

    kind = "case_unmarked_spam"
