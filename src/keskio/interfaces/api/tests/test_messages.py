from base64 import b64encode

import pytest

from keskio.cases.incoming import IncomingFile
from keskio.cases.models import Message
from keskio.cases.tests.make import receive
from keskio.interfaces.api.tests.caller import Caller, hear_everything
from keskio.interfaces.api.tests.conftest import World
from keskio.kit.scopes import SYSTEM, reading
from keskio.staff.tests.make import make_token

PICTURE = IncomingFile(name="saha äö.png", content_type="image/png", content=b"\x89PNG")


@pytest.fixture
def path(world: World) -> str:
    return f"/cases/{world.case.pk}"


def said_in(world: World) -> list[str]:
    with reading(SYSTEM):
        said = Message.objects.filter(case=world.case, kind__in=["message", "note"])
        return list(said.order_by("id").values_list("text", flat=True))


class TestMessages:
    def test_are_listed_oldest_first(self, agent: Caller, world: World, path: str) -> None:
        later = receive(world.inbox, references=(world.question.message_id,)).message
        shown = agent.get(f"{path}/messages").body["items"]
        assert [one["id"] for one in shown if one["kind"] == "message"] == [
            world.question.pk,
            later.pk,
        ]

    def test_are_paged(self, agent: Caller, world: World, path: str) -> None:
        receive(world.inbox, references=(world.question.message_id,))
        whole = agent.get(f"{path}/messages").body["items"]
        first = agent.get(f"{path}/messages?limit=1").body
        rest = agent.get(f"{path}/messages?limit=200&after={first['next']}").body
        assert first["items"] + rest["items"] == whole
        assert rest["next"] is None

    def test_of_another_client_are_not_found(self, agent: Caller, world: World) -> None:
        assert agent.get(f"/cases/{world.foreign.pk}/messages").problem == "not-found"

    def test_are_shown_one_by_one(self, agent: Caller, world: World) -> None:
        shown = agent.get(f"/messages/{world.question.pk}").body
        assert shown["text"] == "Which chain fits my saw?"
        assert shown["delivery"] is None

    def test_tell_how_their_delivery_fares(self, agent: Caller, path: str) -> None:
        written = agent.post(f"{path}/replies", {"text": "The 18 inch one."}).body
        hear_everything()
        assert agent.get(f"/messages/{written['id']}").body["delivery"]["state"] == "queued"

    def test_are_in_a_conversation(self, agent: Caller, world: World) -> None:
        [shown] = agent.get(f"/conversations?case={world.case.pk}").body["items"]
        assert shown["id"] == world.question.conversation_id
        assert agent.get(f"/conversations/{shown['id']}").body == shown
        assert agent.get("/conversations").body["items"] == [shown]

    def test_are_in_no_conversation_of_another_client(self, agent: Caller, world: World) -> None:
        assert agent.get(f"/conversations?case={world.foreign.pk}").body["items"] == []
        other = Caller(make_token(world.foreign_inbox.client))
        address = f"/conversations/{world.question.conversation_id}"
        assert other.get(address).problem == "not-found"


class TestAnAttachment:
    def test_is_downloaded_as_bytes_to_keep(self, agent: Caller, world: World) -> None:
        message = receive(world.inbox, attachments=(PICTURE,)).message
        [shown] = agent.get(f"/messages/{message.pk}").body["attachments"]
        assert (shown["name"], shown["size"]) == ("saha äö.png", 4)
        response = agent.get(f"/attachments/{shown['id']}").response
        assert b"".join(response.streaming_content) == b"\x89PNG"
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"].startswith("attachment;")

    def test_of_another_client_is_not_found(self, agent: Caller, world: World) -> None:
        foreign = receive(world.foreign_inbox, attachments=(PICTURE,)).message
        with reading(SYSTEM):
            attachment_id = foreign.attachments.get().pk
        assert agent.get(f"/attachments/{attachment_id}").problem == "not-found"


