"""Twenty agents press "take next" at once, again and again, over the API.

On SQLite all of them ask one `keskio up`, on PostgreSQL ten each of two.
"""

import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING

from django.db import connection
from tests.installation import Installation, Running

from bench.asking import Asker
from bench.figures import Figure, figure, in_milliseconds
from bench.processor import spending
from bench.world import NOW, add_agent, fill, open_desk
from keskio.cases.models import State
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.kit.scopes import SYSTEM, writing
from keskio.staff import operations as staff
from keskio.staff.rights import EVERY_RIGHT

if TYPE_CHECKING:
    from bench.one import Asked

AGENTS = 20
CLIENTS = 4
TAKEN_EACH = 80
WARMING = 4


def measure(asked: "Asked") -> list[Figure]:
    desk = open_desk(clients_count=CLIENTS)
    fill(desk, cases=asked.waiting, states={State.OPEN: 1})
    keys = [_key(number, [inbox.client_id for inbox in desk.inboxes]) for number in range(AGENTS)]
    with ExitStack() as stack:
        servers = _servers(asked, stack)
        askers = [_asker(key, servers[number % len(servers)]) for number, key in enumerate(keys)]
        _all_at_once(askers, WARMING)
        with spending(*(server.process.pid for server in servers)) as spent:
            seconds = _all_at_once(askers, TAKEN_EACH)
    return [
        *in_milliseconds("take next", seconds, 0.5, 0.99),
        figure("processes that serve", len(servers), ""),
        figure("take next, CPU", 1000 * spent.processor / len(seconds), "ms"),
        figure("take next, of it PostgreSQL's", 1000 * spent.backends / len(seconds), "ms"),
        figure("taken a second", len(seconds) / spent.wall, "cases/s"),
    ]


def _servers(asked: "Asked", stack: ExitStack) -> list[Running]:
    """A second one needs a directory of its own; the database is the same."""
    installations = [asked.installation]
    if connection.vendor == "postgresql":
        beside = asked.directory / "second"
        beside.mkdir()
        url = asked.installation.environment["KESKIO_DATABASE_URL"]
        installations.append(Installation(beside, KESKIO_DATABASE_URL=url))
    return [stack.enter_context(one.up()) for one in installations]


def _key(number: int, served: list[int]) -> str:
    with writing(SYSTEM):
        agent = add_agent(f"agent-{number}@staff.example", served)
        _, key = staff.make_token(
            name=agent.name, agent_id=agent.pk, own_rights=EVERY_RIGHT, actor=SYSTEM_ACTOR, now=NOW
        )
    return key


def _asker(key: str, server: Running) -> Asker:
    return Asker(server.port, {"Authorization": f"Bearer {key}"})


def _all_at_once(askers: list[Asker], times: int) -> list[float]:
    """How long each answer took; whoever has one asks again at once."""
    seconds: list[float] = []
    path = "/api/v1/line/take-next"

    def take(asker: Asker) -> None:
        seconds.extend(asker.each("POST", [path] * times))

    threads = [threading.Thread(target=take, args=[asker]) for asker in askers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seconds) == times * len(askers)
    return seconds
