"""An inbox closed to an agent of its own client is as if it were another client's.

What is asked is what the walk over all addresses asks; who asks serves the client and is not let
in. People, reasons, and the customers themselves are the client's, not the inbox's: those stay.
"""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from pytest_django import DjangoDbBlocker

from keskio.kit.scopes import SYSTEM, reading
from keskio.staff.models import Agent
from keskio.staff.rights import PRESETS, Right
from keskio.staff.tests.make import close_inbox, make_agent, make_role, make_token
from tests.leaks.canaries import canary
from tests.leaks.house import House, secret
from tests.leaks.test_leaks import Caller
from tests.leaks.visits import OPERATIONS, PAGES
from tests.leaks.visits_form import ADMINISTRATOR, AGENT, Visit

pytestmark = pytest.mark.django_db
SAYINGS = ("text", "html", "answer", "stranger", "broken", "content", "error", "refused")
"""What customers and mail servers said in the inbox, each behind the canary."""
OF_THE_INBOX = ("case_id", "resolved_id", "message_id", "attachment_id", "conversation_id")
ASKED = [visit for visit in (*PAGES, *OPERATIONS) if visit.who in {AGENT, ADMINISTRATOR}]
ABOUT_IT = [
    visit
    for visit in (*PAGES, *OPERATIONS)
    if visit.who == AGENT and any(name in visit.route for name in OF_THE_INBOX)
]


@pytest.fixture(scope="module")
def house(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[House]:
    with django_db_blocker.unblock(), transaction.atomic():
        with reading(SYSTEM):
            house = House("closed", tmp_path_factory.mktemp("outbox"))
            close_inbox(house.inbox.pk, house.agent)
        yield house
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _undone(house: House) -> Iterator[None]:
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def shut_out(house: House) -> Agent:
    """May all that an agent may, and what an administrator may besides entering what is closed."""
    every = set(Right) - {Right.ENTER_CLOSED}
    assert every > PRESETS["agent"]
    return make_agent(house.client, role=make_role(*every, slug="almost-all"))


def callers(agent: Agent) -> list[Caller]:
    scopes = ["read", "write", "admin"]
    program = make_token(role=agent.role, scopes=scopes, name="a program")
    person = make_token(agent=agent, role=agent.role, scopes=scopes, name="a person")
    return [Caller(agent), Caller(key=person), Caller(key=program)]


class TestAClosedInbox:
    @pytest.mark.parametrize("visit", ASKED, ids=str)
    def test_gives_nothing_away_to_who_is_not_let_in(
        self, house: House, shut_out: Agent, visit: Visit
    ) -> None:
        if visit.route.startswith(("admin/unprocessed", "api/v1/journal/trouble")):
            pytest.skip("parked streams are the system's own; tested below")
        for caller in callers(shut_out):
            answer = caller.visit(visit, house)
            assert answer.status != 500
            assert secret(house.who) not in answer.text
            for saying in SAYINGS:
                assert f"{canary(house.who)}{saying}" not in answer.text
            for subject in ("The saw", "The bench", "The ladder"):
                assert f"{canary(house.who)}{subject}" not in answer.text

    @pytest.mark.parametrize("visit", ABOUT_IT, ids=str)
    def test_is_not_found_by_who_is_not_let_in(
        self, house: House, shut_out: Agent, visit: Visit
    ) -> None:
        session, key, _ = callers(shut_out)
        assert (key if visit.is_api else session).visit(visit, house).status == 404

    @pytest.mark.parametrize("visit", ABOUT_IT, ids=str)
    def test_is_open_to_who_is_let_in(self, house: House, visit: Visit) -> None:
        caller = Caller(key=house.tokens["person"]) if visit.is_api else Caller(house.agent)
        answer = caller.visit(visit, house)
        assert answer.first_status < 400 or answer.first_status == visit.refuses

    def test_shows_no_failed_mail_to_an_administrator_who_is_not_let_in(
        self, house: House, shut_out: Agent
    ) -> None:
        visit = next(one for one in PAGES if one.route == "admin/unprocessed/")
        text = Caller(shut_out).visit(visit, house).text
        assert f"{canary(house.who)}error" not in text
        assert f"{canary(house.who)}refused" not in text
