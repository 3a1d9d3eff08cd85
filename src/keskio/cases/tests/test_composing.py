"""Drafts, undo, later, forward, first mails, canned responses, mentions."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from keskio.cases import operations
from keskio.cases import queries as cases
from keskio.cases.models import Attachment, Case, Draft, DraftFile, Message, State
from keskio.cases.operations import (
    AnsweredMeanwhile,
    DraftChanged,
    DraftPlace,
    NoRecipient,
    OutgoingFile,
    TooLate,
    TooMuchAttached,
    UnknownVariable,
    Written,
)
from keskio.cases.tests.make import make_case, receive
from keskio.clients.models import Inbox
from keskio.clients.settings import BadSetting
from keskio.clients.tests.make import make_client, make_inbox
from keskio.config.subscriptions import SUBSCRIBERS
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.catching_up import catch_up
from keskio.journal.models import Entry
from keskio.journal.operations import fire_timers
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, writing
from keskio.staff import queries as staff
from keskio.staff.models import Agent
from keskio.staff.operations import set_signature
from keskio.staff.tests.make import make_agent

pytestmark = pytest.mark.django_db(transaction=True)
SOON, LATER = NOON + timedelta(seconds=3), NOON + timedelta(hours=2)
PICTURE = OutgoingFile("saw.png", "image/png", b"\x89PNG")


@pytest.fixture
def case(inbox: Inbox) -> Case:
    return make_case(inbox)


@pytest.fixture
def jenni(inbox: Inbox) -> Agent:
    return make_agent(inbox.client, name="Jenni Korhonen")


def place(case: Case, kind: str = "reply") -> DraftPlace:
    return DraftPlace(kind=Draft.Kind(kind), case_id=case.pk)


def save(
    case: Case, agent: Agent, text: str = "Try 325.", *, kind: str = "reply", **chosen: Any
) -> Draft | None:
    version = chosen.pop("version", None)
    now = chosen.pop("now", NOON)
    with writing(SYSTEM):
        return operations.save_draft(
            place=place(case, kind),
            written=Written(text=text, **chosen),
            version=version,
            agent_id=agent.pk,
            actor=agent.actor,
            now=now,
        )


def bring(case: Case, agent: Agent, file: OutgoingFile = PICTURE, **chosen: Any) -> DraftFile:
    with writing(SYSTEM):
        return operations.add_draft_file(
            place=place(case), file=file, agent_id=agent.pk, actor=agent.actor, now=NOON, **chosen
        )


def reply(case: Case, agent: Agent, text: str = "Try 325.", **chosen: Any) -> Message:
    with writing(SYSTEM):
        return operations.write_reply(
            case_id=case.pk, text=text, actor=agent.actor, agent_id=agent.pk, now=NOON, **chosen
        )


def take_back(message: Message, agent: Agent, now: datetime = SOON) -> Draft | None:
    with writing(SYSTEM):
        return operations.take_back_message(
            message_id=message.pk, agent_id=agent.pk, actor=agent.actor, now=now
        )


def schedule(case: Case, agent: Agent, at: datetime = LATER) -> Draft:
    last_seen = Message.objects.filter(case=case).latest("id").pk
    with writing(SYSTEM):
        return operations.schedule_reply(
            case_id=case.pk,
            agent_id=agent.pk,
            send_at=at,
            last_seen=last_seen,
            actor=agent.actor,
            now=NOON,
        )


def let_time_come(at: datetime) -> None:
    with writing(SYSTEM):
        fire_timers(now=at)
    catch_up(subscribers=SUBSCRIBERS, now=at)


def told(kind: str) -> list[Any]:
    return [entry.payload for entry in Entry.objects.filter(kind=kind).order_by("id")]


class TestADraft:
    def test_is_kept_for_its_agent_alone(self, case: Case, jenni: Agent) -> None:
        save(case, jenni, "Mine", cc="li@a.exa")
        other = make_agent(case.client)
        mine = cases.on_the_way(case.pk, viewer=staff.viewer_of(jenni), now=NOON).own["reply"]
        assert (mine.text, mine.cc) == ("Mine", "li@a.exa")
        assert cases.on_the_way(case.pk, viewer=staff.viewer_of(other), now=NOON).own == {}

    def test_of_a_note_is_another(self, case: Case, jenni: Agent) -> None:
        save(case, jenni, "To the customer")
        save(case, jenni, "He pays late", kind="note")
        own = cases.on_the_way(case.pk, viewer=staff.viewer_of(jenni), now=NOON).own
        assert (own["reply"].text, own["note"].text) == ("To the customer", "He pays late")

    def test_changed_in_another_tab_is_not_overwritten(self, case: Case, jenni: Agent) -> None:
        first = save(case, jenni, "One", version=0)
        assert first
        save(case, jenni, "Two", version=first.version)
        with pytest.raises(DraftChanged) as refusal:
            save(case, jenni, "Old", version=first.version)
        assert refusal.value.draft
        assert refusal.value.draft.text == "Two"

    def test_sent_in_another_tab_does_not_come_back(self, case: Case, jenni: Agent) -> None:
        draft = save(case, jenni)
        assert draft
        reply(case, jenni, draft_id=draft.pk)
        with pytest.raises(DraftChanged):
            save(case, jenni, "Once more", version=draft.version)
        assert not Draft.objects.exists()

    def test_that_is_emptied_is_gone(self, case: Case, jenni: Agent) -> None:
        save(case, jenni)
        assert save(case, jenni, " ", cc="prefilled@a.example") is None
        assert not Draft.objects.exists()

    def test_takes_its_files_along(self, case: Case, jenni: Agent) -> None:
        file = bring(case, jenni, inline=True)
        message = reply(case, jenni, f"![saw](cid:{file.content_id})", draft_id=file.draft_id)
        [attachment] = message.attachments.all()
        assert (attachment.name, attachment.inline) == ("saw.png", True)
        assert attachment.content_id == file.content_id
        assert not DraftFile.objects.exists()

    def test_of_another_agent_is_not_sent(self, case: Case, jenni: Agent) -> None:
        file = bring(case, jenni)
        message = reply(case, make_agent(case.client), draft_id=file.draft_id)
        assert not message.attachments.exists()
        assert DraftFile.objects.exists()

    def test_loses_no_file_to_another_agent(self, case: Case, jenni: Agent) -> None:
        file, other = bring(case, jenni), make_agent(case.client)
        with writing(SYSTEM), pytest.raises(DraftFile.DoesNotExist):
            operations.remove_draft_file(
                file_id=file.pk, agent_id=other.pk, actor=other.actor, now=NOON
            )

    def test_refuses_more_than_a_mail_can_carry(self, case: Case, jenni: Agent) -> None:
        half = OutgoingFile("a.bin", "application/x", bytes(13_000_000))
        bring(case, jenni, half)
        with pytest.raises(TooMuchAttached):
            bring(case, jenni, half)

    def test_tells_colleagues_that_somebody_answers(self, case: Case, jenni: Agent) -> None:
        save(case, jenni, "Dear Mikko")
        viewer = staff.viewer_of(make_agent(case.client))
        soon, late = NOON + timedelta(seconds=9), NOON + timedelta(minutes=2)
        assert cases.on_the_way(case.pk, viewer=viewer, now=soon).writers == ["Jenni Korhonen"]
        assert cases.on_the_way(case.pk, viewer=viewer, now=late).writers == []
        with writing(SYSTEM):
            operations.touch_draft(case_id=case.pk, agent_id=jenni.pk, actor=jenni.actor, now=late)
        assert cases.on_the_way(case.pk, viewer=viewer, now=late).writers == ["Jenni Korhonen"]


class TestTakingBack:
    def test_makes_it_a_draft_again(self, case: Case, jenni: Agent) -> None:
        file = bring(case, jenni)
        message = reply(
            case,
            jenni,
            cc=[("Li", "li@a.example")],
            bcc=[("", "boss@a.example")],
            draft_id=file.draft_id,
            undo_seconds=8,
        )
        draft = take_back(message, jenni)
        assert draft
        assert (draft.text, draft.cc) == ("Try 325.", "Li <li@a.example>")
        assert draft.bcc == "boss@a.example"
        assert [file.name for file in draft.files.all()] == ["saw.png"]
        assert not Message.objects.filter(pk=message.pk).exists()
        assert not Attachment.objects.exists()

    def test_lets_the_case_stand_as_it_stood(self, case: Case, jenni: Agent) -> None:
        before = Case.objects.filter(pk=case.pk).values().get()
        message = reply(case, jenni, cc=[("", "new@a.example")], undo_seconds=8)
        take_back(message, jenni)
        assert Case.objects.filter(pk=case.pk).values().get() == before
        assert told("message_taken_back") == [
            {"case_id": case.pk, "message_id": message.pk, "waits": True}
        ]

    def test_leaves_alone_what_happened_since(self, inbox: Inbox, jenni: Agent) -> None:
        first = receive(inbox)
        message = reply(first.case, jenni, undo_seconds=8)
        receive(inbox, references=(first.message.message_id,), text="PS")
        take_back(message, jenni)
        case = Case.objects.get(pk=first.case.pk)
        assert case.state == State.OPEN
        assert case.promised_at

    def test_is_refused_when_it_has_left(self, case: Case, jenni: Agent) -> None:
        message = reply(case, jenni, undo_seconds=8)
        with pytest.raises(TooLate):
            take_back(message, jenni, NOON + timedelta(seconds=8))
        with pytest.raises(TooLate):
            take_back(reply(case, jenni), jenni)

    def test_is_not_for_a_colleague(self, case: Case, jenni: Agent) -> None:
        message = reply(case, jenni, undo_seconds=8)
        with pytest.raises(Message.DoesNotExist):
            take_back(message, make_agent(case.client))


class TestSendingLater:
    def test_rests_the_case_and_sends_when_it_is_time(self, case: Case, jenni: Agent) -> None:
        save(case, jenni, cc="li@a.example")
        schedule(case, jenni)
        case.refresh_from_db()
        assert (case.state, case.snoozed_until) == (State.SNOOZED, LATER)
        let_time_come(LATER)
        case.refresh_from_db()
        sent = Message.objects.get(direction="out")
        assert (sent.text, sent.agent_id) == ("Try 325.", jenni.pk)
        assert sent.cc == [["", "li@a.example"]]
        assert case.state == State.WAITING
        assert not Draft.objects.exists()

    def test_is_held_back_when_the_customer_writes(self, inbox: Inbox, jenni: Agent) -> None:
        first = receive(inbox)
        save(first.case, jenni)
        schedule(first.case, jenni)
        receive(inbox, references=(first.message.message_id,), text="Never mind")
        let_time_come(LATER)
        draft = Draft.objects.get()
        assert (draft.send_at, draft.held_back, draft.text) == (None, True, "Try 325.")
        assert not Message.objects.filter(direction="out").exists()
        assert told("reply_unscheduled")[0]["held_back"]

    def test_can_be_moved_and_called_off(self, case: Case, jenni: Agent) -> None:
        save(case, jenni)
        schedule(case, jenni)
        schedule(case, jenni, LATER + timedelta(hours=1))
        let_time_come(LATER)
        assert not Message.objects.filter(direction="out").exists()
        with writing(SYSTEM):
            operations.unschedule_reply(
                case_id=case.pk, agent_id=jenni.pk, actor=jenni.actor, now=LATER
            )
        let_time_come(LATER + timedelta(hours=2))
        case.refresh_from_db()
        assert case.state == State.OPEN
        assert Draft.objects.get().text == "Try 325."

    def test_refuses_the_past_nothing_and_no_address(self, case: Case, jenni: Agent) -> None:
        with pytest.raises(operations.EmptyMessage):
            schedule(case, jenni)
        save(case, jenni, bcc="nobody")
        with pytest.raises(NoRecipient):
            schedule(case, jenni)
        with pytest.raises(operations.NotLater):
            schedule(case, jenni, NOON)


def forward(message: Message, **chosen: Any) -> Message:
    asked: dict[str, Any] = {"text": "See below", "to": [("", "expert@b.example")], **chosen}
    with writing(SYSTEM):
        return operations.forward_message(
            message_id=message.pk, actor=SYSTEM_ACTOR, now=NOON, **asked
        )


class TestForwarding:
    def test_goes_to_anyone_and_leaves_the_case_waiting_for_us(self, case: Case) -> None:
        message = forward(Message.objects.get(case=case))
        case.refresh_from_db()
        assert message.to == [("", "expert@b.example")]
        assert message.subject == "Fwd: Chain for a chainsaw"
        assert case.state == State.OPEN
        assert "expert@b.example" in case.participants

    def test_passes_no_note_on(self, case: Case) -> None:
        with writing(SYSTEM):
            note = operations.write_note(case_id=case.pk, text="VIP", actor=SYSTEM_ACTOR, now=NOON)
        with pytest.raises(operations.CannotForward):
            forward(note)

    def test_is_taken_back_without_the_originals_files(self, case: Case, jenni: Agent) -> None:
        original = reply(case, jenni, files=[PICTURE])
        message = forward(original, agent_id=jenni.pk, undo_seconds=8)
        assert message.attachments.count() == 1
        draft = take_back(message, jenni)
        assert draft
        assert (draft.kind, draft.forwards_id) == ("forward", original.pk)
        assert not draft.files.exists()


def start(inbox: Inbox, agent: Agent, **chosen: Any) -> Message:
    asked: dict[str, Any] = {
        "subject": "Your saw",
        "text": "It is ready.",
        "to": [("Mikko", "Mikko@customer.example")],
        **chosen,
    }
    with writing(SYSTEM):
        return operations.start_case(
            inbox_id=inbox.pk, actor=agent.actor, agent_id=agent.pk, now=NOON, **asked
        )


class TestWritingFirst:
    def test_opens_a_case_that_waits_for_them(self, inbox: Inbox, jenni: Agent) -> None:
        case = start(inbox, jenni).case
        assert (case.state, case.assignee_id) == (State.WAITING, jenni.pk)
        assert case.customer
        assert case.customer.name == "Mikko"

    def test_gets_the_answer_into_the_case(self, inbox: Inbox, jenni: Agent) -> None:
        message = start(inbox, jenni)
        answer = receive(
            inbox, author="mikko@customer.example", references=(message.message_id,), text="Thanks"
        )
        assert answer.case == message.case

    def test_taken_back_leaves_no_case_behind(self, inbox: Inbox, jenni: Agent) -> None:
        message = start(inbox, jenni, undo_seconds=8)
        draft = take_back(message, jenni)
        assert draft
        assert (draft.kind, draft.subject, draft.case_id) == ("new", "Your saw", None)
        assert not Case.objects.exists()

    def test_is_done_once_for_one_request(self, inbox: Inbox, jenni: Agent) -> None:
        assert start(inbox, jenni, request_key="k") == start(inbox, jenni, request_key="k")
        assert Case.objects.count() == 1

    def test_puts_no_line_end_into_a_header(self, inbox: Inbox, jenni: Agent) -> None:
        message = start(
            inbox,
            jenni,
            subject="Hi\r\nBcc: victim@b.example",
            to=[("Li\r\nBcc: victim@b.example", "li@a.example")],
        )
        assert message.subject == "Hi Bcc: victim@b.example"
        assert message.to == [("Li Bcc: victim@b.example", "li@a.example")]
        with pytest.raises(NoRecipient):
            start(inbox, jenni, bcc=[("", "a@b.example\r\nTo: victim@b.example")])


class TestANote:
    def test_tells_whom_it_names(self, case: Case, jenni: Agent) -> None:
        bo = make_agent(case.client, name="Bo")
        make_agent(make_client(), name="Eve")
        with writing(SYSTEM):
            note = operations.write_note(
                case_id=case.pk,
                text="@Bo and @jenni korhonen, see @Eve, @Bobby and mail@bo.example",
                agent_id=bo.pk,
                actor=bo.actor,
                now=NOON,
            )
        assert told("agent_mentioned") == [
            {"case_id": case.pk, "message_id": note.pk, "agent_id": jenni.pk}
        ]


class TestASignature:
    def test_of_the_agent_stands_above_the_inboxs(self, shown: None) -> None:
        case = make_case(make_inbox(signature="-- \nRauta & Saha"))
        agent = make_agent(case.client)
        with writing(SYSTEM):
            set_signature(agent_id=agent.pk, text="Jenni", actor=agent.actor, now=NOON)
        assert reply(case, agent).full_text == "Try 325.\n\n-- \nJenni\nRauta & Saha"


class TestACannedResponse:
    def add(self, inbox: Inbox, **chosen: Any) -> Any:
        asked = {"name": "Thanks", "shortcut": "/Thanks", "texts": {"en": "Dear {{customer.name}}"}}
        with writing(SYSTEM):
            return operations.add_canned_response(
                client_id=inbox.client_id, actor=SYSTEM_ACTOR, now=NOON, **asked | chosen
            )

    def test_is_found_by_its_shortcut(self, inbox: Inbox) -> None:
        assert self.add(inbox).shortcut == "thanks"
        with pytest.raises(BadSetting):
            self.add(inbox)

    def test_refuses_a_variable_that_nobody_fills(self, inbox: Inbox) -> None:
        with pytest.raises(UnknownVariable, match=r"customer\.salary"):
            self.add(inbox, texts={"en": "{{ customer.salary }}"})

    @pytest.mark.parametrize(
        "wrong", [{"name": " "}, {"shortcut": "a b"}, {"texts": {}}, {"texts": {"xx": "Hi"}}]
    )
    def test_refuses_what_makes_no_sense(self, inbox: Inbox, wrong: dict[str, Any]) -> None:
        with pytest.raises(BadSetting):
            self.add(inbox, **wrong)


class TestAReply:
    def test_tells_only_whom_it_should_of_bcc(self, case: Case, jenni: Agent) -> None:
        message = reply(case, jenni, bcc=[("", "boss@a.example")])
        case.refresh_from_db()
        assert message.bcc == [("", "boss@a.example")]
        assert "boss@a.example" not in case.participants

    def test_of_another_tab_is_a_warning_after_ones_own(self, case: Case, jenni: Agent) -> None:
        seen = Message.objects.get(case=case).pk
        reply(case, jenni, last_seen=seen)
        with pytest.raises(AnsweredMeanwhile):
            reply(case, jenni, "Again", last_seen=seen)
