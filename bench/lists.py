"""Every list of cases of a desk that has grown: `python -m bench --only lists --cases 1000000`.

Each view, order and filter, its first page and the next one, over HTTP of a `keskio up` of its
own, by an agent of the two smallest clients of twenty and by one who sees them all; on PostgreSQL
under row-level security. Numbers beside tabs are remembered for some seconds: what counting costs
when nobody has counted is measured by itself.
"""

import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from django.conf import settings

from bench.asking import Asker
from bench.figures import Figure, figure, quantile
from bench.grown import CLIENTS, Staffed, fill_grown, staff_each
from bench.pages import sign_in
from bench.processor import spending
from bench.world import NOW, add_agent, open_desk
from keskio.cases import operations as cases
from keskio.cases.operations import ViewContent
from keskio.cases.queries import SORTS, Only, View, count_cases, list_rows
from keskio.interfaces.desk.asked import Asked as List
from keskio.interfaces.desk.pane import COUNTED
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.staff import queries as staff

if TYPE_CHECKING:
    from tests.installation import Running

    from bench.one import Asked
    from keskio.staff.models import Agent
    from keskio.staff.viewers import Viewer

WARMING = 3
ROUNDS_OF_COUNT = 5


def measure(asked: "Asked") -> list[Figure]:
    desk = open_desk(clients_count=CLIENTS)
    staffed = staff_each(desk.inboxes)
    fill_grown(staffed, cases=asked.cases, everyone=desk.agent)
    with writing(SYSTEM):
        small = add_agent("small@staff.example", [one.inboxes[0].client_id for one in staffed[-2:]])
    people = {"two clients": (small, staffed[-2]), "all clients": (desk.agent, staffed[0])}
    with asked.installation.up() as running:
        return [
            one
            for name, (agent, some) in people.items()
            for one in asked_by(name, agent, some, running, asked.rounds)
        ]


def asked_by(
    name: str, agent: "Agent", some: Staffed, running: "Running", rounds: int
) -> list[Figure]:
    """Lists are narrowed to inboxes and agents of `some`."""
    lists = dict(_lists(agent, some))
    with writing(SYSTEM):
        cookie = f"{settings.SESSION_COOKIE_NAME}={sign_in(agent)}"
        _save(agent, lists)
    with reading(SYSTEM):
        viewer = staff.viewer_of(agent)
    browser = Asker(running.port, {"Cookie": cookie})
    with spending(running.process.pid) as spent:
        pages, asked = _pages(name, viewer, lists, browser, rounds)
    cpu = figure(f"case list, {name}, CPU", 1000 * spent.processor / asked, "ms")
    own = figure(f"case list, {name}, of it PostgreSQL's", 1000 * spent.backends / asked, "ms")
    return [*_counts(name, viewer, lists), *pages[:2], cpu, own, *pages[2:]]


def _lists(agent: "Agent", some: Staffed) -> Iterator[tuple[str, List]]:
    """`some`: whose inboxes and agents lists are narrowed to."""
    for view in View:
        for sort in SORTS[view]:
            yield f"{view}, {sort}", List(view=view, sort=sort)
        if view == View.WAITING:
            for sort in SORTS[view]:
                yield (
                    f"{view}, {sort}, large inbox",
                    List(view=view, sort=sort, inbox=some.inboxes[0].pk),
                )
                yield f"{view}, {sort}, common language", List(view=view, sort=sort, language="en")
    rare, busy = some.inboxes[-1], some.agents[0]
    for view in (View.WAITING, View.ALL, View.RESOLVED):
        yield f"{view}, one client", List(view=view, client=some.inboxes[0].client_id)
        yield f"{view}, large inbox", List(view=view, inbox=some.inboxes[0].pk)
        yield f"{view}, rare inbox", List(view=view, inbox=rare.pk)
        yield f"{view}, busy agent", List(view=view, agent=busy.pk)
        yield f"{view}, oneself", List(view=view, agent=agent.pk)
        yield f"{view}, common language", List(view=view, language="en")
        yield f"{view}, rare language", List(view=view, language="da")
        yield (
            f"{view}, all filters",
            List(view=view, client=rare.client_id, inbox=rare.pk, agent=busy.pk, language="fi"),
        )


def _save(agent: "Agent", lists: Mapping[str, List]) -> None:
    """As many saved views as are counted, the dearest of what people narrow to."""
    for name, one in [named for named in lists.items() if named[1].is_narrowed][-12:]:
        content = ViewContent(
            view=one.view,
            client_id=one.client,
            inbox_id=one.inbox,
            agent_id=one.agent,
            language=one.language,
        )
        cases.save_view(owner_id=agent.pk, name=name, content=content, actor=SYSTEM_ACTOR, now=NOW)


def _counts(who: str, viewer: "Viewer", lists: Mapping[str, List]) -> list[Figure]:
    """What stands beside each tab, and beside the saved view that takes longest."""
    tabs = {f"{view}": _count_seconds(viewer, view, Only()) for view in COUNTED}
    rest = {name: _count_seconds(viewer, one.view, one.only) for name, one in lists.items()}
    dearest = max(rest, key=rest.__getitem__)
    return [
        *(figure(f"{who}: counting {view}", 1000 * tabs[view], "ms") for view in tabs),
        figure(f"{who}: counting {dearest} (dearest)", 1000 * rest[dearest], "ms"),
    ]


def _count_seconds(viewer: "Viewer", view: View, only: Only) -> float:
    spent = []
    for _ in range(ROUNDS_OF_COUNT):
        began_at = time.perf_counter()
        with reading(viewer.scope):
            count_cases(viewer=viewer, view=view, only=only)
        spent.append(time.perf_counter() - began_at)
    return quantile(spent, 0.5)


def _pages(
    who: str, viewer: "Viewer", lists: Mapping[str, List], browser: Asker, rounds: int
) -> tuple[list[Figure], int]:
    """With how often a list was asked for."""
    figures, medians, asked = [], [], 0
    for name, one in lists.items():
        with reading(viewer.scope):
            place = list_rows(viewer=viewer, view=one.view, sort=one.order, only=one.only).next
        for page, shown in (("first", one), ("next", one.but(after=place or ""))):
            if page == "next" and not place:
                continue
            path = f"/cases/{shown.query}"
            seconds = browser.each("GET", [path] * (WARMING + rounds // 10))[WARMING:]
            asked += WARMING + len(seconds)
            medians.append(quantile(seconds, 0.5))
            figures.append(figure(f"{who}: {name}, {page}, p50", 1000 * medians[-1], "ms"))
    found = [
        figure(f"case list, {who}, p50 of all lists", 1000 * quantile(medians, 0.5), "ms"),
        figure(f"case list, {who}, slowest list's p50", 1000 * max(medians), "ms"),
        *figures,
    ]
    return found, asked
