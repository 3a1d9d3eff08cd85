"""The list of cases, the page of one and of a long one, for an agent of two clients of twenty.

Over HTTP, of a `keskio up` of its own; on PostgreSQL under row-level security.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.asking import Asker
from bench.figures import Figure, figure, in_milliseconds
from bench.processor import spending
from bench.world import add_agent, fill, lengthen, open_desk
from keskio.cases.models import Case
from keskio.config.sessions import SessionStore
from keskio.kit.scopes import SYSTEM, reading, writing

if TYPE_CHECKING:
    from tests.installation import Running

    from bench.one import Asked
    from keskio.staff.models import Agent

CLIENTS = 20
WARMING = 30
LONG = 200
"""Messages of a long case."""


def measure(asked: "Asked") -> list[Figure]:
    desk = open_desk(clients_count=CLIENTS)
    fill(desk, cases=asked.cases)
    served = [inbox.client_id for inbox in desk.inboxes[-2:]]
    with writing(SYSTEM):
        agent = add_agent("small@staff.example", served)
        cookie = sign_in(agent)
    with reading(SYSTEM):
        long = Case.objects.filter(client__in=served).select_related("inbox").latest("pk")
    lengthen(long, agent, messages=LONG)
    with reading(SYSTEM):
        ids = list(Case.objects.filter(client__in=served).values_list("pk", flat=True))
    pages = [f"/cases/{ids[number * 7 % len(ids)]}/" for number in range(asked.rounds)]
    with asked.installation.up() as running:
        figures = asked_over_http("case list", ["/cases/"] * asked.rounds, cookie, running)
        figures += asked_over_http("case page", pages, cookie, running)
        long_pages = [f"/cases/{long.pk}/"] * asked.rounds
        figures += asked_over_http(f"case page of {LONG} messages", long_pages, cookie, running)
    return [
        *figures,
        figure("case list, queries", _queries("/cases/", cookie), ""),
        figure("case page, queries", _queries(pages[0], cookie), ""),
    ]


def sign_in(agent: "Agent") -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(agent.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = agent.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def asked_over_http(
    what: str, paths: Sequence[str], cookie: str, running: "Running"
) -> list[Figure]:
    browser = Asker(running.port, {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"})
    browser.each("GET", paths[:WARMING])
    with spending(running.process.pid) as spent:
        seconds = browser.each("GET", paths)
    return [
        *in_milliseconds(what, seconds, 0.5, 0.95),
        figure(f"{what}, CPU", 1000 * spent.processor / len(paths), "ms"),
        figure(f"{what}, of it PostgreSQL's", 1000 * spent.backends / len(paths), "ms"),
    ]


def _queries(path: str, cookie: str) -> int:
    """How many statements one page takes, those that open and close a transaction included."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)
