from typing import Any

import pytest

from keskio.clients.models import Client
from keskio.clients.settings import BadSetting
from keskio.clients.tests.make import make_client, make_inbox
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.staff import operations, queries
from keskio.staff.models import Agent, AgentNotification, NotificationKind
from keskio.staff.tests.make import close_inbox, make_agent

pytestmark = pytest.mark.django_db
WHO: Any = {"actor": SYSTEM_ACTOR, "now": NOON}


def do(operation: Any, **chosen: Any) -> Any:
    with writing(SYSTEM):
        return operation(**{**WHO, **chosen})


class TestATeam:
    def test_has_members_and_clients(self) -> None:
        client = make_client()
        agent = make_agent(client)
        team = do(operations.add_team, name="Saws", agent_ids=[agent.pk], client_ids=[client.pk])
        with reading(SYSTEM):
            assert [one.pk for one in queries.teams_serving(client.pk)] == [team.pk]
            assert queries.viewer_of(agent).teams == {team.pk}

    @pytest.mark.parametrize("left_out", ["agent_ids", "client_ids"])
    def test_is_never_without_people_or_clients(self, left_out: str) -> None:
        client = make_client()
        said = {"agent_ids": [make_agent(client).pk], "client_ids": [client.pk], left_out: []}
        with pytest.raises(BadSetting) as refusal:
            do(operations.add_team, name="Saws", **said)
        assert refusal.value.field == left_out

    def test_that_was_removed_has_nobody(self) -> None:
        client = make_client()
        agent = make_agent(client)
        team = do(operations.add_team, name="Saws", agent_ids=[agent.pk], client_ids=[client.pk])
        do(operations.remove_team, team_id=team.pk)
        with reading(SYSTEM):
            assert not queries.viewer_of(agent).teams
            assert queries.names_of_teams([team.pk]) == {team.pk: "Saws"}


def tell(agent: Agent, case_id: int, client: Client, **chosen: Any) -> None:
    inbox = chosen.pop("inbox", None) or make_inbox(client)
    do(
        operations.notify_agent,
        agent_id=agent.pk,
        kind=NotificationKind.MENTION,
        case_id=case_id,
        inbox_id=inbox.pk,
        client_id=client.pk,
        **chosen,
    )


class TestANotification:
    def test_is_told_again_not_twice_until_it_is_read(self) -> None:
        client = make_client()
        agent = make_agent(client)
        for _ in range(2):
            tell(agent, 7, client)
        with reading(SYSTEM):
            viewer = queries.viewer_of(agent)
            assert queries.unread_notifications(viewer) == 1
        assert do(operations.read_notifications, agent_id=agent.pk) == 1
        tell(agent, 7, client)
        with reading(SYSTEM):
            assert AgentNotification.objects.filter(agent=agent).count() == 2

    def test_is_not_of_ones_own_doing(self) -> None:
        client = make_client()
        agent = make_agent(client)
        tell(agent, 7, client, actor=agent.actor)
        with reading(SYSTEM):
            assert not AgentNotification.objects.exists()

    def test_of_a_client_that_is_no_longer_served_is_not_shown(self) -> None:
        client = make_client()
        agent = make_agent(client)
        tell(agent, 7, client)
        do(operations.serve_clients, agent_id=agent.pk, client_ids=[])
        with reading(SYSTEM):
            viewer = queries.viewer_of(agent)
            assert queries.unread_notifications(viewer) == 0
            assert list(queries.notifications_of(viewer)) == []

    def test_of_an_inbox_that_is_closed_is_neither_shown_nor_counted(self) -> None:
        client = make_client()
        agent, inbox = make_agent(client), make_inbox(client)
        tell(agent, 7, client, inbox=inbox)
        tell(agent, 8, client)
        close_inbox(inbox.pk)
        with reading(SYSTEM):
            viewer = queries.viewer_of(agent)
            assert queries.unread_notifications(viewer) == 1
            assert [one.case_id for one in queries.notifications_of(viewer)] == [8]
        close_inbox(inbox.pk, agent)
        with reading(SYSTEM):
            assert queries.unread_notifications(queries.viewer_of(agent)) == 2

    def test_of_somebody_else_is_not_read(self) -> None:
        client = make_client()
        agent, other = make_agent(client), make_agent(client)
        tell(agent, 7, client)
        with reading(SYSTEM):
            theirs = AgentNotification.objects.get().pk
        read = do(operations.read_notifications, agent_id=other.pk, notification_ids=[theirs])
        assert read == 0
