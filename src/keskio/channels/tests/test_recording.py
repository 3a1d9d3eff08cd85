from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest

from keskio.cases.models import Case, Conversation, Message, State
from keskio.channels.models import Delivery
from keskio.channels.operations import trust_servers
from keskio.channels.tests.make import bring, case_of, hear_all, mail
from keskio.clients.models import Client, Inbox, InboxKind
from keskio.clients.tests.make import make_client, make_inbox
from keskio.customers.models import Customer
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, writing
from keskio.routing.models import WorkItem
from keskio.staff.models import Agent
from keskio.staff.tests.make import make_agent

pytestmark = pytest.mark.django_db(transaction=True)
JENNI, MIKKO = "jenni@rauta.example", "mikko@customer.example"
PROVED = {"Authentication_Results": "mx.rauta.example; dmarc=pass header.from=rauta.example"}


@pytest.fixture
def company(shown: None) -> Client:
    with writing(SYSTEM):
        trust_servers(names=["mx.rauta.example"], actor=SYSTEM_ACTOR, now=NOON)
    return make_client()


@pytest.fixture
def service(company: Client) -> Inbox:
    return make_inbox(company)


@pytest.fixture
def records(service: Inbox) -> Inbox:
    return make_inbox(service.client, kind=InboxKind.RECORDS)


@pytest.fixture
def jenni(company: Client) -> Agent:
    return make_agent(company, email=JENNI, name="Jenni")


def sent(records: Inbox, *, proved: bool = True, **chosen: str) -> Case:
    """A mail of Jenni's to Mikko, with the record address in Bcc: only the envelope knows it."""
    headers = PROVED if proved else {}
    raw = mail(JENNI, **{"to": MIKKO, "text": "I asked the factory."} | headers | chosen)
    return Case.objects.get(pk=case_of(bring(raw, records)))


def passed_on(records: Inbox, inner: str, **chosen: str) -> Case:
    raw = mail(JENNI, to=records.address, subject="Fwd: Chain", text=inner, **PROVED, **chosen)
    return Case.objects.get(pk=case_of(bring(raw, records)))


INLINE = """For the file.

---------- Forwarded message ---------
From: Mikko Virtanen <mikko@customer.example>
Date: Mon, 2 Feb 2026 at 09:15
Subject: Chain
To: Jenni <jenni@rauta.example>

Which chain fits?"""


class TestAnEmployeesMail:
    def test_comes_into_the_customers_story(
        self, records: Inbox, service: Inbox, jenni: Agent
    ) -> None:
        case = sent(records)
        assert (case.state, case.outcome) == (State.RESOLVED, "recorded")
        assert (case.inbox, case.participants) == (service, [MIKKO])
        assert case.customer
        assert case.customer.identities.get().value == MIKKO
        message = case.messages.get()
        assert (message.direction, message.agent, message.authentic) == ("out", jenni, "pass")
        assert message.text == "I asked the factory."

    def test_makes_no_work_and_no_mail(self, records: Inbox, jenni: Agent) -> None:
        sent(records)
        assert not WorkItem.objects.exists()
        assert not Delivery.objects.exists()
        assert not Message.objects.filter(kind="acknowledgement").exists()

    def test_joins_the_open_case_of_the_same_people(
        self, records: Inbox, service: Inbox, jenni: Agent
    ) -> None:
        asked = case_of(bring(mail(MIKKO), service))
        case = sent(records)
        assert (case.pk, case.state) == (asked, State.OPEN)
        assert WorkItem.objects.filter(ended_at__isnull=True).count() == 1

    def test_joins_no_case_of_other_people(
        self, records: Inbox, service: Inbox, jenni: Agent
    ) -> None:
        asked = case_of(bring(mail(MIKKO), service))
        assert sent(records, to=f"{MIKKO}, boss@customer.example").pk != asked

    def test_is_kept_once_whoever_brings_it_again(self, records: Inbox, jenni: Agent) -> None:
        first = sent(records, message_id="<one@rauta.example>")
        again = sent(records, message_id="<one@rauta.example>", text="I asked the factory. ")
        assert first == again
        assert Message.objects.count() == 1

    def test_is_answered_in_its_case(self, records: Inbox, service: Inbox, jenni: Agent) -> None:
        case = sent(records, message_id="<one@rauta.example>")
        answer = mail(MIKKO, In_Reply_To="<one@rauta.example>")
        assert case_of(bring(answer, service)) == case.pk
        case.refresh_from_db()
        assert case.state == State.OPEN
        assert WorkItem.objects.count() == 1


