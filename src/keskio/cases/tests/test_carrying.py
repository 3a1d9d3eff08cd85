from datetime import timedelta
from typing import Any

import pytest

from keskio.cases import operations
from keskio.cases.field_values import BadValue, checked_value
from keskio.cases.models import (
    Case,
    CaseTag,
    ChecklistItem,
    FieldValue,
    Outcome,
    Priority,
    Reminder,
    State,
)
from keskio.cases.operations import (
    BadChecklistItem,
    CannotServe,
    FieldsMissing,
    HandedToNobody,
    NotInTheFuture,
    StatusDoesNotFit,
    UnknownField,
    UnknownStatus,
    UnknownTag,
)
from keskio.cases.queries import properties_of
from keskio.cases.tests.make import make_case, receive
from keskio.channels.tests.make import hear_all
from keskio.clients import operations as clients
from keskio.clients.models import Client, Field, FieldKind, Inbox, Status, StatusOf, Tag
from keskio.clients.tests.make import make_client
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.models import Entry
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.staff.models import Agent, AgentNotification, NotificationKind
from keskio.staff.operations import add_team
from keskio.staff.queries import viewer_of
from keskio.staff.tests.make import make_agent

pytestmark = pytest.mark.django_db(transaction=True)
WHO: Any = {"actor": SYSTEM_ACTOR, "now": NOON}
LATER = NOON + timedelta(hours=1)


def make_tag(client: Client, name: str = "chainsaw") -> Tag:
    with writing(SYSTEM):
        return clients.add_tag(client_id=client.pk, name=name, **WHO)


def make_status(client: Client, state: StatusOf = StatusOf.OPEN) -> Status:
    with writing(SYSTEM):
        return clients.add_status(client_id=client.pk, name=f"more {state}", state=state, **WHO)


def make_field(client: Client, kind: FieldKind = FieldKind.TEXT, **chosen: Any) -> Field:
    with writing(SYSTEM):
        return clients.add_field(
            client_id=client.pk, name=f"a {kind}", kind=kind, **{**chosen, **WHO}
        )


def do(operation: Any, case: Case, **chosen: Any) -> Any:
    with writing(SYSTEM):
        done = operation(case_id=case.pk, **{**WHO, **chosen})
    case.refresh_from_db()
    return done


def told(agent: Agent) -> list[str]:
    unread = AgentNotification.objects.filter(agent=agent, read_at__isnull=True)
    return sorted(unread.values_list("kind", flat=True))


def kinds(case: Case) -> list[str]:
    entries = Entry.objects.filter(stream=f"case:{case.pk}").order_by("id")
    return list(entries.values_list("kind", flat=True))


class TestATag:
    def test_is_carried_once(self, inbox: Inbox) -> None:
        case, tag = make_case(inbox), make_tag(inbox.client)
        for _ in range(2):
            do(operations.tag_case, case, tag_id=tag.pk)
        assert CaseTag.objects.filter(case=case).count() == 1
        assert kinds(case).count("case_tagged") == 1

    def test_is_taken_off(self, inbox: Inbox) -> None:
        case, tag = make_case(inbox), make_tag(inbox.client)
        do(operations.tag_case, case, tag_id=tag.pk)
        do(operations.untag_case, case, tag_id=tag.pk)
        assert not CaseTag.objects.exists()

    def test_of_another_client_is_refused(self, inbox: Inbox) -> None:
        with pytest.raises(UnknownTag):
            do(operations.tag_case, make_case(inbox), tag_id=make_tag(make_client()).pk)

    def test_that_was_removed_is_neither_shown_nor_given(self, inbox: Inbox) -> None:
        case, tag, agent = make_case(inbox), make_tag(inbox.client), make_agent(inbox.client)
        do(operations.tag_case, case, tag_id=tag.pk)
        with writing(SYSTEM):
            clients.remove_tag(tag_id=tag.pk, **WHO)
        with reading(SYSTEM):
            assert properties_of(case, viewer=viewer_of(agent)).tags == []
        with pytest.raises(UnknownTag):
            do(operations.tag_case, make_case(inbox), tag_id=tag.pk)


