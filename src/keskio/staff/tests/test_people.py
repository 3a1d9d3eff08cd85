from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from keskio.cases.models import Case
from keskio.cases.operations import assign_case
from keskio.cases.queries import View, list_cases
from keskio.cases.tests.make import make_case
from keskio.clients.models import Client
from keskio.clients.settings import BadSetting
from keskio.clients.tests.make import make_client, make_inbox
from keskio.config.subscriptions import SUBSCRIBERS
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.catching_up import catch_up
from keskio.journal.models import Entry
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.routing.operations import NothingWaits, take_next
from keskio.routing.queries import waiting
from keskio.staff import operations as staff
from keskio.staff import queries
from keskio.staff.inviting import GOOD_FOR, invitation_in, word_of
from keskio.staff.models import Agent, Role
from keskio.staff.rights import EVERY_RIGHT, PRESETS, Right
from keskio.staff.tests.make import PASSWORD, close_inbox, make_agent, make_role, make_token
from keskio.staff.viewers import Viewer

pytestmark = pytest.mark.django_db
SUPERVISORS = PRESETS[Role.SUPERVISOR]


@pytest.fixture
def company(db: None) -> Client:
    return make_client()


def viewer(agent: Agent) -> Viewer:
    with reading(SYSTEM):
        return queries.viewer_of(queries.agent(agent.pk))


def change(agent: Agent, own_rights: frozenset[Right] = EVERY_RIGHT, **settings: object) -> Agent:
    with writing(SYSTEM):
        return staff.change_agent(
            agent_id=agent.pk,
            settings=settings,
            own_rights=own_rights,
            actor=SYSTEM_ACTOR,
            now=NOON,
        )


def deactivate(agent: Agent, own_rights: frozenset[Right] = EVERY_RIGHT) -> Agent:
    with writing(SYSTEM):
        return staff.deactivate_agent(
            agent_id=agent.pk, own_rights=own_rights, actor=SYSTEM_ACTOR, now=NOON
        )


class TestARole:
    def test_made_here_gives_its_rights_and_no_others(self, company: Client) -> None:
        agent = make_agent(company, role=make_role(Right.READ_CASES, Right.NOTE))
        assert viewer(agent).rights == {Right.READ_CASES, Right.NOTE}
        assert viewer(agent).clients == {company.pk}
        assert not viewer(agent).is_at_least(Role.AGENT)

    def test_that_is_no_more_gives_nothing(self, company: Client) -> None:
        agent = make_agent(company)
        Agent.objects.filter(pk=agent.pk).update(role="gone")
        assert viewer(agent).rights == frozenset()

    def test_serves_every_client_only_by_right(self, company: Client) -> None:
        other = make_client()
        assert viewer(make_agent(role=Role.ADMINISTRATOR)).clients >= {company.pk, other.pk}
        assert viewer(make_agent(company, role=Role.SUPERVISOR)).clients == {company.pk}

    def test_cannot_be_given_rights_above_ones_own(self) -> None:
        with pytest.raises(staff.AboveYourOwn), writing(SYSTEM):
            staff.add_role(
                slug="high",
                name="High",
                rights=[Right.MANAGE_PEOPLE, Right.EVERY_CLIENT],
                own_rights=SUPERVISORS,
                actor=SYSTEM_ACTOR,
                now=NOON,
            )

    def test_cannot_be_changed_by_who_is_below_it(self) -> None:
        slug = make_role(Right.MANAGE_TOKENS, Right.EVERY_CLIENT)
        with pytest.raises(staff.AboveYourOwn), writing(SYSTEM):
            staff.change_role(
                slug=slug,
                name="Low",
                rights=[],
                own_rights=SUPERVISORS,
                actor=SYSTEM_ACTOR,
                now=NOON,
            )

    def test_of_the_installation_must_serve_every_client(self) -> None:
        with pytest.raises(BadSetting):
            make_role(Right.MANAGE_PEOPLE)

    def test_that_somebody_has_is_not_removed(self) -> None:
        said: dict[str, Any] = {"own_rights": EVERY_RIGHT, "actor": SYSTEM_ACTOR, "now": NOON}
        slug = make_role(Right.NOTE)
        agent = make_agent(role=slug)
        with pytest.raises(staff.RoleInUse), writing(SYSTEM):
            staff.remove_role(slug=slug, **said)
        change(agent, role=Role.AGENT)
        with writing(SYSTEM):
            staff.remove_role(slug=slug, **said)
        assert not queries.is_role(slug)

    @pytest.mark.parametrize("slug", [*Role.values])
    def test_that_comes_along_stays(self, slug: str) -> None:
        said: dict[str, Any] = {"own_rights": EVERY_RIGHT, "actor": SYSTEM_ACTOR, "now": NOON}
        with pytest.raises(Exception, match="OwnRole matching"), writing(SYSTEM):
            staff.remove_role(slug=slug, **said)
        with pytest.raises(staff.RoleTaken):
            make_role(slug=slug)


