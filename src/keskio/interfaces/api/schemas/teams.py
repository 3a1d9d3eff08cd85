"""Teams, and what agents are told."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from pydantic import ConfigDict, Field

from keskio.interfaces.api.fields import Asked, Id, Name, Shown
from keskio.staff.models import NotificationKind

if TYPE_CHECKING:
    from keskio.staff.models import Team
    from keskio.staff.viewers import Viewer

Ids = Annotated[list[Id], Field(min_length=1, max_length=1000)]


class TeamShown(Shown):
    """People who take the cases given to them together."""

    id: int
    name: str
    agent_ids: list[int]
    client_ids: list[int] = Field(description="Those that you see.")


class TeamAsked(Asked):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Hardware", "agent_ids": [1], "client_ids": [1]}]}
    )

    name: Annotated[Name, Field(max_length=100)]
    agent_ids: Ids = Field(description="Exactly these are in it.")
    client_ids: Ids = Field(description="Cases of exactly these can be given to it.")


class NotificationShown(Shown):
    """The token's agent should look at a case."""

    id: int
    client_id: int
    case_id: int
    kind: NotificationKind
    actor: str = Field(description="Whose doing it was, such as `agent:3`.")
    created_at: datetime
    read_at: datetime | None


class Notifications(Shown):
    unread: int = Field(description="Counted up to 100.")
    items: list[NotificationShown] = Field(description="The latest first, at most 100.")


class ReadSaid(Asked):
    ids: Annotated[list[Id], Field(max_length=1000)] | None = Field(
        None, description="Null: all of them."
    )


def team_shown(team: "Team", viewer: "Viewer") -> TeamShown:
    """With its members and clients joined."""
    return TeamShown(
        id=team.pk,
        name=team.name,
        agent_ids=sorted(member.agent_id for member in team.members.all()),
        client_ids=sorted({one.client_id for one in team.clients.all()} & viewer.clients),
    )
