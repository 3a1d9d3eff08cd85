"""Nobody sees what is not theirs: every address, as everybody it is not for, and as who it is for.

The house whose things must not leave is `theirs`; who asks belongs to `ours`, or to nobody.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client as Browser
from pytest_django import DjangoDbBlocker

from keskio.kit.scopes import SYSTEM, reading
from keskio.staff.models import Agent, Role, Token
from keskio.staff.tests.make import make_agent, make_token
from tests.leaks import canaries
from tests.leaks.canaries import canary
from tests.leaks.house import House, secret
from tests.leaks.visits import OPERATIONS, PAGES, operations, routes
from tests.leaks.visits_form import ADMINISTRATOR, NOBODY, SUPERVISOR, Visit

pytestmark = pytest.mark.django_db
NOWHERE = tuple(Visit("GET", route) for route in ("nowhere/", "api/v1/nowhere", "accounts/x/"))
EVERY_VISIT = (*PAGES, *OPERATIONS, *NOWHERE)
OPEN = [visit for visit in (*PAGES, *OPERATIONS) if visit.who]
WRITES = [visit for visit in EVERY_VISIT if visit.method != "GET"]


@dataclass
class Town:
    ours: House
    theirs: House
    administrator: Agent
    administrators_key: str
    """Of a program that may everything, for every client."""


@pytest.fixture(scope="module")
def town(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Town]:
    """Built once, in a transaction that is rolled back after all tests."""
    outbox = tmp_path_factory.mktemp("outbox")
    with django_db_blocker.unblock(), transaction.atomic():
        with reading(SYSTEM):
            town = Town(
                House("ours", outbox / "ours"),
                House("theirs", outbox / "theirs"),
                make_agent(role=Role.ADMINISTRATOR),
                make_token(role=Role.ADMINISTRATOR, scopes=["read", "write", "admin"]),
            )
        yield town
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _undone(town: Town) -> Iterator[None]:
    """What a visit does is undone after it."""
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Caller:
    """Somebody with a session, a token, or neither."""

    def __init__(self, agent: Agent | None = None, key: str = "") -> None:
        self._browser, self._key = Browser(raise_request_exception=False), key
        if agent is not None:
            self._browser.force_login(agent)

    def visit(self, visit: Visit, house: House) -> "Answer":
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        address, body = visit.address(house), visit.body(house)
        if visit.is_api:
            raw = body if isinstance(body, bytes) else json.dumps(body) if body is not None else ""
            kind = "message/rfc822" if isinstance(body, bytes) else "application/json"
            return Answer(self._browser.generic(visit.method, address, raw, kind, headers=headers))
        ask = getattr(self._browser, visit.method.lower())
        return Answer(ask(address, body, follow=True, headers=headers))


class Answer:
    """All that went over the wire: each response on the way, headers and cookies too."""

    def __init__(self, response: Any) -> None:
        self.status: int = response.status_code
        chain = getattr(response, "redirect_chain", [])
        self.first_status: int = chain[0][1] if chain else self.status
        body = b"".join(response) if response.streaming else response.content
        said = (
            body.decode("utf-8", "replace"),
            str(response.headers),
            str(response.cookies),
            chain,
        )
        self.text = "\n".join(map(str, said))


FOREIGNERS: dict[str, Callable[[Town], Caller]] = {
    "another client's agent": lambda town: Caller(town.ours.agent),
    "another client's supervisor": lambda town: Caller(town.ours.supervisor),
    "nobody": lambda _: Caller(),
    "an unknown token": lambda _: Caller(key="keskio_unknown"),
    "another client's program": lambda town: Caller(key=town.ours.tokens["program"]),
    "another client's person": lambda town: Caller(key=town.ours.tokens["person"]),
    "another client's administrator": lambda town: Caller(key=town.ours.tokens["administrator"]),
}


def contents(house: House) -> dict[str, list[Any]]:
    """All that belongs to the house, to see whether anything has changed."""
    with reading(SYSTEM):
        rows: dict[str, list[Any]] = {
            model.__name__: list(canaries.rows_of(model, house.client.pk).order_by("pk").values())
            for model in canaries.models_of_clients()
        }
        staff = Agent.objects.filter(pk__in=[house.agent.pk, house.supervisor.pk])
        keys = Token.objects.filter(name__startswith=canary(house.who))
        rows["Agent"] = list(staff.order_by("pk").values())
        rows["Token"] = list(keys.order_by("pk").values())
    return rows


def everything(town: Town) -> list[dict[str, list[Any]]]:
    return [contents(town.ours), contents(town.theirs)]


class TestThisWalk:
    def test_knows_every_route(self) -> None:
        known = {as_routed(visit.route) for visit in PAGES}
        assert routes() - known == set(), "say in visits.py what is asked of it"
        assert known - routes() == set()

    def test_knows_every_operation_of_the_api(self) -> None:
        known = {(visit.method, as_routed(visit.route)) for visit in OPERATIONS}
        assert operations() - known == set(), "say in visits.py what is asked of it"
        assert known - operations() == set()

    @pytest.mark.parametrize("who", ["ours", "theirs"])
    def test_has_a_canary_in_every_column(self, town: Town, who: str) -> None:
        house: House = getattr(town, who)
        assert list(canaries.unpainted(house.client.pk, who)) == []

    def test_keeps_only_columns_that_exist(self) -> None:
        columns = {
            f"{model._meta.app_label}.{model.__name__}.{field.name}"
            for model in canaries.models_of_clients()
            for field in model._meta.concrete_fields
        }
        assert set(canaries.KEPT) - columns == set()

    def test_would_notice_a_leak(self, town: Town) -> None:
        case_page = next(visit for visit in PAGES if visit.route == "cases/<int:case_id>/")
        seen = Caller(town.administrator).visit(case_page, town.theirs)
        assert canary("theirs") in seen.text


class TestAnAddress:
    @pytest.mark.parametrize("visit", EVERY_VISIT, ids=str)
    def test_gives_nothing_away(self, town: Town, visit: Visit) -> None:
        before = contents(town.theirs)
        for foreigner, caller_in in FOREIGNERS.items():
            answer = caller_in(town).visit(visit, town.theirs)
            assert canary("theirs") not in answer.text, foreigner
            assert secret("theirs") not in answer.text, foreigner
            assert answer.status != 500, foreigner
        assert contents(town.theirs) == before

    @pytest.mark.parametrize("visit", OPEN, ids=str)
    def test_shows_what_is_theirs_to_who_it_is_for(self, town: Town, visit: Visit) -> None:
        answer = who_may(visit, town).visit(visit, town.theirs)
        assert answer.first_status < 400 or answer.first_status == visit.refuses
        assert answer.status != 500
        assert not visit.shows or canary("theirs") in answer.text, answer.text[:2000]


def as_routed(route: str) -> str:
    """Some cases have names of their own in visits: they must be in a certain state."""
    route = route.replace("linked_id", "other_id").replace("held_id", "message_id")
    for name in ("resolved_id", "merged_id", "spam_id"):
        route = route.replace(name, "case_id")
    return route


def who_may(visit: Visit, town: Town) -> Caller:
    if visit.who == NOBODY:
        return Caller()
    if visit.is_api:
        mighty = visit.who == ADMINISTRATOR
        return Caller(key=town.administrators_key if mighty else town.theirs.tokens["person"])
    staff = {ADMINISTRATOR: town.administrator, SUPERVISOR: town.theirs.supervisor}
    return Caller(staff.get(visit.who, town.theirs.agent))


class TestAStranger:
    @pytest.mark.parametrize("visit", WRITES, ids=str)
    def test_changes_nothing(self, town: Town, visit: Visit) -> None:
        before = everything(town)
        Caller().visit(visit, town.theirs)
        assert everything(town) == before


class TestACustomer:
    @pytest.mark.parametrize("who", ["ours", "theirs"])
    def test_is_sent_nothing_internal_and_nothing_foreign(self, town: Town, who: str) -> None:
        house: House = getattr(town, who)
        other = "theirs" if who == "ours" else "ours"
        mails = sent(house.outbox)
        assert len(mails) >= 3
        assert all(canary(who) in mail for mail in mails)
        for mail in mails:
            assert canary(other) not in mail
            assert secret(who) not in mail


def sent(outbox: Path) -> list[str]:
    return [path.read_text() for path in outbox.glob("*.eml")]
