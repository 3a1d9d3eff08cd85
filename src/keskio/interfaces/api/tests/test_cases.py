from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from keskio.cases.models import Case, Message
from keskio.cases.queries import View
from keskio.cases.tests.make import make_case, receive
from keskio.clients.tests.make import make_reason
from keskio.interfaces.api.tests.caller import Caller, hear_everything
from keskio.interfaces.api.tests.conftest import World
from keskio.kit.scopes import SYSTEM, reading
from keskio.staff.rights import PRESETS, names_of
from keskio.staff.tests.make import make_agent, make_token


class TestListingCases:
    def test_shows_those_of_the_tokens_clients(self, agent: Caller, world: World) -> None:
        [row] = agent.get("/cases").body["items"]
        assert row["id"] == world.case.pk
        assert row["customer"]["name"] == "Mikko Virtanen"
        assert row["waiting_since"].endswith("Z")

    def test_knows_every_view(self, agent: Caller) -> None:
        counts = {view: len(agent.get(f"/cases?view={view}").body["items"]) for view in View}
        assert counts == {view: int(view in {View.WAITING, View.ALL}) for view in View}

    def test_refuses_an_order_that_a_view_is_not_kept_in(self, agent: Caller) -> None:
        assert agent.get("/cases?view=resolved&sort=customer").problem == "no-such-order"

    def test_can_be_narrowed_to_inbox_agent_and_language(self, agent: Caller, world: World) -> None:
        inbox, language = world.inbox.pk, world.inbox.language
        narrowed = f"/cases?view=all&inbox={inbox}&language={language}"
        assert len(agent.get(narrowed).body["items"]) == 1
        assert agent.get("/cases?language=xx").body["items"] == []
        assert agent.get("/cases?agent=999999").body["items"] == []

    def test_can_be_limited_to_a_client(self, agent: Caller, world: World) -> None:
        assert len(agent.get(f"/cases?client={world.case.client_id}").body["items"]) == 1
        assert agent.get(f"/cases?client={world.foreign.client_id}").problem == "not-found"

    def test_pages_without_gap_or_overlap_while_cases_come(
        self, agent: Caller, world: World
    ) -> None:
        first = [world.case.pk, *(make_case(world.inbox).pk for _ in range(4))]
        page = agent.get("/cases?limit=2")
        seen = [row["id"] for row in page.body["items"]]
        while page.body["next"]:
            make_case(world.inbox, now=timezone.now())
            page = agent.get(f"/cases?limit=2&after={page.body['next']}")
            seen += [row["id"] for row in page.body["items"]]
            assert len(seen) < 20
        assert seen[: len(first)] == first
        assert len(seen) == len(set(seen))

    def test_names_the_next_page_in_link(self, agent: Caller, world: World) -> None:
        make_case(world.inbox)
        answer = agent.get("/cases?limit=1&view=waiting")
        address, _, relation = answer.response["Link"].partition("; ")
        assert relation == 'rel="next"'
        following = agent.get(address.strip("<>").removeprefix("/api/v1"))
        assert len(following.body["items"]) == 1
        assert "Link" not in following.response

    @pytest.mark.parametrize("cursor", ["nonsense", "AAAA", "OTk5OV85OTk5OTk5OTk5OTk5OTk5OTk5OTk"])
    def test_refuses_a_cursor_that_it_did_not_give(self, agent: Caller, cursor: str) -> None:
        assert agent.get(f"/cases?after={cursor}").problem == "bad-cursor"


