from datetime import timedelta

import pytest

from keskio.cases import operations as cases
from keskio.cases.models import Case, Link, Message, State
from keskio.channels import operations
from keskio.channels.case_addresses import address_of_case
from keskio.channels.models import Arrival, Delivery
from keskio.channels.operations import arriving
from keskio.channels.reception import NotOurs, TooLarge, take_in
from keskio.channels.tests.make import bring, case_of, hear_all, mail
from keskio.clients.models import Catches, Inbox
from keskio.clients.tests.make import make_client, make_inbox
from keskio.customers import operations as customers
from keskio.customers.models import BlockedSender, Customer, Identity
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.models import Entry
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, writing
from keskio.routing.models import WorkItem

pytestmark = pytest.mark.django_db(transaction=True)
MIKKO, STRANGER = "mikko@customer.example", "stranger@elsewhere.example"


class TestABlockedSender:
    @pytest.fixture
    def inbox(self, shown: None) -> Inbox:
        inbox = make_inbox(acknowledges=True)
        with writing(SYSTEM):
            customers.block_sender(
                client_id=inbox.client_id, value="spam.example", actor=SYSTEM_ACTOR, now=NOON
            )
        return inbox

    def test_is_kept_and_bothers_nobody(self, inbox: Inbox) -> None:
        arrival = bring(mail("eve@spam.example"), inbox)
        case = Case.objects.get(pk=case_of(arrival))
        assert (arrival.state, arrival.new_case) == ("processed", True)
        assert (case.state, case.promised_at) == (State.SPAM, None)
        assert not WorkItem.objects.exists()
        assert not Message.objects.filter(direction="out").exists()

    def test_does_not_get_into_the_case_of_somebody_else(self, inbox: Inbox) -> None:
        first = bring(mail(cc="eve@spam.example", message_id="<1@a>"), inbox)
        case = Case.objects.get(pk=case_of(first))
        assert "eve@spam.example" in case.participants
        answer = bring(mail("eve@spam.example", in_reply_to="<1@a>"), inbox)
        assert case_of(answer) != case.pk
        assert links_of(case_of(answer)) == []

    def test_goes_on_in_the_spam(self, inbox: Inbox) -> None:
        first = bring(mail("eve@spam.example", message_id="<1@a>"), inbox)
        again = bring(mail("eve@spam.example", in_reply_to="<1@a>"), inbox)
        assert case_of(again) == case_of(first)
        assert Case.objects.get().state == State.SPAM

    def test_is_heard_again_when_unblocked(self, inbox: Inbox) -> None:
        blocked = BlockedSender.objects.get()
        with writing(SYSTEM):
            customers.unblock_sender(blocked_id=blocked.pk, actor=SYSTEM_ACTOR, now=NOON)
        arrival = bring(mail("eve@spam.example"), inbox)
        assert Case.objects.get(pk=case_of(arrival)).state == State.OPEN

    def test_may_still_tell_that_a_mail_came_back(self, inbox: Inbox) -> None:
        case_id = case_of(bring(mail("li@customer.example"), inbox))
        ours = answer(case_id)
        hear_all()
        bring(bounce_of(ours, "li@customer.example"), inbox, envelope_from="")
        assert Case.objects.get(pk=case_id).state == State.OPEN


def links_of(case_id: int) -> list[int]:
    return list(Link.objects.filter(second=case_id).values_list("first", flat=True))


def answer(case_id: int, text: str = "Chain 325.") -> Message:
    with writing(SYSTEM):
        message = cases.write_reply(case_id=case_id, text=text, actor=SYSTEM_ACTOR, now=NOON)
    hear_all()
    return message


