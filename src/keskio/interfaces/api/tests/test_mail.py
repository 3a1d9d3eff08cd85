from typing import Any

import pytest

from keskio.channels.models import Arrival, Delivery
from keskio.interfaces.api.tests.caller import Answer, Caller, hear_everything
from keskio.interfaces.api.tests.conftest import World
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.staff.tests.make import make_token

MAIL = (
    b"From: Jaana <jaana@else.example>\r\nTo: shop@rauta.example\r\n"
    b"Subject: Opening hours\r\nMessage-ID: <1@else.example>\r\n\r\nAre you open?\r\n"
)


def bring(caller: Caller, world: World, raw: bytes = MAIL, query: str = "") -> Answer:
    address = f"/inboxes/{world.inbox.pk}/arrivals{query}"
    return caller.post(address, raw, Content_Type="message/rfc822")


class TestAMailBrought:
    def test_becomes_a_case(self, agent: Caller, world: World) -> None:
        brought = bring(agent, world)
        assert (brought.status, brought.body["state"]) == (201, "stored")
        hear_everything()
        processed = agent.get(f"/arrivals/{brought.body['id']}").body
        assert (processed["kind"], processed["new_case"]) == ("message", True)
        assert agent.get(f"/cases/{processed['case_id']}").body["subject"] == "Opening hours"

    def test_is_stored_once(self, agent: Caller, world: World) -> None:
        first, again = bring(agent, world), bring(agent, world)
        assert (first.status, again.status) == (201, 200)
        assert first.body["id"] == again.body["id"]

    def test_is_for_that_inbox(self, agent: Caller, world: World) -> None:
        tagged = world.inbox.address.replace("@", "+c1.x@")
        assert bring(agent, world, query=f"?recipient={tagged.replace('+', '%2B')}").status == 201
        elsewhere = bring(agent, world, query=f"?recipient={world.foreign_inbox.address}")
        assert elsewhere.problem == "unprocessable"

    def test_is_not_brought_to_others(self, agent: Caller, world: World) -> None:
        address = f"/inboxes/{world.foreign.inbox_id}/arrivals"
        assert agent.post(address, MAIL, Content_Type="message/rfc822").problem == "not-found"
        assert agent.post("/inboxes/987654/arrivals", MAIL).problem == "not-found"

    def test_has_content_within_the_limit(self, agent: Caller, world: World, settings: Any) -> None:
        assert bring(agent, world, b"").problem == "unprocessable"
        settings.MAX_MAIL_BYTES = len(MAIL)
        assert bring(agent, world).status == 201
        assert bring(agent, world, MAIL + b"x").problem == "too-large"

    def test_may_be_larger_than_a_form(self, agent: Caller, world: World) -> None:
        assert bring(agent, world, MAIL + b"x" * 3_000_000).status == 201


class TestArrivals:
    @pytest.fixture
    def failed(self, agent: Caller, world: World) -> int:
        arrival_id = int(bring(agent, world).body["id"])
        with writing(SYSTEM):
            Arrival.objects.filter(pk=arrival_id).update(state="failed", error="broken")
        return arrival_id

    def test_are_listed_by_state(self, agent: Caller, failed: int) -> None:
        for state, found in (("failed", [failed]), ("processed", [])):
            listed = agent.get(f"/arrivals?state={state}").body["items"]
            assert [one["id"] for one in listed] == found
        assert agent.get("/arrivals?state=lost").problem == "unprocessable"

    def test_of_another_client_are_not_found(
        self, agent: Caller, administrator: Caller, world: World
    ) -> None:
        foreign = administrator.post(f"/inboxes/{world.foreign.inbox_id}/arrivals", MAIL).body
        assert agent.get("/arrivals").body["items"] == []
        assert agent.get(f"/arrivals/{foreign['id']}").problem == "not-found"

    def test_that_failed_are_run_again(self, administrator: Caller, failed: int) -> None:
        path = f"/arrivals/{failed}"
        assert administrator.post(f"{path}/run-again").body["state"] == "stored"
        hear_everything()
        assert administrator.get(path).body["state"] == "processed"
        assert administrator.post(f"{path}/run-again").problem == "already-done"

    def test_are_run_again_by_administrators_only(self, agent: Caller, failed: int) -> None:
        assert agent.post(f"/arrivals/{failed}/run-again").problem == "forbidden"


class TestDeliveries:
    @pytest.fixture
    def delivery(self, agent: Caller, world: World) -> Delivery:
        agent.post(f"/cases/{world.case.pk}/replies", {"text": "Hello"})
        hear_everything()
        with writing(SYSTEM):
            delivery = Delivery.objects.order_by("-id")[:1].get()
            Delivery.objects.filter(pk=delivery.pk).update(state="failed", last_error="550 no")
        return delivery

    def test_in_trouble_are_listed_and_tried_again(
        self, agent: Caller, world: World, delivery: Delivery
    ) -> None:
        [shown] = agent.get("/deliveries").body["items"]
        assert (shown["state"], shown["case_id"]) == ("failed", world.case.pk)
        again = agent.post(f"/deliveries/{delivery.pk}/try-again").body
        assert (again["state"], again["attempts"]) == ("queued", 0)

    def test_that_were_sent_are_not_tried_again(self, agent: Caller, delivery: Delivery) -> None:
        with writing(SYSTEM):
            Delivery.objects.filter(pk=delivery.pk).update(state="sent")
        answer = agent.post(f"/deliveries/{delivery.pk}/try-again")
        assert answer.problem == "already-done"

    def test_of_another_client_are_not_found(self, world: World, delivery: Delivery) -> None:
        other = Caller(make_token(world.foreign_inbox.client))
        assert other.get("/deliveries").body["items"] == []
        assert other.post(f"/deliveries/{delivery.pk}/try-again").problem == "not-found"
        with reading(SYSTEM):
            assert Delivery.objects.get(pk=delivery.pk).state == "failed"


class TestTrustedServers:
    def test_are_exactly_those_named(self, administrator: Caller) -> None:
        said = administrator.put("/trusted-servers", {"names": ["MX.a.example", "b.example"]})
        assert said.body == {"names": ["b.example", "mx.a.example"]}
        assert administrator.put("/trusted-servers", {"names": []}).body == {"names": []}
        assert administrator.get("/trusted-servers").body == {"names": []}