class TestAStatus:
    def test_goes_when_the_state_changes(self, inbox: Inbox) -> None:
        case, status = make_case(inbox), make_status(inbox.client)
        do(operations.set_status, case, status_id=status.pk)
        assert case.status_id == status.pk
        do(operations.snooze_case, case, until=LATER)
        assert case.status_id is None

    def test_stays_while_the_state_does(self, inbox: Inbox) -> None:
        first = receive(inbox)
        status = make_status(inbox.client)
        do(operations.set_status, first.case, status_id=status.pk)
        receive(inbox, references=(first.message.message_id,))
        first.case.refresh_from_db()
        assert first.case.status_id == status.pk

    def test_goes_when_a_customer_wakes_the_case(self, inbox: Inbox) -> None:
        first = receive(inbox)
        do(operations.snooze_case, first.case, until=LATER)
        status = make_status(inbox.client, StatusOf.SNOOZED)
        do(operations.set_status, first.case, status_id=status.pk)
        receive(inbox, references=(first.message.message_id,))
        first.case.refresh_from_db()
        assert (first.case.state, first.case.status_id) == (State.OPEN, None)

    def test_of_another_state_is_refused(self, inbox: Inbox) -> None:
        status = make_status(inbox.client, StatusOf.WAITING)
        with pytest.raises(StatusDoesNotFit):
            do(operations.set_status, make_case(inbox), status_id=status.pk)

    def test_of_another_client_is_refused(self, inbox: Inbox) -> None:
        with pytest.raises(UnknownStatus):
            do(operations.set_status, make_case(inbox), status_id=make_status(make_client()).pk)

    def test_knows_the_states_that_cases_have(self) -> None:
        assert set(StatusOf.values) == {*State.values} - {State.SPAM, State.MERGED}


class TestAField:
    @pytest.mark.parametrize(
        ("kind", "said", "kept"),
        [
            (FieldKind.TEXT, " A-1 ", "A-1"),
            (FieldKind.NUMBER, "19,90", 19.9),
            (FieldKind.NUMBER, "1 200", 1200),
            (FieldKind.NUMBER, 7.0, 7),
            (FieldKind.DATE, "2026-03-31", "2026-03-31"),
            (FieldKind.CHOICE, "gold", "gold"),
            (FieldKind.YES_NO, "No", False),
            (FieldKind.YES_NO, True, True),
            (FieldKind.LINK, "https://a.example/b?c", "https://a.example/b?c"),
            (FieldKind.TEXT, "  ", None),
            (FieldKind.NUMBER, None, None),
        ],
    )
    def test_keeps_values_of_its_kind(self, kind: FieldKind, said: object, kept: object) -> None:
        field = Field(name="f", kind=kind, choices=["gold", "silver"])
        assert checked_value(field, said) == kept

    @pytest.mark.parametrize(
        ("kind", "said"),
        [
            (FieldKind.TEXT, "x" * 2001),
            (FieldKind.TEXT, 5),
            (FieldKind.TEXT, "a\0b"),
            (FieldKind.NUMBER, "twelve"),
            (FieldKind.NUMBER, "nan"),
            (FieldKind.NUMBER, "1e400"),
            (FieldKind.NUMBER, True),
            (FieldKind.DATE, "31.3.2026"),
            (FieldKind.DATE, "2026-02-30"),
            (FieldKind.CHOICE, "lead"),
            (FieldKind.YES_NO, "maybe"),
            (FieldKind.YES_NO, 1),
            (FieldKind.LINK, "javascript:alert(1)"),
            (FieldKind.LINK, "mailto:a@b.example"),
        ],
    )
    def test_refuses_others(self, kind: FieldKind, said: object) -> None:
        with pytest.raises(BadValue):
            checked_value(Field(name="f", kind=kind, choices=["gold"]), said)

    def test_is_changed_and_emptied(self, inbox: Inbox) -> None:
        case, field = make_case(inbox), make_field(inbox.client)
        for value in ("A", "B", "B", ""):
            do(operations.set_field, case, field_id=field.pk, value=value)
        assert not FieldValue.objects.exists()
        filled = [
            entry.payload["is_empty"]
            for entry in Entry.objects.filter(kind="field_filled").order_by("id")
        ]
        assert filled == [False, False, True]

    def test_of_another_client_is_refused(self, inbox: Inbox) -> None:
        foreign = make_field(make_client())
        with pytest.raises(UnknownField):
            do(operations.set_field, make_case(inbox), field_id=foreign.pk, value="x")

    def test_that_is_required_is_asked_for_before_the_end(self, inbox: Inbox) -> None:
        case, field = make_case(inbox), make_field(inbox.client, required=True)
        end = {"reason_id": None, "outcome": Outcome.SOLVED}
        with pytest.raises(FieldsMissing) as refusal:
            do(operations.resolve_case, case, **end)
        assert refusal.value.names == [field.name]
        do(operations.set_field, case, field_id=field.pk, value="A")
        assert do(operations.resolve_case, case, **end).state == State.RESOLVED

    def test_that_says_no_has_said_something(self, inbox: Inbox) -> None:
        case, field = make_case(inbox), make_field(inbox.client, FieldKind.YES_NO, required=True)
        do(operations.set_field, case, field_id=field.pk, value=False)
        do(operations.resolve_case, case, reason_id=None, outcome=Outcome.SOLVED)
        assert case.state == State.RESOLVED