class TestACase:
    def test_is_shown_whole(self, agent: Caller, world: World) -> None:
        shown = agent.get(f"/cases/{world.case.pk}").body
        assert shown["participants"] == ["mikko@customer.example"]
        assert shown["merged_into_id"] is None

    def test_names_the_case_that_a_stranger_answered_to(self, agent: Caller, world: World) -> None:
        linked = make_case(
            world.inbox, author="stranger@else.example", references=(world.question.message_id,)
        )
        [other] = agent.get(f"/cases/{linked.pk}/links").body
        assert other["id"] == world.case.pk

    def test_of_another_client_is_not_found(self, agent: Caller, world: World) -> None:
        assert agent.get(f"/cases/{world.foreign.pk}").problem == "not-found"
        assert agent.get("/cases/987654321").problem == "not-found"

    def test_is_resolved_and_reopened(self, agent: Caller, world: World) -> None:
        reason = make_reason(world.inbox.client)
        path = f"/cases/{world.case.pk}"
        resolved = agent.post(f"{path}/resolve", {"outcome": "solved", "reason_id": reason.pk})
        assert (resolved.body["state"], resolved.body["reason_id"]) == ("resolved", reason.pk)
        again = agent.post(f"{path}/resolve", {"outcome": "solved"})
        assert (again.status, again.problem) == (409, "case-is-resolved")
        assert agent.post(f"{path}/reopen").body["state"] == "open"
        assert agent.post(f"{path}/reopen").problem == "case-not-resolved"

    def test_is_not_resolved_over_what_was_not_seen(self, agent: Caller, world: World) -> None:
        seen = world.question
        came = receive(world.inbox, references=(seen.message_id,)).message
        path = f"/cases/{world.case.pk}/resolve"
        answer = agent.post(path, {"outcome": "solved", "last_seen": seen.pk})
        assert (answer.status, answer.problem) == (409, "answered-meanwhile")
        assert answer.body["messages"] == [came.pk]

    def test_is_not_resolved_for_a_strange_reason(self, agent: Caller, world: World) -> None:
        foreign = make_reason(world.foreign_inbox.client)
        path = f"/cases/{world.case.pk}/resolve"
        answer = agent.post(path, {"outcome": "solved", "reason_id": foreign.pk})
        assert answer.problem == "unknown-reason"

    def test_rests_until_a_time_to_come(self, agent: Caller, world: World) -> None:
        path = f"/cases/{world.case.pk}/snooze"
        until = timezone.now() + timedelta(days=1)
        assert agent.post(path, {"until": until.isoformat()}).body["state"] == "snoozed"
        past = until - timedelta(days=2)
        assert agent.post(path, {"until": past.isoformat()}).problem == "not-in-the-future"

    def test_is_given_to_those_who_serve_its_client(self, agent: Caller, world: World) -> None:
        path = f"/cases/{world.case.pk}/assign"
        colleague = make_agent(world.inbox.client)
        given = agent.post(path, {"agent_id": colleague.pk})
        assert given.body["assignee"] == {"id": colleague.pk, "name": colleague.name}
        assert agent.post(path, {"agent_id": make_agent().pk}).problem == "cannot-serve"
        assert agent.post(path, {"agent_id": None}).body["assignee"] is None

    @pytest.mark.parametrize(
        ("action", "body"),
        [
            ("resolve", {"outcome": "solved"}),
            ("reopen", None),
            ("snooze", {"until": "2100-01-01T00:00:00Z"}),
            ("assign", {"agent_id": None}),
            ("take", None),
            ("replies", {"text": "Hello"}),
            ("notes", {"text": "Hello"}),
        ],
    )
    def test_of_another_client_is_not_changed(
        self, agent: Caller, world: World, action: str, body: object
    ) -> None:
        before = self.all_of(world.foreign)
        assert agent.post(f"/cases/{world.foreign.pk}/{action}", body).problem == "not-found"
        assert self.all_of(world.foreign) == before

    @staticmethod
    def all_of(case: Case) -> tuple[object, int]:
        with reading(SYSTEM):
            said = Message.objects.filter(case=case).count()
            return Case.objects.filter(pk=case.pk).values().get(), said


class TestTheLine:
    def test_gives_the_next_case(self, agent: Caller, world: World) -> None:
        assert agent.get("/line").body == {"waiting": 1, "in_hand": []}
        taken = agent.post("/line/take-next").body
        assert taken["case_id"] == world.case.pk
        assert agent.get("/line").body == {"waiting": 0, "in_hand": [taken]}

    def test_has_nothing_for_whom_nobody_waits(self, agent: Caller) -> None:
        agent.post("/line/take-next")
        empty = agent.post("/line/take-next")
        assert (empty.status, empty.response.content) == (204, b"")

    def test_gives_nothing_to_a_program(self, program: Caller) -> None:
        assert program.post("/line/take-next").problem == "needs-agent"

    def test_lets_a_certain_case_be_taken_once(self, agent: Caller, world: World) -> None:
        path = f"/cases/{world.case.pk}/take"
        assert agent.post(path).body["case_id"] == world.case.pk
        colleague = Caller(_token_of_colleague(world))
        assert colleague.post(path).problem == "taken"
        agent.post(f"/cases/{world.case.pk}/resolve", {"outcome": "solved"})
        hear_everything()
        assert agent.post(path).problem == "not-in-line"


class TestActiveTime:
    def test_is_counted_once_a_visit_and_corrected(self, agent: Caller, world: World) -> None:
        path, visit = f"/cases/{world.case.pk}/active-time", uuid4()
        assert agent.put(f"{path}/{visit}", {"seconds": 40}).body["seconds"] == 40
        assert agent.put(f"{path}/{visit}", {"seconds": 60}).body["seconds"] == 60
        assert agent.put(f"{path}/{uuid4()}", {"seconds": 10}).body["seconds"] == 70
        assert agent.put(path, {"seconds": 30}).body["seconds"] == 30

    def test_is_a_persons(self, program: Caller, world: World) -> None:
        path = f"/cases/{world.case.pk}/active-time"
        assert program.put(path, {"seconds": 1}).problem == "needs-agent"


class TestTheAgent:
    def test_says_that_they_are_here(self, agent: Caller, world: World) -> None:
        assert agent.put("/me/presence", {"presence": "here"}).body["presence"] == "here"
        world.agent.refresh_from_db()
        assert world.agent.presence == "here"

    def test_chooses_a_language(self, agent: Caller, world: World) -> None:
        assert agent.put("/me/language", {"language": "fi"}).status == 204
        world.agent.refresh_from_db()
        assert world.agent.language == "fi"
        assert agent.put("/me/language", {"language": "xx"}).problem == "unprocessable"

    def test_learns_who_they_are(self, agent: Caller, world: World) -> None:
        assert agent.get("/me").body == {
            "actor": f"agent:{world.agent.pk}",
            "agent_id": world.agent.pk,
            "role": "agent",
            "rights": names_of(PRESETS["agent"]),
            "scopes": ["read", "write"],
            "client_ids": [world.inbox.client_id],
        }


def _token_of_colleague(world: World) -> str:
    return make_token(agent=make_agent(world.inbox.client))
