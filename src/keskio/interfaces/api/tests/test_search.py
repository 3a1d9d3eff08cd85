import pytest

from keskio.cases.tests.make import make_case
from keskio.interfaces.api.tests.caller import Caller, hear_everything
from keskio.interfaces.api.tests.conftest import World

pytestmark = pytest.mark.django_db


class TestSearching:
    def test_finds_cases_and_customers(self, agent: Caller, world: World) -> None:
        hear_everything()
        found = agent.get("/search?q=mikko").body
        [hit] = found["items"]
        assert hit["case"]["id"] == world.case.pk
        assert found["customers"][0]["name"] == "Mikko Virtanen"

    def test_tells_where_it_stands(self, agent: Caller, world: World) -> None:
        hear_everything()
        [hit] = agent.get("/search?q=chains").body["items"]
        assert {"text": "chain", "is_hit": True} in hit["snippet"]

    def test_goes_on_after_the_page_before(self, agent: Caller, world: World) -> None:
        for number in range(3):
            make_case(world.inbox, subject="elephant", author=f"e{number}@customer.example")
        hear_everything()
        page = agent.get("/search?q=elephant&limit=2")
        assert len(page.body["items"]) == 2
        rest = agent.get(f"/search?q=elephant&limit=2&after={page.body['next']}").body
        assert (len(rest["items"]), rest["next"]) == (1, None)

    @pytest.mark.parametrize("cursor", ["nonsense", "AAAA"])
    def test_refuses_a_cursor_that_it_did_not_give(self, agent: Caller, cursor: str) -> None:
        assert agent.get(f"/search?q=chain&after={cursor}").problem == "bad-cursor"

    def test_does_not_find_what_is_foreign(self, agent: Caller, world: World) -> None:
        hear_everything()
        ids = [hit["case"]["id"] for hit in agent.get("/search?q=is:open").body["items"]]
        assert world.foreign.pk not in ids
        assert agent.get(f"/search?q=%23{world.foreign.pk}").body["items"] == []