class TestAPerson:
    def test_is_not_made_mightier_than_who_does_it(self, company: Client) -> None:
        with pytest.raises(staff.AboveYourOwn):
            change(make_agent(company), SUPERVISORS, role=Role.ADMINISTRATOR)

    @pytest.mark.parametrize("setting", [{"email": "mine@evil.example"}, {"role": "agent"}])
    def test_above_who_does_it_is_not_changed(self, setting: dict[str, str]) -> None:
        above = make_agent(role=Role.ADMINISTRATOR)
        make_agent(role=Role.ADMINISTRATOR)
        with pytest.raises(staff.AboveYourOwn):
            change(above, SUPERVISORS, **setting)
        with pytest.raises(staff.AboveYourOwn):
            deactivate(above, SUPERVISORS)
        with pytest.raises(staff.AboveYourOwn), writing(SYSTEM):
            staff.reset_password(
                agent_id=above.pk, own_rights=SUPERVISORS, actor=SYSTEM_ACTOR, now=NOON
            )

    def test_is_changed_with_what_was_before_on_record(self, company: Client) -> None:
        agent = make_agent(company, name="Jenni")
        change(agent, name="Jenni Korhonen", role=Role.SUPERVISOR, language="en")
        with reading(SYSTEM):
            entry = Entry.objects.get(kind="agent_changed")
        assert entry.is_setting
        assert entry.payload["changes"] == {
            "name": ["Jenni", "Jenni Korhonen"],
            "role": ["agent", "supervisor"],
        }

    def test_who_is_the_last_administrator_stays_one(self) -> None:
        last, gone = make_agent(role=Role.ADMINISTRATOR), make_agent(role=Role.ADMINISTRATOR)
        deactivate(gone)
        with pytest.raises(staff.LastAdministrator):
            deactivate(last)
        with pytest.raises(staff.LastAdministrator):
            change(last, role=Role.SUPERVISOR)


class TestAPersonWhoIsDeactivated:
    def test_has_no_session_and_no_token_even_when_back(self, company: Client) -> None:
        agent = make_agent(company, password=PASSWORD)
        before, key = queries.agent(agent.pk).get_session_auth_hash(), make_token(agent=agent)
        deactivate(agent)
        with writing(SYSTEM):
            staff.reactivate_agent(
                agent_id=agent.pk, own_rights=EVERY_RIGHT, actor=SYSTEM_ACTOR, now=NOON
            )
        back = queries.agent(agent.pk)
        assert back.is_active
        assert back.get_session_auth_hash() != before
        with pytest.raises(queries.UnknownToken), reading(SYSTEM):
            queries.viewer_with(key)

    def test_has_no_cases(self, company: Client) -> None:
        inbox = make_inbox(company)
        agent, colleague = make_agent(company, here_at=NOON), make_agent(company)
        case = given(make_case(inbox), agent)
        deactivate(agent)
        catch_up(subscribers=SUBSCRIBERS, now=NOON)
        assert assignee_of(case) is None
        with writing(SYSTEM):
            item = take_next(viewer=viewer(colleague), actor=colleague.actor, now=NOON)
        assert item.case_id == case.pk

    def test_is_not_invited(self, company: Client) -> None:
        agent = make_agent(company)
        deactivate(agent)
        with pytest.raises(staff.HasLeft), writing(SYSTEM):
            staff.invite_agent(
                agent_id=agent.pk, own_rights=EVERY_RIGHT, actor=SYSTEM_ACTOR, now=NOON
            )


class TestAnInvitation:
    def test_lets_them_choose_a_password_once(self) -> None:
        agent = invited(make_agent())
        accept(word_of(agent))
        assert queries.agent(agent.pk).check_password(PASSWORD)
        with pytest.raises(staff.NoSuchInvitation):
            accept(word_of(agent))

    def test_is_replaced_by_a_later_one(self) -> None:
        agent = make_agent()
        first = word_of(invited(agent))
        second = word_of(invited(agent, later=timedelta(minutes=1)))
        with pytest.raises(staff.NoSuchInvitation):
            accept(first)
        accept(second)

    def test_ends_with_the_account(self) -> None:
        agent = invited(make_agent())
        word = word_of(agent)
        deactivate(agent)
        with pytest.raises(staff.NoSuchInvitation):
            accept(word)

    def test_is_not_made_up_or_too_old(self, monkeypatch: pytest.MonkeyPatch) -> None:
        word = word_of(invited(make_agent()))
        assert invitation_in("x" + word) is None
        assert invitation_in(word) is not None
        monkeypatch.setattr("keskio.staff.inviting.GOOD_FOR", -GOOD_FOR)
        assert invitation_in(word) is None


