import pytest
from django.utils import timezone

from keskio.cases.tests.make import make_case
from keskio.interfaces.api.tests.caller import Caller
from keskio.interfaces.api.tests.conftest import World
from keskio.journal.models import Cursor, Parked, Pause
from keskio.kit.scopes import SYSTEM, writing


class TestTheFeed:
    def test_tells_what_happened_to_the_tokens_clients(self, agent: Caller, world: World) -> None:
        feed = agent.get("/journal").body
        assert {one["client_id"] for one in feed["items"]} == {world.inbox.client_id}
        opened = next(one for one in feed["items"] if one["kind"] == "case_opened")
        assert opened["stream"] == f"case:{world.case.pk}"
        assert opened["payload"]["message_id"] == world.question.pk
        assert opened["actor"] == "system"

    def test_goes_on_where_it_was_left(self, agent: Caller, world: World) -> None:
        whole = agent.get("/journal?limit=1000").body
        place, heard, more = 0, [], True
        while more:
            feed = agent.get(f"/journal?after={place}&limit=2").body
            place, more = feed["next"], feed["more"]
            heard += feed["items"]
        assert heard == whole["items"]
        assert agent.get(f"/journal?after={place}").body == {
            "items": [],
            "next": place,
            "more": False,
        }
        case = make_case(world.inbox)
        news = agent.get(f"/journal?after={place}").body["items"]
        assert news[-1]["stream"] == f"case:{case.pk}"

    def test_names_the_next_page_in_link(self, agent: Caller) -> None:
        answer = agent.get("/journal?limit=1")
        assert f"after={answer.body['next']}&limit=1>" in answer.response["Link"]


class TestTheJournalsTrouble:
    @pytest.fixture
    def parked(self, world: World) -> Parked:
        now = timezone.now()
        with writing(SYSTEM):
            cursor = Cursor.objects.filter(subscriber="line")[:1].get()
            Pause.objects.create(subscriber="line", paused_at=now, probe_at=now, probes=1)
            return Parked.objects.create(
                cursor=cursor, stream="case:1", entry_id=1, parked_at=now, last_error="broken"
            )

    def test_is_shown_and_ended(self, administrator: Caller, parked: Parked) -> None:
        trouble = administrator.get("/journal/trouble").body
        assert trouble["parked"][0]["subscriber"] == "line"
        assert trouble["paused"][0]["subscriber"] == "line"
        assert administrator.post(f"/journal/parked/{parked.pk}/run-again").status == 204
        assert administrator.post("/journal/subscribers/line/resume").status == 204
        trouble = administrator.get("/journal/trouble").body
        assert trouble["paused"] == []
        assert trouble["parked"][0]["retry_at"] is not None

    def test_is_not_ended_where_there_is_none(self, administrator: Caller) -> None:
        assert administrator.post("/journal/parked/1/run-again").problem == "not-found"
        assert administrator.post("/journal/subscribers/line/resume").problem == "not-found"

    def test_is_the_administrators(self, agent: Caller, parked: Parked) -> None:
        assert agent.get("/journal/trouble").problem == "forbidden"
