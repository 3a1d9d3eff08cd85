from datetime import timedelta
from typing import Any

import pytest

from keskio.cases import operations as cases
from keskio.cases.models import Case, Priority
from keskio.cases.tests.make import make_case
from keskio.channels.tests.make import hear_all
from keskio.clients.models import Inbox
from keskio.clients.tests.make import make_inbox
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, writing
from keskio.routing import operations
from keskio.routing.models import WorkItem
from keskio.routing.operations import NothingWaits
from keskio.routing.tests.test_line import customer_answers, reply, take
from keskio.staff import operations as staff
from keskio.staff.models import Agent, Presence, Team
from keskio.staff.tests.make import close_inbox, make_agent

pytestmark = pytest.mark.django_db(transaction=True)
WHO: Any = {"actor": SYSTEM_ACTOR, "now": NOON}


def waiting(inbox: Inbox, priority: Priority = Priority.NORMAL, *, after: int = 0) -> Case:
    """In the line since so many minutes after noon."""
    case = make_case(inbox, now=NOON + timedelta(minutes=after))
    with writing(SYSTEM):
        cases.set_priority(case_id=case.pk, priority=priority, **WHO)
    hear_all()
    return case


def give(case: Case, team: Team | None) -> None:
    with writing(SYSTEM):
        cases.assign_team(case_id=case.pk, team_id=team.pk if team else None, **WHO)
    hear_all()


def make_team(inbox: Inbox, *agents: Agent) -> Team:
    with writing(SYSTEM):
        return staff.add_team(
            name=f"Team {inbox.pk}",
            agent_ids=[agent.pk for agent in agents],
            client_ids=[inbox.client_id],
            **WHO,
        )


class TestTakeNext:
    def test_takes_the_urgent_then_the_high_then_by_promise(self, inbox: Inbox) -> None:
        low = waiting(inbox, Priority.LOW)
        normal = waiting(inbox, after=1)
        high = waiting(inbox, Priority.HIGH, after=2)
        urgent = waiting(inbox, Priority.URGENT, after=3)
        agent = make_agent(inbox.client)
        taken = [take(agent).case_id for _ in range(4)]
        assert taken == [urgent.pk, high.pk, low.pk, normal.pk]

    def test_takes_the_urgent_of_any_client_first(self, inbox: Inbox) -> None:
        other = make_inbox()
        waiting(inbox)
        urgent = waiting(other, Priority.URGENT, after=9)
        assert take(make_agent(inbox.client, other.client)).case_id == urgent.pk

    def test_hears_of_a_priority_that_changes_in_the_line(self, inbox: Inbox) -> None:
        first, second = waiting(inbox), waiting(inbox, after=5)
        with writing(SYSTEM):
            cases.set_priority(case_id=second.pk, priority=Priority.URGENT, **WHO)
        hear_all()
        agent = make_agent(inbox.client)
        assert [take(agent).case_id, take(agent).case_id] == [second.pk, first.pk]

    def test_keeps_the_rank_of_a_case_that_comes_back(self, inbox: Inbox) -> None:
        urgent = waiting(inbox, Priority.URGENT)
        reply(urgent, make_agent(inbox.client))
        waiting(inbox)
        customer_answers(urgent, inbox)
        assert take(make_agent(inbox.client)).case_id == urgent.pk


class TestATeam:
    def test_alone_takes_what_it_was_given(self, inbox: Inbox) -> None:
        member, other = make_agent(inbox.client), make_agent(inbox.client)
        case = waiting(inbox)
        give(case, make_team(inbox, member))
        with pytest.raises(NothingWaits):
            take(other)
        assert take(member).case_id == case.pk

    def test_takes_by_promise_beside_everything_else(self, inbox: Inbox) -> None:
        member = make_agent(inbox.client)
        first, second = waiting(inbox), waiting(inbox, after=5)
        give(second, make_team(inbox, member))
        assert [take(member).case_id, take(member).case_id] == [first.pk, second.pk]

    def test_that_releases_leaves_it_to_everybody(self, inbox: Inbox) -> None:
        case = waiting(inbox)
        give(case, make_team(inbox, make_agent(inbox.client)))
        give(case, None)
        assert take(make_agent(inbox.client)).case_id == case.pk

    def test_gets_back_what_its_member_had_who_leaves(self, inbox: Inbox) -> None:
        member, other = make_agent(inbox.client, here_at=NOON), make_agent(inbox.client)
        case = waiting(inbox)
        give(case, make_team(inbox, member))
        take(member)
        with writing(SYSTEM):
            staff.set_presence(
                agent_id=member.pk, presence=Presence.AWAY, actor=member.actor, now=NOON
            )
        hear_all()
        with pytest.raises(NothingWaits):
            take(other)

    def test_given_a_case_takes_it_out_of_an_agents_hand(self, inbox: Inbox) -> None:
        agent = make_agent(inbox.client)
        case = waiting(inbox)
        take(agent)
        give(case, make_team(inbox, make_agent(inbox.client)))
        item = WorkItem.objects.get(case=case)
        assert item.agent_id is None

    def test_that_is_no_more_leaves_nobody_waiting(self, inbox: Inbox) -> None:
        member = make_agent(inbox.client)
        team, case = make_team(inbox, member), waiting(inbox)
        give(case, team)
        with writing(SYSTEM):
            staff.remove_team(team_id=team.pk, **WHO)
        hear_all()
        assert take(make_agent(inbox.client)).case_id == case.pk

    def test_that_is_no_more_does_not_keep_a_case_that_comes_back(self, inbox: Inbox) -> None:
        member = make_agent(inbox.client)
        team, case = make_team(inbox, member), waiting(inbox)
        give(case, team)
        reply(case, member)
        with writing(SYSTEM):
            staff.remove_team(team_id=team.pk, **WHO)
        hear_all()
        customer_answers(case, inbox)
        assert take(make_agent(inbox.client)).case_id == case.pk

    def test_member_takes_only_for_clients_they_serve(self, inbox: Inbox) -> None:
        stranger = make_agent(make_inbox().client)
        give(waiting(inbox), make_team(inbox, stranger))
        with pytest.raises(NothingWaits):
            take(stranger)

    def test_case_can_still_be_taken_by_name(self, inbox: Inbox) -> None:
        case, other = waiting(inbox), make_agent(inbox.client)
        give(case, make_team(inbox, make_agent(inbox.client)))
        with writing(SYSTEM):
            item = operations.take_item(
                case_id=case.pk, agent_id=other.pk, actor=other.actor, now=NOON
            )
        assert item is not None
        assert item.agent_id == other.pk


class TestAClosedInbox:
    def test_gives_a_teams_work_to_the_members_let_in_alone(self, inbox: Inbox) -> None:
        inside, outside = make_agent(inbox.client), make_agent(inbox.client)
        case = waiting(inbox)
        give(case, make_team(inbox, inside, outside))
        close_inbox(inbox.pk, inside)
        with pytest.raises(NothingWaits):
            take(outside)
        assert take(inside).case_id == case.pk

    def test_hides_nothing_that_stands_behind_it(self, inbox: Inbox) -> None:
        hidden, other = waiting(inbox, Priority.URGENT), waiting(make_inbox(inbox.client))
        close_inbox(inbox.pk)
        assert take(make_agent(inbox.client)).case_id == other.pk != hidden.pk
