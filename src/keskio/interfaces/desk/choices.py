"""What a list can be narrowed to: asked once in a while, not at every page."""

from collections.abc import Collection
from dataclasses import dataclass

from keskio.clients import queries as clients
from keskio.kit.memory import Remembered
from keskio.staff import queries as staff
from keskio.staff.viewers import Viewer

OLD_AFTER = 5

Named = tuple[int, str]


@dataclass(frozen=True)
class Choices:
    clients: list[Named]
    inboxes: list[Named]
    agents: list[Named]
    teams: list[Named]
    languages: list[str]
    tags: dict[int, tuple[str, str]]
    """Names and colours."""


def choices_for(viewer: Viewer) -> Choices:
    """Clients, inboxes, colleagues, teams, languages and tags that the viewer may see cases of."""
    return known.get((viewer.clients, viewer.closed_inboxes)) or Choices([], [], [], [], [], {})


def names_of(agent_ids: Collection[int], *, viewer: Viewer) -> dict[int, str]:
    """Of colleagues, and of those who have left (one query where somebody has)."""
    known = dict(choices_for(viewer).agents)
    return known | staff.names_of({*agent_ids} - known.keys())


def _find(seen: tuple[frozenset[int], frozenset[int]]) -> Choices:
    client_ids, closed = seen
    inboxes = [one for one in clients.inboxes_of(client_ids) if one.pk not in closed]
    return Choices(
        clients=[(one.pk, one.name) for one in clients.clients_among(client_ids)],
        inboxes=[(one.pk, one.address) for one in inboxes],
        agents=[(one.pk, str(one)) for one in staff.agents_serving(client_ids)],
        teams=[(one.pk, one.name) for one in staff.teams_among(client_ids)],
        languages=sorted({one.language for one in inboxes if one.language}),
        tags={one.pk: (one.name, one.colour) for one in clients.tags_among(client_ids)},
    )


known = Remembered(_find, seconds=OLD_AFTER)
