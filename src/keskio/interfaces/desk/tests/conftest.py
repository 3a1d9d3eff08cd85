"""Agents in front of the desk."""

from collections.abc import Callable

import pytest
from django.test import Client as Browser

from keskio.clients.models import Client, Inbox
from keskio.clients.tests.make import make_client, make_inbox
from keskio.interfaces.desk import choices, counts
from keskio.staff.models import Agent, Role
from keskio.staff.tests.make import make_agent

SignIn = Callable[[Agent], Browser]


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Ids begin again in each test; what was counted for others must not be shown."""
    counts.counted.forget()
    choices.known.forget()


@pytest.fixture
def sign_in(db: None) -> SignIn:
    def signed_in(agent: Agent) -> Browser:
        browser = Browser()
        browser.force_login(agent)
        return browser

    return signed_in


@pytest.fixture
def company(db: None) -> Client:
    return make_client("Rauta & Saha")


@pytest.fixture
def inbox(company: Client) -> Inbox:
    return make_inbox(company)


@pytest.fixture
def agent(company: Client) -> Agent:
    return make_agent(company, name="Jenni Korhonen")


@pytest.fixture
def browser(agent: Agent, sign_in: SignIn) -> Browser:
    return sign_in(agent)


@pytest.fixture
def stranger(sign_in: SignIn) -> Browser:
    """An agent of another client."""
    return sign_in(make_agent(make_client("Kaari")))


@pytest.fixture
def supervisor(company: Client, sign_in: SignIn) -> Browser:
    return sign_in(make_agent(company, role=Role.SUPERVISOR))


@pytest.fixture
def administrator(company: Client, sign_in: SignIn) -> Browser:
    return sign_in(make_agent(role=Role.ADMINISTRATOR))
