"""What happens in the line; told in the stream of the case."""

from dataclasses import dataclass

from keskio.cases.events import CaseEvent


@dataclass(frozen=True, kw_only=True)
class WorkItemMade(CaseEvent):
    """`agent_id`: held for the agent who had the case, because they are here."""

    kind = "work_item_made"
    item_id: int
    agent_id: int | None


@dataclass(frozen=True, kw_only=True)
class WorkItemTaken(CaseEvent):
    kind = "work_item_taken"
    item_id: int
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class WorkItemReleased(CaseEvent):
    """Back into the line, for whoever is next."""

    kind = "work_item_released"
    item_id: int
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class WorkItemEnded(CaseEvent):
    kind = "work_item_ended"
    item_id: int