class TestAPriority:
    def test_is_told_once(self, inbox: Inbox) -> None:
        case = make_case(inbox)
        for _ in range(2):
            do(operations.set_priority, case, priority=Priority.URGENT)
        payload = Entry.objects.get(kind="priority_changed").payload
        assert payload == {"case_id": case.pk, "before": 2, "priority": 4}


class TestAChecklist:
    def test_knows_who_did_what(self, inbox: Inbox) -> None:
        case, agent = make_case(inbox), make_agent(inbox.client)
        item = do(operations.add_checklist_item, case, text=" Call  him ")
        done = do(operations.check_item, case, item_id=item.pk, done=True, actor=agent.actor)
        assert (done.text, done.done_by_id, done.done_at) == ("Call him", agent.pk, NOON)
        undone = do(operations.check_item, case, item_id=item.pk, done=False, actor=agent.actor)
        assert (undone.done_by_id, undone.done_at) == (None, None)

    @pytest.mark.parametrize("text", ["", " ", "x" * 301, "a\0"])
    def test_refuses_what_is_no_line(self, inbox: Inbox, text: str) -> None:
        with pytest.raises(BadChecklistItem):
            do(operations.add_checklist_item, make_case(inbox), text=text)

    def test_of_another_case_is_not_touched(self, inbox: Inbox) -> None:
        item = do(operations.add_checklist_item, make_case(inbox), text="Call")
        with pytest.raises(ChecklistItem.DoesNotExist):
            do(operations.remove_checklist_item, make_case(inbox), item_id=item.pk)


class TestAFollower:
    def test_is_told_of_what_others_do(self, inbox: Inbox) -> None:
        case, agent, other = make_case(inbox), make_agent(inbox.client), make_agent(inbox.client)
        for one in (agent, other):
            do(operations.follow_case, case, agent_id=one.pk, actor=one.actor)
        do(operations.write_note, case, text="Look", agent_id=other.pk, actor=other.actor)
        do(operations.write_note, case, text="Again", agent_id=other.pk, actor=other.actor)
        hear_all()
        assert told(agent) == [NotificationKind.FOLLOWED]

    def test_is_not_told_of_their_own_doing(self, inbox: Inbox) -> None:
        case, agent = make_case(inbox), make_agent(inbox.client)
        hear_all()
        do(operations.follow_case, case, agent_id=agent.pk, actor=agent.actor)
        do(operations.write_note, case, text="Look", agent_id=agent.pk, actor=agent.actor)
        hear_all()
        assert told(agent) == []

    def test_is_told_that_the_customer_wrote(self, inbox: Inbox) -> None:
        first, agent = receive(inbox), make_agent(inbox.client)
        hear_all()
        do(operations.follow_case, first.case, agent_id=agent.pk, actor=agent.actor)
        receive(inbox, references=(first.message.message_id,))
        hear_all()
        assert told(agent) == [NotificationKind.FOLLOWED]

    def test_who_stopped_is_told_no_more(self, inbox: Inbox) -> None:
        case, agent = make_case(inbox), make_agent(inbox.client)
        do(operations.follow_case, case, agent_id=agent.pk)
        do(operations.unfollow_case, case, agent_id=agent.pk)
        hear_all()
        assert told(agent) == []

    def test_serves_the_client(self, inbox: Inbox) -> None:
        with pytest.raises(CannotServe):
            do(operations.follow_case, make_case(inbox), agent_id=make_agent(make_client()).pk)


