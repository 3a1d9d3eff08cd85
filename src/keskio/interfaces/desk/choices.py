"""What a list can be narrowed to: asked once in a while, not at every page."""

from dataclasses import dataclass

from keskio.clients import queries as clients
from keskio.kit.memory import Remembered
from keskio.staff import queries as staff

OLD_AFTER = 5

Named = tuple[int, str]


@dataclass(frozen=True)
class Choices:
    clients: list[Named]
    inboxes: list[Named]
    agents: list[Named]
    languages: list[str]


def choices_for(client_ids: frozenset[int]) -> Choices:
    """Clients, inboxes, colleagues and languages of these clients."""
    return known.get(client_ids) or Choices([], [], [], [])


def _find(client_ids: frozenset[int]) -> Choices:
    inboxes = list(clients.inboxes_of(client_ids))
    return Choices(
        clients=[(one.pk, one.name) for one in clients.clients_among(client_ids)],
        inboxes=[(one.pk, one.address) for one in inboxes],
        agents=[(one.pk, str(one)) for one in staff.agents_serving(client_ids)],
        languages=sorted({one.language for one in inboxes if one.language}),
    )


known = Remembered(_find, seconds=OLD_AFTER)
