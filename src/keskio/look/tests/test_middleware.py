import pytest
from django.test import Client as Browser

from keskio.staff.models import Agent
from keskio.staff.tests.make import PASSWORD, make_agent, make_signed_in_agent

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent() -> Agent:
    return make_agent(language="pl")


class TestTheReadersLanguage:
    def test_is_what_the_browser_asks_for(self, agent: Agent) -> None:
        assert agent.language == "pl"
        response = Browser(headers={"Accept-Language": "da"}).get("/accounts/login/")
        assert response["Content-Language"] == "da"
        assert "<h1>Log ind</h1>" in response.content.decode()

    def test_is_the_agents_own_once_signed_in(self, agent: Agent) -> None:
        browser = Browser(headers={"Accept-Language": "da"})
        browser.force_login(agent)
        response = browser.get("/cases/")
        assert response["Content-Language"] == "pl"
        assert "Weź następną" in response.content.decode()

    def test_is_english_where_theirs_is_not_spoken(self, agent: Agent) -> None:
        assert agent.pk
        response = Browser(headers={"Accept-Language": "ja"}).get("/accounts/login/")
        assert response["Content-Language"] == "en"

    def test_is_told_to_caches(self, agent: Agent) -> None:
        assert agent.pk
        response = Browser().get("/accounts/login/")
        assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))


class TestSigningIn:
    def test_leads_to_where_one_wanted_to_go(self) -> None:
        agent = make_signed_in_agent()
        browser = Browser()
        sent = {"login": agent.email, "password": PASSWORD, "next": "/me/"}
        assert browser.post("/accounts/login/", sent)["Location"] == "/me/"

    def test_says_what_is_wrong_in_words(self) -> None:
        agent = make_signed_in_agent()
        sent = {"login": agent.email, "password": "guessed"}
        response = Browser(headers={"Accept-Language": "sv"}).post("/accounts/login/", sent)
        assert 'class="notice red"' in response.content.decode()

    def test_is_by_invitation_only(self) -> None:
        make_agent()
        page = Browser().get("/accounts/signup/").content.decode()
        assert "Accounts are made by an administrator" in page
        assert "<form" not in page


class TestNoPage:
    @pytest.mark.parametrize(
        "address", ["/accounts/login/", "/accounts/password/reset/", "/cases/", "/me/"]
    )
    def test_brings_scripts_or_styles_in_its_text(self, agent: Agent, address: str) -> None:
        browser = Browser()
        if not address.startswith("/accounts/"):
            browser.force_login(agent)
        page = browser.get(address).content.decode()
        assert " style=" not in page
        assert "<style" not in page
        assert "onclick=" not in page
        assert page.count("<script") == page.count("<script src=") + page.count(
            '<script type="module" src='
        )