class TestAReminder:
    def test_comes_at_its_time_and_goes(self, inbox: Inbox) -> None:
        case, agent = make_case(inbox), make_agent(inbox.client)
        do(operations.set_reminder, case, agent_id=agent.pk, due_at=LATER, actor=agent.actor)
        hear_all()
        assert told(agent) == []
        hear_all(now=LATER)
        assert told(agent) == [NotificationKind.REMINDER]
        assert not Reminder.objects.exists()

    def test_puts_the_case_back_in_the_line_if_wished(self, inbox: Inbox) -> None:
        case, agent = make_case(inbox), make_agent(inbox.client)
        do(operations.resolve_case, case, reason_id=None, outcome=Outcome.SOLVED)
        do(operations.set_reminder, case, agent_id=agent.pk, due_at=LATER, returns=True)
        hear_all(now=LATER)
        case.refresh_from_db()
        assert case.state == State.OPEN

    def test_that_was_cancelled_does_not_come(self, inbox: Inbox) -> None:
        case, agent = make_case(inbox), make_agent(inbox.client)
        reminder = do(operations.set_reminder, case, agent_id=agent.pk, due_at=LATER)
        do(operations.cancel_reminder, case, reminder_id=reminder.pk, agent_id=agent.pk)
        hear_all(now=LATER)
        assert told(agent) == []

    def test_of_a_colleague_is_not_cancelled(self, inbox: Inbox) -> None:
        case, agent = make_case(inbox), make_agent(inbox.client)
        reminder = do(operations.set_reminder, case, agent_id=agent.pk, due_at=LATER)
        other = make_agent(inbox.client)
        with pytest.raises(Reminder.DoesNotExist):
            do(operations.cancel_reminder, case, reminder_id=reminder.pk, agent_id=other.pk)

    def test_of_the_past_is_refused(self, inbox: Inbox) -> None:
        agent = make_agent(inbox.client)
        with pytest.raises(NotInTheFuture):
            do(operations.set_reminder, make_case(inbox), agent_id=agent.pk, due_at=NOON)


class TestHandOver:
    def test_tells_the_agent_and_keeps_the_note(self, inbox: Inbox) -> None:
        case, giver, agent = make_case(inbox), make_agent(inbox.client), make_agent(inbox.client)
        do(
            operations.hand_over_case,
            case,
            agent_id=agent.pk,
            note="At home until noon.",
            actor=giver.actor,
        )
        assert case.assignee_id == agent.pk
        assert case.messages.filter(kind="note", agent=giver).count() == 1
        assert told(agent) == [NotificationKind.ASSIGNED]

    def test_to_a_team_takes_it_out_of_the_hand(self, inbox: Inbox) -> None:
        case, agent = make_case(inbox), make_agent(inbox.client)
        do(operations.assign_case, case, agent_id=agent.pk)
        with writing(SYSTEM):
            team = add_team(name="Saws", agent_ids=[agent.pk], client_ids=[inbox.client_id], **WHO)
        do(operations.hand_over_case, case, team_id=team.pk)
        assert (case.team_id, case.assignee_id) == (team.pk, None)

    def test_to_a_team_of_other_clients_is_refused(self, inbox: Inbox) -> None:
        other = make_client()
        with writing(SYSTEM):
            team = add_team(
                name="Gyms", agent_ids=[make_agent(other).pk], client_ids=[other.pk], **WHO
            )
        case = make_case(inbox)
        with pytest.raises(CannotServe):
            do(operations.hand_over_case, case, team_id=team.pk, note="kept back")
        assert not case.messages.filter(kind="note").exists()

    @pytest.mark.parametrize("chosen", [{}, {"agent_id": 1, "team_id": 1}])
    def test_needs_one_who_gets_it(self, inbox: Inbox, chosen: dict[str, int]) -> None:
        with pytest.raises(HandedToNobody):
            do(operations.hand_over_case, make_case(inbox), **chosen)
