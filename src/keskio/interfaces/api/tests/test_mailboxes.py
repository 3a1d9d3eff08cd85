import pytest

from keskio.channels.accounts import secrets_of
from keskio.channels.models import Mailbox
from keskio.interfaces.api.tests.caller import Caller
from keskio.interfaces.api.tests.conftest import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shown")]
ASKED = {"host": "127.0.0.1", "port": 1, "tls": "plain", "user": "u", "password": "open sesame"}


class TestAMailbox:
    def test_is_set_and_shown_without_its_secret(self, administrator: Caller, world: World) -> None:
        address = f"/inboxes/{world.inbox.pk}/mailbox"
        answer = administrator.put(address, ASKED)
        assert (answer.status, answer.body["folders"]) == (200, ["INBOX"])
        shown = administrator.get(address)
        assert b"open sesame" not in answer.response.content + shown.response.content
        assert "secret" not in shown.body
        assert secrets_of(Mailbox.objects.get()).password == "open sesame"

    def test_keeps_its_secret_only_for_the_same_server(
        self, administrator: Caller, world: World
    ) -> None:
        address = f"/inboxes/{world.inbox.pk}/mailbox"
        administrator.put(address, ASKED)
        same = {name: value for name, value in ASKED.items() if name != "password"}
        assert administrator.put(address, same | {"folders": ["Shop"]}).status == 200
        moved = administrator.put(address, same | {"host": "evil.example"})
        assert (moved.status, moved.problem) == (422, "bad-setting")

    def test_is_checked(self, administrator: Caller, world: World) -> None:
        address = f"/inboxes/{world.inbox.pk}/mailbox"
        administrator.put(address, ASKED)
        checked = administrator.post(f"{address}/check").body
        assert checked["is_well"] is False
        assert "refused" in checked["words"].lower()

    def test_that_is_not_there_is_not_found(self, administrator: Caller, world: World) -> None:
        address = f"/inboxes/{world.inbox.pk}"
        assert administrator.get(f"{address}/mailbox").problem == "not-found"
        assert administrator.get(f"{address}/outgoing-server").problem == "not-found"
        assert administrator.post(f"{address}/outgoing-server/check").problem == "not-found"

    def test_is_not_for_programs_without_admin(self, program: Caller, world: World) -> None:
        answer = program.put(f"/inboxes/{world.inbox.pk}/mailbox", ASKED)
        assert answer.problem == "forbidden"


class TestAContact:
    def test_is_noted(self, agent: Caller, world: World) -> None:
        asked = {"customer_id": world.case.customer_id, "channel": "in-person", "text": "He came"}
        answer = agent.post("/contacts", asked)
        assert (answer.status, answer.body["kind"]) == (201, "note")
        case = agent.get(f"/cases/{answer.body['case_id']}").body
        assert (case["state"], case["outcome"]) == ("resolved", "recorded")

    def test_is_noted_of_somebody_new(self, agent: Caller, world: World) -> None:
        asked = {
            "client_id": world.inbox.client_id,
            "customer": {"name": "Anna", "phone": "040 1234567"},
            "text": "She called",
        }
        assert agent.post("/contacts", asked).status == 201

    def test_of_a_foreign_customer_is_not_found(self, agent: Caller, world: World) -> None:
        asked = {"customer_id": world.foreign.customer_id, "text": "x"}
        assert agent.post("/contacts", asked).problem == "not-found"
        elsewhere = {"client_id": world.foreign.client_id, "customer": {"name": "A"}, "text": "x"}
        assert agent.post("/contacts", elsewhere).problem == "not-found"

    def test_needs_somebody(self, agent: Caller) -> None:
        assert agent.post("/contacts", {"text": "x"}).problem == "unprocessable"
