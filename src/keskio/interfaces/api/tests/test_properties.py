from datetime import timedelta
from typing import Any

from django.utils import timezone

from keskio.clients.models import Colour
from keskio.interfaces.api.tests.caller import Caller, hear_everything
from keskio.interfaces.api.tests.conftest import World


def defined(administrator: Caller, world: World, what: str, **said: Any) -> int:
    answer = administrator.post(f"/clients/{world.inbox.client_id}/{what}", said)
    assert answer.status == 201, answer.body
    return int(answer.body["id"])


class TestDefinitions:
    def test_are_listed_changed_and_removed(self, administrator: Caller, world: World) -> None:
        tag = defined(administrator, world, "tags", name="VIP", colour="sea")
        changed = administrator.patch(f"/tags/{tag}", {"name": "Gold"})
        assert changed.body == {"id": tag, "name": "Gold", "colour": Colour.SEA}
        assert administrator.delete(f"/tags/{tag}").status == 204
        assert administrator.get(f"/clients/{world.inbox.client_id}/tags").body == []
        assert administrator.delete(f"/tags/{tag}").status == 404

    def test_that_cannot_be_are_problems(self, administrator: Caller, world: World) -> None:
        address = f"/clients/{world.inbox.client_id}/fields"
        answer = administrator.post(address, {"name": "Shop", "kind": "choice"})
        assert (answer.status, answer.problem) == (422, "bad-setting")
        assert answer.body["errors"][0]["at"] == "choices"

    def test_are_not_for_agents(self, agent: Caller, world: World) -> None:
        answer = agent.post(f"/clients/{world.inbox.client_id}/tags", {"name": "VIP"})
        assert answer.status == 403


class TestWhatACaseCarries:
    def test_is_set_and_shown_as_a_whole(
        self, agent: Caller, administrator: Caller, world: World
    ) -> None:
        case = f"/cases/{world.case.pk}"
        tag = defined(administrator, world, "tags", name="VIP")
        field = defined(administrator, world, "fields", name="Worth", kind="number")
        status = defined(administrator, world, "statuses", name="asked", state="open")
        agent.put(f"{case}/priority", {"priority": "urgent"})
        agent.put(f"{case}/status", {"status_id": status})
        agent.put(f"{case}/tags/{tag}")
        agent.put(f"{case}/fields/{field}", {"value": 19.9})
        agent.put(f"{case}/following")
        agent.post(f"{case}/checklist", {"text": "Call"})
        soon = (timezone.now() + timedelta(hours=1)).isoformat()
        carried = agent.post(f"{case}/reminders", {"at": soon, "returns": True}).body
        assert carried == agent.get(f"{case}/properties").body
        assert carried["priority"] == "urgent"
        assert carried["status"]["name"] == "asked"
        assert [one["name"] for one in carried["tags"]] == ["VIP"]
        assert [one["value"] for one in carried["values"]] == [19.9]
        assert carried["follower_ids"] == [world.agent.pk]
        assert [one["returns"] for one in carried["reminders"]] == [True]
        item = carried["checklist"][0]["id"]
        done = agent.put(f"{case}/checklist/{item}", {"done": True}).body["checklist"][0]
        assert done["done_by"]["id"] == world.agent.pk
        row = agent.get("/cases").body["items"][0]
        assert (row["priority"], [one["id"] for one in row["tags"]]) == ("urgent", [tag])

    def test_is_of_its_kind_or_a_problem(
        self, agent: Caller, administrator: Caller, world: World
    ) -> None:
        field = defined(administrator, world, "fields", name="Worth", kind="number")
        answer = agent.put(f"/cases/{world.case.pk}/fields/{field}", {"value": "much"})
        assert answer.problem == "bad-value"
        assert answer.body["errors"][0]["detail"] == "Worth: a number"

    def test_does_not_fit_another_state(
        self, agent: Caller, administrator: Caller, world: World
    ) -> None:
        status = defined(administrator, world, "statuses", name="asked", state="waiting")
        answer = agent.put(f"/cases/{world.case.pk}/status", {"status_id": status})
        assert (answer.status, answer.problem) == (409, "status-does-not-fit")

    def test_may_be_missing_before_the_end(
        self, agent: Caller, administrator: Caller, world: World
    ) -> None:
        defined(administrator, world, "fields", name="Order", kind="text", required=True)
        answer = agent.post(f"/cases/{world.case.pk}/resolve", {"outcome": "solved"})
        assert (answer.problem, answer.body["detail"]) == ("fields-missing", "Order")

    def test_of_another_client_is_not_found(self, agent: Caller, world: World) -> None:
        assert agent.get(f"/cases/{world.foreign.pk}/properties").status == 404

    def test_needs_a_person_to_be_told(self, program: Caller, world: World) -> None:
        answer = program.put(f"/cases/{world.case.pk}/following")
        assert answer.problem == "needs-agent"


class TestTeams:
    def test_are_given_cases(self, agent: Caller, administrator: Caller, world: World) -> None:
        said = {
            "name": "Saws",
            "agent_ids": [world.agent.pk],
            "client_ids": [world.inbox.client_id],
        }
        team = administrator.post("/teams", said).body
        assert agent.get("/teams").body == [team]
        handed = agent.post(f"/cases/{world.case.pk}/hand-over", {"team_id": team["id"]})
        assert handed.body["team_id"] == team["id"]
        hear_everything()
        assert agent.post("/line/take-next").body["case_id"] == world.case.pk

    def test_of_clients_that_are_not_there_are_refused(
        self, administrator: Caller, world: World
    ) -> None:
        said = {"name": "Saws", "agent_ids": [world.agent.pk], "client_ids": [10**9]}
        assert administrator.post("/teams", said).problem == "unprocessable"


class TestNotifications:
    def test_tell_of_a_case_that_was_given(
        self, agent: Caller, administrator: Caller, world: World
    ) -> None:
        case = f"/cases/{world.case.pk}"
        administrator.post(f"{case}/hand-over", {"agent_id": world.agent.pk, "note": "Please"})
        told = agent.get("/me/notifications").body
        assert told["unread"] == 1
        assert told["items"][0]["kind"] == "assigned"
        assert agent.post("/me/notifications/read", {}).status == 204
        assert agent.get("/me/notifications").body["unread"] == 0
