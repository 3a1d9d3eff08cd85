from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from keskio.interfaces.api.tests.caller import Caller
from keskio.interfaces.api.tests.conftest import World
from keskio.staff.models import Agent, Role
from keskio.staff.tests.make import make_token

ALL = ["read", "write", "admin"]


class TestWithoutAToken:
    def test_nothing_is_shown(self, world: World) -> None:
        answer = Caller().get("/cases")
        assert (answer.status, answer.problem) == (401, "unauthorized")
        assert answer.response["WWW-Authenticate"] == 'Bearer realm="keskio"'

    def test_a_session_does_not_help(self, world: World) -> None:
        browser = Browser()
        browser.force_login(world.agent)
        assert Caller(browser=browser).get("/cases").problem == "unauthorized"

    @pytest.mark.parametrize("key", ["keskio_wrong", "", "ä", "a b"])
    def test_a_wrong_one_does_not_help(self, world: World, key: str) -> None:
        answer = Caller().get("/cases", Authorization=f"Bearer {key}")
        assert answer.problem == "unauthorized"
        assert 'error="invalid_token"' in answer.response["WWW-Authenticate"]

    def test_the_description_is_open(self, db: None) -> None:
        assert Caller().get("/openapi.json").body["info"]["title"] == "Keskiö"


class TestAToken:
    def test_reads_only_with_the_scope_for_it(self, world: World) -> None:
        writer = Caller(make_token(agent=world.agent, scopes=["write"]))
        assert (writer.get("/cases").status, writer.get("/me").problem) == (403, "forbidden")

    def test_writes_only_with_the_scope_for_it(self, world: World) -> None:
        reader = Caller(make_token(agent=world.agent, scopes=["read"]))
        assert reader.get("/cases").status == 200
        assert reader.post("/line/take-next").problem == "forbidden"

    @pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR])
    def test_administers_only_with_the_role_for_it(self, world: World, role: Role) -> None:
        caller = Caller(make_token(role=role, scopes=ALL))
        assert caller.get("/tokens").problem == "forbidden"

    def test_administers_only_with_the_scope_for_it(self, world: World) -> None:
        caller = Caller(make_token(role=Role.ADMINISTRATOR))
        assert caller.get("/tokens").problem == "forbidden"

    def test_is_never_above_the_agent_it_stands_for(self, world: World) -> None:
        key = make_token(agent=world.agent, role=Role.ADMINISTRATOR, scopes=ALL)
        assert Caller(key).get("/me").body["role"] == "agent"
        assert Caller(key).get("/tokens").problem == "forbidden"

    def test_limited_to_clients_does_not_govern_the_installation(self, world: World) -> None:
        key = make_token(world.inbox.client, role=Role.ADMINISTRATOR, scopes=ALL)
        caller = Caller(key)
        for address in ("/tokens", "/trusted-servers", "/journal/trouble"):
            assert caller.get(address).problem == "forbidden"
        assert caller.post("/tokens", {"name": "more", "scopes": ALL}).problem == "forbidden"
        assert caller.patch(f"/inboxes/{world.inbox.pk}", {"name": "Help"}).status == 200

    def test_sees_only_the_clients_that_its_agent_serves(self, world: World) -> None:
        key = make_token(world.foreign_inbox.client, agent=world.agent)
        assert Caller(key).get("/me").body["client_ids"] == []
        assert Caller(key).get("/cases").body["items"] == []

    def test_of_an_agent_who_left_is_worth_nothing(self, world: World) -> None:
        key = make_token(agent=world.agent)
        Agent.objects.filter(pk=world.agent.pk).update(is_active=False)
        assert Caller(key).get("/me").problem == "unauthorized"


