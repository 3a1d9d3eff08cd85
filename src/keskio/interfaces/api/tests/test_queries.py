import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from keskio.cases.tests.make import make_case, receive
from keskio.channels.models import Delivery
from keskio.clients.tests.make import make_inbox, make_reason
from keskio.interfaces.api.tests.caller import Caller, hear_everything
from keskio.interfaces.api.tests.conftest import World
from keskio.interfaces.api.tests.test_messages import PICTURE
from keskio.kit.scopes import SYSTEM, writing
from keskio.staff.tests.make import make_agent, make_token


class TestAList:
    """Takes as many queries for five rows as for one."""

    @pytest.mark.parametrize(
        "address",
        [
            "/cases",
            "/cases/{case}/messages",
            "/conversations",
            "/customers",
            "/clients",
            "/inboxes",
            "/clients/{client}/reasons",
            "/arrivals",
            "/deliveries",
            "/journal",
            "/journal/trouble",
            "/line",
            "/agents",
            "/tokens",
        ],
    )
    def test_costs_the_same_however_long(
        self, administrator: Caller, world: World, address: str
    ) -> None:
        path = address.format(case=world.case.pk, client=world.inbox.client_id)
        self.grow(administrator, world)
        first = self.queries(administrator, path)
        for _ in range(4):
            self.grow(administrator, world)
        assert self.queries(administrator, path) == first

    def grow(self, administrator: Caller, world: World) -> None:
        """One more of everything that is listed."""
        receive(world.inbox, attachments=(PICTURE,), references=(world.question.message_id,))
        agent = make_agent(world.inbox.client)
        caller = Caller(make_token(agent=agent))
        make_inbox()
        make_reason(world.inbox.client, name=f"Reason {agent.pk}")
        case = make_case(world.inbox, author=f"{agent.pk}@else.example", attachments=(PICTURE,))
        raw = f"From: a@b.example\nMessage-ID: <{agent.pk}@b.example>\n\nHello\n".encode()
        caller.post(f"/inboxes/{world.inbox.pk}/arrivals", raw)
        caller.post(f"/cases/{case.pk}/replies", {"text": "Hello"})
        hear_everything()
        with writing(SYSTEM):
            Delivery.objects.update(last_error="451 later")

    def queries(self, caller: Caller, path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert caller.get(path).status == 200
        return len(captured)
