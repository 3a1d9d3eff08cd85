"""Customers, clients, agents: who is served by whom."""

import pytest

from keskio.cases.tests.make import make_case
from keskio.clients.tests.make import make_reason
from keskio.interfaces.api.tests.caller import Caller
from keskio.interfaces.api.tests.conftest import World


class TestCustomers:
    def test_are_listed_with_their_addresses(self, agent: Caller, world: World) -> None:
        [shown] = agent.get("/customers").body["items"]
        assert shown["id"] == world.case.customer_id
        [identity] = shown["identities"]
        assert (identity["kind"], identity["value"]) == ("email", "mikko@customer.example")
        assert identity["verified"] is False
        assert agent.get(f"/customers/{shown['id']}").body == shown

    def test_are_found_by_the_start_of_a_name_or_address(self, agent: Caller, world: World) -> None:
        make_case(world.inbox, author="jaana@else.example", author_name="Jaana")
        for words, count in (("mik", 1), ("jaana@", 1), ("", 2), ("nobody", 0), ("%", 0)):
            assert len(agent.get(f"/customers?words={words}").body["items"]) == count

    def test_of_another_client_are_not_found(self, agent: Caller, world: World) -> None:
        address = f"/customers/{world.foreign.customer_id}"
        assert agent.get(address).problem == "not-found"

    def test_are_paged_newest_first(self, agent: Caller, world: World) -> None:
        for number in range(3):
            make_case(world.inbox, author=f"c{number}@else.example")
        whole = [one["id"] for one in agent.get("/customers").body["items"]]
        assert whole == sorted(whole, reverse=True)
        first = agent.get("/customers?limit=3").body
        rest = agent.get(f"/customers?limit=3&after={first['next']}").body
        assert [one["id"] for one in first["items"] + rest["items"]] == whole
        for wrong in ("nonsense", "LTE", "MTI_", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5"):
            assert agent.get(f"/customers?after={wrong}").problem == "bad-cursor"


class TestClients:
    def test_are_those_that_the_token_sees(self, agent: Caller, world: World) -> None:
        assert [one["id"] for one in agent.get("/clients").body] == [world.inbox.client_id]
        assert [one["id"] for one in agent.get("/inboxes").body] == [world.inbox.pk]

    def test_are_added_with_inboxes_and_reasons(self, administrator: Caller) -> None:
        client = administrator.post("/clients", {"name": "Kaari", "slug": "kaari"})
        assert (client.status, client.body["opens_at"]) == (201, "09:00")
        path = f"/clients/{client.body['id']}"
        inbox = administrator.post(
            f"{path}/inboxes", {"name": "Kaari", "address": "Hello@Kaari.example"}
        )
        assert (inbox.status, inbox.body["address"]) == (201, "hello@kaari.example")
        assert administrator.post(f"{path}/reasons", {"name": "Leaving"}).status == 201
        assert [one["name"] for one in administrator.get(f"{path}/reasons").body] == ["Leaving"]

    @pytest.mark.parametrize(
        ("field", "value", "name"),
        [
            ("slug", "Not A Slug", "unprocessable"),
            ("time_zone", "Europe/Nowhere", "unprocessable"),
            ("time_zone", "../../etc/passwd", "unprocessable"),
            ("open_days", "", "unprocessable"),
            ("opens_at", "18:00", "bad-setting"),
            ("opens_at", "09:00Z", "unprocessable"),
        ],
    )
    def test_are_not_added_of_nonsense(
        self, administrator: Caller, field: str, value: str, name: str
    ) -> None:
        asked = {"name": "Kaari", "slug": "kaari", field: value}
        answer = administrator.post("/clients", asked)
        assert (answer.status, answer.problem) == (422, name)

    def test_share_no_slug_and_no_address(self, administrator: Caller, world: World) -> None:
        client = world.inbox.client
        taken = administrator.post("/clients", {"name": "Again", "slug": client.slug})
        assert taken.problem == "bad-setting"
        address = {"name": "Again", "address": world.foreign_inbox.address}
        taken = administrator.post(f"/clients/{client.pk}/inboxes", address)
        assert (taken.status, taken.problem) == (409, "address-taken")

    def test_of_others_are_not_found(self, agent: Caller, world: World) -> None:
        make_reason(world.foreign_inbox.client)
        address = f"/clients/{world.foreign.client_id}/reasons"
        assert agent.get(address).problem == "not-found"


class TestAnInbox:
    def test_has_only_what_is_sent_changed(self, administrator: Caller, world: World) -> None:
        before = next(
            one for one in administrator.get("/inboxes").body if one["id"] == world.inbox.pk
        )
        path = f"/inboxes/{world.inbox.pk}"
        changed = administrator.patch(path, {"acknowledges": False, "signature": "Jenni"})
        assert changed.body == before | {"acknowledges": False, "signature": "Jenni"}

    @pytest.mark.parametrize(
        "wrong", [{"catches": "all"}, {"language": "xx"}, {"address": "a@b.example"}, {"name": ""}]
    )
    def test_takes_no_nonsense(
        self, administrator: Caller, world: World, wrong: dict[str, object]
    ) -> None:
        answer = administrator.patch(f"/inboxes/{world.inbox.pk}", wrong)
        assert answer.problem == "unprocessable"

    def test_makes_no_promise_that_nobody_can_keep(
        self, administrator: Caller, world: World
    ) -> None:
        client = administrator.post(
            "/clients",
            {
                "name": "Rarely",
                "slug": "rarely",
                "opens_at": "09:00",
                "closes_at": "09:30",
                "open_days": "1",
            },
        ).body
        asked = {"name": "Rarely", "address": "a@rarely.example", "answer_within_hours": 200}
        answer = administrator.post(f"/clients/{client['id']}/inboxes", asked)
        assert answer.problem == "bad-setting"
        assert answer.body["errors"][0]["at"] == "answer_within_hours"


class TestAgents:
    def test_are_those_who_serve_the_same_clients(self, agent: Caller, world: World) -> None:
        assert [one["id"] for one in agent.get("/agents").body] == [world.agent.pk]

    def test_are_added_and_given_clients(self, administrator: Caller, world: World) -> None:
        asked = {"name": "Jenni", "email": "Jenni@Staff.example"}
        jenni = administrator.post("/agents", asked)
        assert (jenni.status, jenni.body["presence"]) == (201, "away")
        assert administrator.post("/agents", asked).problem == "email-taken"
        path = f"/agents/{jenni.body['id']}/clients"
        assert administrator.put(path, {"client_ids": [world.inbox.client_id]}).status == 200
        program = Caller(
            administrator.post("/tokens", {"name": "x", "agent_id": jenni.body["id"]}).body["key"]
        )
        assert program.get("/me").body["client_ids"] == [world.inbox.client_id]

    def test_serve_only_clients_that_exist(self, administrator: Caller, world: World) -> None:
        path = f"/agents/{world.agent.pk}/clients"
        assert administrator.put(path, {"client_ids": [987654]}).problem == "unprocessable"
        assert administrator.put("/agents/987654/clients", {"client_ids": []}).status == 404