class TestTokens:
    def test_are_made_used_and_revoked(self, administrator: Caller, world: World) -> None:
        made = administrator.post(
            "/tokens",
            {"name": "desk", "agent_id": world.agent.pk, "client_ids": [world.inbox.client_id]},
        )
        assert made.status == 201
        caller = Caller(made.body["key"])
        assert caller.get("/me").body["agent_id"] == world.agent.pk
        listed = administrator.get("/tokens").body
        assert listed[0]["name"] == "desk"
        assert "key" not in listed[0]
        assert administrator.delete(f"/tokens/{made.body['id']}").status == 204
        assert caller.get("/me").problem == "unauthorized"

    @pytest.mark.parametrize(
        "wrong",
        [
            {"scopes": ["everything"]},
            {"scopes": []},
            {"client_ids": [987654]},
            {"nonsense": 1},
            {"name": ""},
        ],
    )
    def test_are_not_made_of_nonsense(
        self, administrator: Caller, wrong: dict[str, object]
    ) -> None:
        answer = administrator.post("/tokens", {"name": "x"} | wrong)
        assert (answer.status, answer.problem) == (422, "unprocessable")

    def test_stand_for_nobody_unknown(self, administrator: Caller) -> None:
        answer = administrator.post("/tokens", {"name": "x", "agent_id": 987654})
        assert answer.problem == "not-found"
        assert administrator.delete("/tokens/987654").problem == "not-found"


class TestTheRate:
    def test_is_limited_for_each_token(self, world: World, settings: Any) -> None:
        settings.API_RATE = 2
        first, second = Caller(make_token()), Caller(make_token())
        assert [first.get("/me").status for _ in range(3)] == [200, 200, 429]
        refused = first.get("/me")
        assert refused.problem == "too-many-requests"
        assert 0 < int(refused.response["Retry-After"]) <= 60
        assert second.get("/me").status == 200

    def test_begins_anew_with_every_minute(
        self, world: World, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.API_RATE = 1
        caller, now = Caller(make_token()), timezone.now()
        assert [caller.get("/me").status for _ in range(2)] == [200, 429]
        monkeypatch.setattr(timezone, "now", lambda: now + timedelta(minutes=1))
        assert caller.get("/me").status == 200


class TestAProblem:
    @pytest.mark.parametrize(
        ("method", "address", "status", "name"),
        [
            ("GET", "/", 404, "not-found"),
            ("GET", "/nowhere", 404, "not-found"),
            ("POST", "/nowhere/at/all/", 404, "not-found"),
            ("GET", "/cases/abc", 422, "unprocessable"),
            ("GET", "/cases/99999999999999999999", 422, "unprocessable"),
            ("GET", "/cases?limit=0", 422, "unprocessable"),
            ("GET", "/cases?view=other", 422, "unprocessable"),
            ("DELETE", "/cases", 405, "method-not-allowed"),
        ],
    )
    def test_is_told_in_one_form(
        self, agent: Caller, method: str, address: str, status: int, name: str
    ) -> None:
        answer = agent.call(method, address)
        assert (answer.status, answer.problem) == (status, name)

    def test_names_what_did_not_fit(self, agent: Caller, world: World) -> None:
        answer = agent.post(f"/cases/{world.case.pk}/resolve", {"outcome": "great"})
        [error] = answer.body["errors"]
        assert error["at"].endswith("outcome")

    def test_tells_of_a_body_that_is_no_json(self, agent: Caller, world: World) -> None:
        for action in ("notes", "resolve", "replies"):
            answer = agent.post(f"/cases/{world.case.pk}/{action}", b"{")
            assert (answer.status, answer.problem) == (400, "bad-request")

    def test_tells_of_a_body_that_is_too_large(
        self, agent: Caller, world: World, settings: Any
    ) -> None:
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = settings.MAX_UPLOAD_BYTES = 100
        for action in ("notes", "replies"):
            answer = agent.post(f"/cases/{world.case.pk}/{action}", {"text": "x" * 100})
            assert (answer.status, answer.problem) == (413, "too-large")

    def test_says_which_methods_an_address_knows(self, agent: Caller) -> None:
        assert agent.delete("/cases").response["Allow"] == "GET"

    def test_is_told_when_something_broke(
        self, agent: Caller, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("keskio.interfaces.api.routes.cases.CaseRow", None)
        answer = agent.get("/cases")
        assert (answer.status, answer.problem) == (500, "broken")
        assert "CaseRow" not in answer.response.content.decode()