class TestAReply:
    def test_goes_to_who_wrote(self, agent: Caller, world: World, path: str) -> None:
        written = agent.post(f"{path}/replies", {"text": "The 18 inch one."})
        assert written.status == 201
        assert written.body["to"][0]["address"] == "mikko@customer.example"
        assert written.body["agent"]["id"] == world.agent.pk
        assert agent.get(path).body["state"] == "waiting"

    def test_of_a_program_is_no_agents(self, program: Caller, path: str) -> None:
        assert program.post(f"{path}/replies", {"text": "Hello"}).body["agent"] is None

    def test_takes_recipients_and_files(self, agent: Caller, path: str) -> None:
        written = agent.post(
            f"{path}/replies",
            {
                "text": "",
                "to": [{"name": "Mikko", "address": "Mikko@Work.example"}],
                "cc": [{"address": "boss@work.example"}],
                "files": [{"name": "a.txt", "content": b64encode(b"hello").decode()}],
            },
        ).body
        assert written["to"] == [{"name": "Mikko", "address": "mikko@work.example"}]
        assert written["cc"] == [{"name": "", "address": "boss@work.example"}]
        assert written["attachments"][0]["size"] == 5

    @pytest.mark.parametrize(
        "wrong",
        [
            {"text": "a\x00b"},
            {"text": "x", "to": [{"address": "nobody"}]},
            {"text": "x", "cc": [{"name": "a\nBcc: b@c.example", "address": "a@b.example"}]},
            {"text": "x", "files": [{"name": "a", "content": "not base 64"}]},
            {"text": "x", "files": [{"name": "a\r\nb", "content": ""}]},
            {"text": "x", "text2": "y"},
            {"text": "x", "last_seen": 2**63},
            [],
        ],
    )
    def test_is_refused_when_it_does_not_fit(
        self, agent: Caller, world: World, path: str, wrong: object
    ) -> None:
        answer = agent.post(f"{path}/replies", wrong)
        assert (answer.status, answer.problem) == (422, "unprocessable")
        assert len(said_in(world)) == 1

    def test_is_refused_when_it_says_nothing(self, agent: Caller, path: str) -> None:
        assert agent.post(f"{path}/replies", {"text": " "}).problem == "empty-message"

    def test_is_refused_with_half_a_character(self, agent: Caller, path: str) -> None:
        for action in ("replies", "notes"):
            assert agent.post(f"{path}/{action}", rb'{"text": "\ud800"}').status in {400, 422}

    def test_waits_when_messages_came_meanwhile(
        self, agent: Caller, world: World, path: str
    ) -> None:
        came = receive(world.inbox, references=(world.question.message_id,)).message
        answer = agent.post(f"{path}/replies", {"text": "Late", "last_seen": world.question.pk})
        assert answer.problem == "answered-meanwhile"
        assert answer.body["messages"] == [came.pk]


class TestAnIdempotencyKey:
    @pytest.mark.parametrize("action", ["replies", "notes"])
    def test_makes_the_same_request_be_done_once(
        self, agent: Caller, world: World, path: str, action: str
    ) -> None:
        asked = {"text": "Once"}
        first = agent.post(f"{path}/{action}", asked, Idempotency_Key="k1")
        again = agent.post(f"{path}/{action}", asked, Idempotency_Key="k1")
        assert (first.status, again.status) == (201, 201)
        assert first.body == again.body
        assert said_in(world).count("Once") == 1

    @pytest.mark.parametrize("action", ["replies", "notes"])
    def test_is_refused_for_another_body(
        self, agent: Caller, world: World, path: str, action: str
    ) -> None:
        agent.post(f"{path}/{action}", {"text": "Once"}, Idempotency_Key="k1")
        other = agent.post(f"{path}/{action}", {"text": "Twice"}, Idempotency_Key="k1")
        assert (other.status, other.problem) == (422, "key-reused")
        assert "Twice" not in said_in(world)

    def test_is_refused_for_other_files_recipients_or_cases(
        self, agent: Caller, world: World, path: str
    ) -> None:
        asked = {"text": "Once", "cc": [{"address": "a@b.example"}]}
        agent.post(f"{path}/replies", asked, Idempotency_Key="k1")
        others: list[dict[str, object]] = [
            {"cc": []},
            {"files": [{"name": "a", "content": ""}]},
            {"to": [{"address": "c@d.example"}]},
        ]
        for other in others:
            answer = agent.post(f"{path}/replies", asked | other, Idempotency_Key="k1")
            assert answer.problem == "key-reused"
        second = receive(world.inbox).case
        answer = agent.post(f"/cases/{second.pk}/replies", asked, Idempotency_Key="k1")
        assert answer.problem == "key-reused"

    def test_of_one_token_says_nothing_of_anothers(
        self, agent: Caller, program: Caller, world: World, path: str
    ) -> None:
        for caller in (agent, program):
            caller.post(f"{path}/notes", {"text": "Mine"}, Idempotency_Key="k1")
        assert said_in(world).count("Mine") == 2

    def test_is_plain_text(self, agent: Caller, path: str) -> None:
        answer = agent.post(f"{path}/notes", {"text": "x"}, Idempotency_Key="k" * 151)
        assert answer.problem == "unprocessable"


class TestANote:
    def test_is_for_colleagues_only(self, agent: Caller, path: str) -> None:
        written = agent.post(f"{path}/notes", {"text": "He has two saws."})
        assert (written.status, written.body["direction"]) == (201, "internal")
        assert agent.get(path).body["state"] == "open"

    def test_is_refused_when_it_says_nothing(self, agent: Caller, path: str) -> None:
        assert agent.post(f"{path}/notes", {"text": ""}).problem == "empty-message"
