from base64 import b64encode
from datetime import timedelta

import pytest
from django.utils import timezone

from keskio.cases.models import Case, Message, State
from keskio.interfaces.api.tests.caller import Caller, hear_everything
from keskio.interfaces.api.tests.conftest import World
from keskio.kit.scopes import SYSTEM, reading
from keskio.staff.tests.make import make_agent, make_token

FILE = {"name": "saw.png", "content_type": "image/png", "content": b64encode(b"\x89PNG").decode()}
TO = [{"name": "Eva", "address": "Eva@b.example"}]


@pytest.fixture
def path(world: World) -> str:
    return f"/cases/{world.case.pk}"


def now_of(world: World) -> Case:
    with reading(SYSTEM):
        return Case.objects.get(pk=world.case.pk)


class TestADraft:
    def test_is_kept_shown_and_thrown_away(self, agent: Caller, path: str) -> None:
        kept = agent.put(f"{path}/drafts/reply", {"text": "The 18", "version": 0}).body
        assert agent.get(f"{path}/drafts/reply").body == kept
        assert agent.put(f"{path}/drafts/reply", {"text": "x", "version": 0}).problem == (
            "draft-changed"
        )
        assert agent.delete(f"{path}/drafts/reply").status == 204
        assert agent.get(f"{path}/drafts/reply").problem == "not-found"

    def test_of_a_colleague_is_not_found(self, agent: Caller, world: World, path: str) -> None:
        file = agent.post(f"{path}/drafts/reply/files", FILE | {"inline": True}).body
        colleague = Caller(make_token(agent=make_agent(world.inbox.client)))
        assert colleague.get(f"{path}/drafts/reply").problem == "not-found"
        assert colleague.delete(f"/draft-files/{file['id']}").problem == "not-found"
        assert agent.delete(f"/draft-files/{file['id']}").status == 204

    def test_is_an_agents(self, program: Caller, path: str) -> None:
        assert program.put(f"{path}/drafts/reply", {"text": "x"}).problem == "needs-agent"
        assert program.get(f"{path}/drafts/reply").problem == "needs-agent"

    def test_leaves_later_and_is_called_off(self, agent: Caller, world: World, path: str) -> None:
        agent.put(f"{path}/drafts/reply", {"text": "The 18 inch one."})
        hear_everything()
        at = (timezone.now() + timedelta(days=1)).isoformat()
        when = {"send_at": at, "last_seen": world.question.pk + 100}
        assert agent.put(f"{path}/scheduled-reply", when).body["send_at"]
        assert now_of(world).state == State.SNOOZED
        assert agent.delete(f"{path}/scheduled-reply").body["send_at"] is None
        assert agent.delete(f"{path}/scheduled-reply").problem == "nothing-scheduled"
        assert now_of(world).state == State.OPEN


class TestTakingBack:
    def test_gives_the_draft_back(self, agent: Caller, world: World, path: str) -> None:
        sent = agent.post(f"{path}/replies", {"text": "Oh", "undo_seconds": 60}).body
        assert agent.post(f"/messages/{sent['id']}/take-back").body["text"] == "Oh"
        assert now_of(world).state == State.OPEN
        assert agent.post(f"/messages/{sent['id']}/take-back").problem == "not-found"

    def test_what_has_left_is_refused(self, agent: Caller, path: str) -> None:
        sent = agent.post(f"{path}/replies", {"text": "Oh"}).body
        assert agent.post(f"/messages/{sent['id']}/take-back").problem == "too-late"

    def test_by_a_program_that_wrote_it_leaves_nothing(self, program: Caller, path: str) -> None:
        sent = program.post(f"{path}/replies", {"text": "Oh", "undo_seconds": 60}).body
        assert program.post(f"/messages/{sent['id']}/take-back").status == 204


class TestWritingToAnyone:
    def test_forwards(self, agent: Caller, world: World) -> None:
        address = f"/messages/{world.question.pk}/forward"
        sent = agent.post(address, {"to": TO}).body
        assert sent["forwards_id"] == world.question.pk
        assert sent["to"] == [{"name": "Eva", "address": "eva@b.example"}]

    def test_forwards_no_note(self, agent: Caller, path: str) -> None:
        note = agent.post(f"{path}/notes", {"text": "VIP"}).body
        assert agent.post(f"/messages/{note['id']}/forward", {"to": TO}).problem == (
            "cannot-forward"
        )

    def test_begins_once_for_one_key(self, program: Caller, world: World) -> None:
        address = f"/inboxes/{world.inbox.pk}/mails"
        body = {"to": TO, "subject": "Your saw", "text": "It is ready."}
        first = program.post(address, body, Idempotency_Key="k").body
        assert program.post(address, body, Idempotency_Key="k").body["id"] == first["id"]
        assert first["case_id"] != world.case.pk

    def test_in_another_clients_name_is_not_found(self, agent: Caller, world: World) -> None:
        address = f"/inboxes/{world.foreign_inbox.pk}/mails"
        assert agent.post(address, {"to": TO, "text": "Hi"}).problem == "not-found"

    @pytest.mark.parametrize(
        "wrong",
        [
            {"to": []},
            {"to": [{"address": "a@b.example\r\nBcc: c@d.example"}]},
            {"to": [{"name": "A\r\nBcc: c@d.example", "address": "a@b.example"}]},
            {"bcc": [{"address": "nobody"}]},
            {"subject": "Hi\r\nBcc: c@d.example"},
        ],
    )
    def test_takes_no_header(self, agent: Caller, world: World, wrong: dict[str, object]) -> None:
        body = {"to": TO, "text": "Hi"} | wrong
        assert agent.post(f"/inboxes/{world.inbox.pk}/mails", body).problem == "unprocessable"
        with reading(SYSTEM):
            assert not Message.objects.filter(direction="out", kind="message").exists()


class TestCannedResponses:
    def test_are_kept_by_administrators(
        self, administrator: Caller, agent: Caller, world: World
    ) -> None:
        address = f"/clients/{world.inbox.client_id}/canned-responses"
        body = {"name": "Thanks", "shortcut": "thanks", "texts": {"fi": "Kiitos!"}}
        assert agent.post(address, body).problem == "forbidden"
        kept = administrator.post(address, body).body
        assert agent.get(address).body == [kept]
        one = f"/canned-responses/{kept['id']}"
        assert administrator.put(one, body | {"name": "Kiitos"}).body["name"] == "Kiitos"
        assert administrator.put(one, body | {"texts": {"en": "{{a.b}}"}}).problem == "bad-setting"
        assert administrator.delete(one).status == 204


class TestASignature:
    def test_stands_below_what_is_sent(self, agent: Caller, path: str) -> None:
        agent.put("/me/signature", {"text": "Jenni"})
        assert agent.post(f"{path}/replies", {"text": "Hi"}).body["full_text"] == "Hi\n\nJenni"