class TestTakeIn:
    def test_refuses_an_address_that_is_not_ours(self, inbox: Inbox) -> None:
        with pytest.raises(NotOurs):
            take_in(
                mail(),
                recipient="nobody@elsewhere.example",
                envelope_from="",
                actor=SYSTEM_ACTOR,
                now=lambda: NOON,
            )
        assert not Arrival.objects.exists()

    def test_refuses_what_is_too_large(self, inbox: Inbox, settings: object) -> None:
        settings.MAX_MAIL_BYTES = 10  # type: ignore[attr-defined]
        with pytest.raises(TooLarge):
            bring(mail(), inbox)

    def test_takes_the_same_mail_once(self, inbox: Inbox) -> None:
        raw = mail()
        assert bring(raw, inbox).pk == bring(raw.replace(b"\n", b"\r\n"), inbox).pk
        assert Case.objects.count() == Message.objects.count() == 1

    def test_takes_a_reused_id_with_another_body_as_new(self, inbox: Inbox) -> None:
        bring(mail(message_id="<1@a>", text="one"), inbox)
        bring(mail(message_id="<1@a>", text="two"), inbox)
        assert sorted(Message.objects.values_list("text", flat=True)) == ["one", "two"]

    def test_keeps_a_large_mail_as_a_blob(self, inbox: Inbox) -> None:
        arrival = bring(mail(text="word " * 40_000), inbox)
        assert (arrival.raw, arrival.state) == (None, Arrival.State.PROCESSED)
        assert len(Message.objects.get().text) > 190_000

    def test_lets_a_catch_all_take_the_rest_of_its_domain(self, inbox: Inbox) -> None:
        client = make_client()
        whole = make_inbox(client, address="office@whole.example", catches=Catches.DOMAIN)
        stored = take_in(
            mail(),
            recipient="Anybody@Whole.example",
            envelope_from="",
            actor=SYSTEM_ACTOR,
            now=lambda: NOON,
        )
        assert stored.arrival.inbox_id == whole.pk


class TestProcessArrival:
    def test_opens_a_case_that_waits_for_us(self, inbox: Inbox) -> None:
        arrival = bring(mail(MIKKO, to=inbox.address, subject="Saw"), inbox)
        case = Case.objects.get()
        assert (arrival.case_id, arrival.new_case, case.state) == (case.pk, True, State.OPEN)
        assert (case.subject, case.participants) == ("Saw", [MIKKO])
        assert Identity.objects.get().value == MIKKO
        assert Customer.objects.get().name == "Mikko"

    def test_keeps_what_fails_and_goes_on(
        self, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*args: object, **kwargs: object) -> None:
            raise ValueError("broken")

        with monkeypatch.context() as broken:
            broken.setattr(arriving, "incoming_from", fail)
            failed = bring(mail(subject="first"), inbox)
        fine = bring(mail(subject="second"), inbox)
        assert (failed.state, fine.state) == (Arrival.State.FAILED, Arrival.State.PROCESSED)
        assert "broken" in failed.error
        with writing(SYSTEM):
            operations.run_arrival_again(arrival_id=failed.pk, actor=SYSTEM_ACTOR, now=NOON)
        hear_all()
        assert Arrival.objects.get(pk=failed.pk).state == Arrival.State.PROCESSED
        assert set(Case.objects.values_list("subject", flat=True)) == {"first", "second"}

    def test_changes_nothing_when_run_twice(self, inbox: Inbox) -> None:
        arrival = bring(mail(), inbox)
        entries = Entry.objects.count()
        with writing(SYSTEM):
            operations.process_arrivals(arrival_ids=[arrival.pk], actor=SYSTEM_ACTOR, now=NOON)
        assert (Message.objects.count(), Entry.objects.count()) == (1, entries)

    def test_does_not_let_a_stranger_rename_a_customer(self, inbox: Inbox) -> None:
        bring(mail(MIKKO), inbox)
        bring(mail(MIKKO).replace(b"From: Mikko", b"From: Administrator"), inbox)
        assert Customer.objects.get().name == "Mikko"


