from dataclasses import dataclass

import pytest
from django.core.cache import cache

from keskio.cases.models import Case, Message
from keskio.cases.tests.make import make_case, receive
from keskio.clients.models import Inbox
from keskio.clients.tests.make import make_inbox
from keskio.interfaces.api.tests.caller import Caller, hear_everything
from keskio.staff.models import Agent, Role
from keskio.staff.tests.make import make_agent, make_token


@dataclass(frozen=True)
class World:
    """An inbox, a case that waits and the question in it; and a case of another client."""

    inbox: Inbox
    case: Case
    question: Message
    agent: Agent
    foreign: Case
    foreign_inbox: Inbox


@pytest.fixture(autouse=True)
def fresh_window() -> None:
    """Nobody has asked anything yet in this minute."""
    cache.clear()


@pytest.fixture
def world(db: None) -> World:
    inbox, foreign_inbox = make_inbox(), make_inbox()
    received, foreign = receive(inbox), make_case(foreign_inbox)
    hear_everything()
    agent = make_agent(inbox.client)
    return World(inbox, received.case, received.message, agent, foreign, foreign_inbox)


@pytest.fixture
def agent(world: World) -> Caller:
    """Stands for an agent of the one client."""
    return Caller(make_token(agent=world.agent))


@pytest.fixture
def program(world: World) -> Caller:
    """Acts for itself, limited to the one client."""
    return Caller(make_token(world.inbox.client))


@pytest.fixture
def administrator(world: World) -> Caller:
    return Caller(make_token(role=Role.ADMINISTRATOR, scopes=["read", "write", "admin"]))