class TestTwoSteps:
    def test_are_asked_of_a_role_or_of_everybody(self, company: Client) -> None:
        agent, boss = make_agent(company), make_agent(company, role=Role.SUPERVISOR)
        ask("supervisor")
        assert (viewer(agent).needs_second_step, viewer(boss).needs_second_step) == (False, True)
        ask("")
        assert viewer(agent).needs_second_step

    def test_are_asked_no_more_of_who_has_them(self, company: Client) -> None:
        agent = make_agent(company)
        ask("agent")
        Authenticator.objects.create(user=agent, type="totp", data={})
        assert not viewer(agent).needs_second_step
        with writing(SYSTEM):
            staff.reset_second_step(
                agent_id=agent.pk, own_rights=EVERY_RIGHT, actor=SYSTEM_ACTOR, now=NOON
            )
        assert viewer(agent).needs_second_step


class TestAClosedInbox:
    def test_is_seen_by_those_let_in_alone(self, company: Client) -> None:
        inbox, open_one = make_inbox(company), make_inbox(company)
        inside, outside = make_agent(company), make_agent(company)
        hidden, shown = make_case(inbox), make_case(open_one)
        close_inbox(inbox.pk, inside)
        with reading(SYSTEM):
            page = list_cases(viewer=viewer(outside), view=View.WAITING)
            assert [case.pk for case in page.cases] == [shown.pk]
            both = list_cases(viewer=viewer(inside), view=View.WAITING)
            assert {case.pk for case in both.cases} == {hidden.pk, shown.pk}

    def test_gives_work_to_those_let_in_alone(self, company: Client) -> None:
        inbox = make_inbox(company)
        inside, outside = make_agent(company), make_agent(company)
        case = make_case(inbox)
        catch_up(subscribers=SUBSCRIBERS, now=NOON)
        close_inbox(inbox.pk, inside)
        with reading(SYSTEM):
            assert waiting(viewer=viewer(outside)) == 0
        with pytest.raises(NothingWaits), writing(SYSTEM):
            take_next(viewer=viewer(outside), actor=outside.actor, now=NOON)
        with writing(SYSTEM):
            item = take_next(viewer=viewer(inside), actor=inside.actor, now=NOON)
        assert item.case_id == case.pk

    def test_takes_its_cases_from_those_not_let_in(self, company: Client) -> None:
        inbox = make_inbox(company)
        inside, outside = make_agent(company), make_agent(company)
        kept, lost = given(make_case(inbox), inside), given(make_case(inbox), outside)
        close_inbox(inbox.pk, inside)
        catch_up(subscribers=SUBSCRIBERS, now=NOON)
        assert (assignee_of(kept), assignee_of(lost)) == (inside.pk, None)

    def test_is_closed_to_programs_and_open_to_the_right(self, company: Client) -> None:
        inbox = make_inbox(company)
        close_inbox(inbox.pk)
        with reading(SYSTEM):
            program = queries.viewer_with(make_token(company))
            boss = queries.viewer_of(make_agent(role=Role.ADMINISTRATOR))
        assert program.closed_inboxes == {inbox.pk}
        assert boss.closed_inboxes == frozenset()


def given(case: Case, agent: Agent) -> Case:
    with writing(SYSTEM):
        return assign_case(case_id=case.pk, agent_id=agent.pk, actor=SYSTEM_ACTOR, now=NOON)


def assignee_of(case: Case) -> int | None:
    with reading(SYSTEM):
        return Case.objects.get(pk=case.pk).assignee_id


def ask(role: str) -> None:
    with writing(SYSTEM):
        staff.ask_second_step(role=role, asked=True, actor=SYSTEM_ACTOR, now=NOON)


def invited(agent: Agent, later: timedelta = timedelta(0)) -> Agent:
    with writing(SYSTEM):
        return staff.invite_agent(
            agent_id=agent.pk, own_rights=EVERY_RIGHT, actor=SYSTEM_ACTOR, now=NOON + later
        )


def accept(word: str) -> None:
    invitation = invitation_in(word)
    assert invitation
    with writing(SYSTEM):
        staff.accept_invitation(
            agent_id=invitation.agent_id,
            invited_at=invitation.invited_at,
            password=PASSWORD,
            actor=SYSTEM_ACTOR,
            now=NOON,
        )
