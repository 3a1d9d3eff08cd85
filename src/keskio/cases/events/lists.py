"""What happens to the lists of an agent."""

from dataclasses import dataclass

from keskio.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class ViewEvent(Event):
    """Everything about one agent's views keeps one order."""

    owner_id: int

    @property
    def stream(self) -> str:
        return f"views:{self.owner_id}"


@dataclass(frozen=True, kw_only=True)
class ViewSaved(ViewEvent):
    kind = "view_saved"
    view_id: int


@dataclass(frozen=True, kw_only=True)
class ViewRemoved(ViewEvent):
    kind = "view_removed"
    view_id: int


@dataclass(frozen=True, kw_only=True)
class ColumnsChosen(Event):
    """An agent chose the columns of their lists."""

    kind = "columns_chosen"
    agent_id: int

    @property
    def stream(self) -> str:
        return f"agent:{self.agent_id}"