class TestThreading:
    def test_joins_an_answer_to_ours(self, inbox: Inbox) -> None:
        case_id = case_of(bring(mail(MIKKO), inbox))
        ours = answer(case_id)
        again = bring(mail(MIKKO, In_Reply_To=ours.message_id), inbox)
        assert (again.case_id, again.new_case) == (case_id, False)
        assert Case.objects.get().state == State.OPEN

    def test_joins_references_to_the_customers_own(self, inbox: Inbox) -> None:
        first = bring(mail(MIKKO, message_id="<1@a>"), inbox)
        again = bring(mail(MIKKO, References="<0@a> <1@a>"), inbox)
        assert again.case_id == first.case_id

    def test_joins_by_the_signed_address_when_every_reference_is_lost(self, inbox: Inbox) -> None:
        first = bring(mail(MIKKO), inbox)
        address = address_of_case(case_of(first), inbox=inbox.address)
        assert bring(mail(MIKKO, to=address), inbox).case_id == first.case_id

    def test_believes_no_forged_case_address(self, inbox: Inbox) -> None:
        first = bring(mail(MIKKO), inbox)
        address = address_of_case(case_of(first), inbox=inbox.address)
        forged = address.replace(f"+c{first.case_id}.", f"+c{first.case_id}.a", 1)
        assert bring(mail(MIKKO, to=forged), inbox).case_id != first.case_id

    def test_keeps_one_conversation_when_both_come_together(self, inbox: Inbox) -> None:
        for raw in (mail(MIKKO, message_id="<1@a>"), mail(MIKKO, In_Reply_To="<1@a>")):
            take_in(
                raw,
                recipient=inbox.address,
                envelope_from=MIKKO,
                actor=SYSTEM_ACTOR,
                now=lambda: NOON,
            )
        hear_all()
        first, second = Message.objects.order_by("id")
        assert (first.case_id, first.conversation_id) == (second.case_id, second.conversation_id)

    def test_gives_a_stranger_a_case_of_their_own(self, inbox: Inbox) -> None:
        case_id = case_of(bring(mail(MIKKO), inbox))
        ours = answer(case_id)
        strange = bring(mail(STRANGER, In_Reply_To=ours.message_id), inbox)
        assert strange.new_case
        assert links_of(case_of(strange)) == [case_id]
        assert STRANGER not in Case.objects.get(pk=case_id).participants

    def test_does_not_join_strangers_by_subject(self, inbox: Inbox) -> None:
        bring(mail(MIKKO, subject="Re: Invoice"), inbox)
        bring(mail(STRANGER, subject="Re: Invoice"), inbox)
        assert Case.objects.count() == 2

    def test_lets_who_was_copied_in_join(self, inbox: Inbox) -> None:
        first = bring(mail(MIKKO, message_id="<1@a>", Cc=f"Wife <{STRANGER}>"), inbox)
        assert bring(mail(STRANGER, In_Reply_To="<1@a>"), inbox).case_id == first.case_id

    def test_joins_nothing_across_clients(self, inbox: Inbox) -> None:
        ours = answer(case_of(bring(mail(MIKKO), inbox)))
        other = make_inbox(acknowledges=False)
        there = bring(mail(MIKKO, In_Reply_To=ours.message_id), other)
        case = Case.objects.get(pk=case_of(there))
        assert (there.new_case, links_of(case.pk), case.client_id) == (True, [], other.client_id)


AUTO = {"Auto_Submitted": "auto-replied"}


class TestAutomaticMail:
    def test_alone_makes_no_work(self, inbox: Inbox) -> None:
        bring(mail(MIKKO, subject="Out of office", **AUTO), inbox)
        case = Case.objects.get()
        assert (case.state, case.outcome) == (State.RESOLVED, "automatic")

    def test_joins_its_case_without_reopening_it(self, inbox: Inbox) -> None:
        case_id = case_of(bring(mail(MIKKO), inbox))
        ours = answer(case_id)
        auto = bring(mail(MIKKO, In_Reply_To=ours.message_id, **AUTO), inbox)
        assert auto.case_id == case_id
        assert Case.objects.get().state == State.WAITING

    def test_becomes_work_when_a_person_follows(self, inbox: Inbox) -> None:
        bring(mail(MIKKO, message_id="<1@a>", **AUTO), inbox)
        bring(mail(MIKKO, In_Reply_To="<1@a>"), inbox)
        assert Case.objects.get().state == State.OPEN

    def test_returns_the_case_when_our_answer_bounced(self, inbox: Inbox) -> None:
        case_id = case_of(bring(mail(MIKKO), inbox))
        ours = answer(case_id)
        report = bounce_of(ours, MIKKO)
        arrival = bring(report, inbox, envelope_from="", now=NOON + timedelta(hours=1))
        assert (arrival.kind, arrival.case_id) == ("bounce", case_id)
        assert Delivery.objects.get(message=ours).state == Delivery.State.BOUNCED
        assert Case.objects.get().state == State.OPEN


def bounce_of(message: Message, recipient: str) -> bytes:
    return f"""From: Mail Delivery System <mailer-daemon@mx.example>
To: support@a.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce-{message.pk}@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The mail system could not deliver your message to <{recipient}>: user unknown.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.1

--b
Content-Type: message/rfc822

From: support@a.example
To: {recipient}
Message-ID: {message.message_id}
Subject: Re: Chain

Chain 325.
--b--
""".encode()