class TestAMailThatIsNotProved:
    def test_is_kept_and_marked(self, records: Inbox, jenni: Agent) -> None:
        message = sent(records, proved=False).messages.get()
        assert (message.agent, message.authentic) == (None, "unproved")
        assert message.author_address == JENNI

    def test_joins_nothing(self, records: Inbox, service: Inbox, jenni: Agent) -> None:
        asked = bring(mail(MIKKO, message_id="<q@customer.example>"), service)
        case = sent(records, proved=False, In_Reply_To="<q@customer.example>")
        assert case.pk != case_of(asked)

    def test_of_an_agent_of_another_client_is_a_strangers(self, records: Inbox) -> None:
        make_agent(make_client(), email=JENNI)
        message = sent(records).messages.get()
        assert (message.direction, message.agent) == ("in", None)


class TestAStrangersMail:
    def test_is_kept_as_their_own(self, records: Inbox, jenni: Agent) -> None:
        case = Case.objects.get(pk=case_of(bring(mail(MIKKO, to=records.address), records)))
        message = case.messages.get()
        assert (message.direction, message.agent) == ("in", None)
        assert (case.state, case.participants) == (State.RESOLVED, [MIKKO])
        assert not WorkItem.objects.exists()

    def test_cannot_speak_for_an_employee(self, records: Inbox, jenni: Agent) -> None:
        raw = mail("evil@elsewhere.example", to=MIKKO, From="Jenni <jenni@rauta.example>")
        case = Case.objects.get(pk=case_of(bring(raw, records)))
        assert not case.messages.filter(agent=jenni).exists()


class TestAMailPassedOn:
    def test_is_the_customers_and_dated(self, records: Inbox, jenni: Agent) -> None:
        case = passed_on(records, INLINE)
        said, comment = case.messages.order_by("id")
        assert (said.direction, said.author_address) == ("in", MIKKO)
        assert said.text == "Which chain fits?"
        assert said.created_at == datetime(2026, 2, 2, 7, 15, tzinfo=UTC)
        assert (comment.kind, comment.text, comment.agent) == ("note", "For the file.", jenni)
        assert case.subject == "Chain"

    def test_is_not_kept_again_when_it_is_here(
        self, records: Inbox, service: Inbox, jenni: Agent
    ) -> None:
        asked = mail(MIKKO, message_id="<q@customer.example>")
        case_id = case_of(bring(asked, service))
        outer = EmailMessage()
        outer["From"], outer["To"], outer["Subject"] = JENNI, records.address, "Fwd: Chain"
        outer["Message-ID"] = "<outer@rauta.example>"
        outer["Authentication-Results"] = PROVED["Authentication_Results"]
        outer.set_content("See this")
        outer.add_attachment(asked, "application", "octet-stream", filename="m.eml")
        raw = outer.as_bytes().replace(b"application/octet-stream", b"message/rfc822")
        bring(raw, records)
        messages = Case.objects.get(pk=case_id).messages.order_by("id")
        assert [message.kind for message in messages if message.kind != "acknowledgement"] == [
            "message",
            "note",
        ]

    def test_of_the_employees_own_is_theirs(self, records: Inbox, jenni: Agent) -> None:
        inner = (
            f"From: Jenni <{JENNI}>\nSent: 18.11.2026 9:15\nTo: Mikko <{MIKKO}>\n"
            "Subject: Chain\n\nIt is 325."
        )
        message = passed_on(records, inner).messages.get()
        assert (message.direction, message.agent, message.to) == ("out", jenni, [["Mikko", MIKKO]])

    def test_without_anybody_outside_is_kept(self, records: Inbox, jenni: Agent) -> None:
        case = passed_on(records, "Only a note of mine")
        assert (case.customer, case.messages.get().text) == (None, "Only a note of mine")


class TestARecordAddress:
    def test_notes_by_which_way_it_came(self, records: Inbox, jenni: Agent) -> None:
        sent(records)
        conversation = Conversation.objects.get()
        assert (conversation.inbox, conversation.channel) == (records, "email")

    def test_meets_a_customer_once(self, records: Inbox, jenni: Agent) -> None:
        sent(records)
        hear_all(now=NOON + timedelta(hours=1))
        sent(records, text="And again")
        assert Customer.objects.count() == 1
