from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from keskio.cases import queries as cases
from keskio.cases.models import Attachment, CannedResponse, Case, Draft, Link, Message, State
from keskio.channels.models import Arrival, Delivery
from keskio.clients.models import Client, Inbox
from keskio.customers.models import BlockedSender, Identity
from keskio.demo import world
from keskio.demo.people import PASSWORD, PEOPLE
from keskio.demo.stories import every_story
from keskio.journal.models import Entry, Parked
from keskio.kit.scopes import SYSTEM, reading
from keskio.routing.models import WorkItem
from keskio.staff.models import Agent, AgentNotification, Membership, NotificationKind
from keskio.staff.queries import viewer_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 19, 12, 32, tzinfo=UTC)


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Once for all tests, in a transaction that is rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        world.load(now=NOW)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _seen(_loaded: None) -> Iterator[None]:
    with reading(SYSTEM):
        yield


def the_case(subject: str) -> Case:
    return Case.objects.get(subject=subject)


def said_in(case: Case) -> list[str]:
    messages = Message.objects.filter(case=case).order_by("id")
    return [f"{message.direction} {message.kind}" for message in messages]


class TestTheDemoWorld:
    def test_brings_every_mail_to_a_case(self) -> None:
        assert not Arrival.objects.exclude(state=Arrival.State.PROCESSED).exists()
        assert not Parked.objects.exists()
        begun_by_mail = Arrival.objects.filter(new_case=True).exclude(case__outcome="recorded")
        assert begun_by_mail.count() == len(every_story())

    def test_has_a_line(self) -> None:
        waiting = Case.objects.filter(state=State.OPEN)
        in_line = WorkItem.objects.filter(ended_at__isnull=True)
        assert set(in_line.values_list("case", flat=True)) == {case.pk for case in waiting}
        assert in_line.filter(agent__isnull=True).count() >= 15
        assert in_line.filter(agent__isnull=False).count() >= 3

    def test_has_cases_in_every_state(self) -> None:
        states = Counter(Case.objects.values_list("state", flat=True))
        assert min(states[state] for state in set(State) - {State.MERGED}) >= 2

    def test_speaks_five_languages(self) -> None:
        spoken = Case.objects.values_list("inbox__language", flat=True)
        assert set(spoken) == {"en", "fi", "da", "pl", "sv"}

    def test_shows_two_of_three_clients_to_some_only(self) -> None:
        seen_by = Counter(Membership.objects.values_list("client__name", flat=True))
        assert seen_by["Kaari"] == len(PEOPLE) == Agent.objects.count()
        assert 3 < seen_by["Rauta & Saha"] < len(PEOPLE)
        assert 3 < seen_by["Eskon autopesu"] < len(PEOPLE)

    def test_happened_in_the_three_weeks_before(self) -> None:
        messages = Message.objects.values_list("created_at", flat=True)
        assert NOW - timedelta(days=21) < min(messages)
        assert max(messages) < NOW
        assert not Entry.objects.filter(happened_at__gt=NOW).exists()

    def test_lets_agents_in(self) -> None:
        log_ins = world.load(now=NOW)
        agents = Agent.objects.filter(email__in=[log_in.email for log_in in log_ins])
        assert len(agents) == len(log_ins) >= 4
        assert all(agent.check_password(PASSWORD) for agent in agents)

    def test_is_left_alone_by_a_second_start(self) -> None:
        before = (Entry.objects.count(), Client.objects.count(), Inbox.objects.count())
        world.load(now=NOW + timedelta(days=1))
        assert (Entry.objects.count(), Client.objects.count(), Inbox.objects.count()) == before

    def test_is_found_by_words_in_other_forms(self) -> None:
        viewer = viewer_of(Agent.objects.get(email="jenni@kohtaamo.example"))
        found = cases.search(viewer=viewer, text="tilauksen", now=NOW)
        assert "Ruuvipaketti puuttui tilauksesta" in [hit.case.subject for hit in found.hits]

    def test_is_found_by_what_was_only_put_on_record(self) -> None:
        viewer = viewer_of(Agent.objects.get(email="jenni@kohtaamo.example"))
        for text, subject in (("moottorisahakurssi*", "Kurssipaikka"), ("kokeili", "Mikko soitti")):
            found = cases.search(viewer=viewer, text=text, now=NOW)
            assert [hit.case.subject[: len(subject)] for hit in found.hits] == [subject]

    def test_put_its_mail_into_the_outbox(self, data_dir: Path) -> None:
        sent = [message_from_bytes(path.read_bytes()) for path in (data_dir / "outbox").iterdir()]
        message_ids = {mail["Message-ID"].strip() for mail in sent}
        written = Message.objects.filter(direction=Message.Direction.OUT)
        written = written.exclude(case__outcome="recorded")
        assert set(written.values_list("message_id", flat=True)) <= message_ids
        assert not Delivery.objects.filter(state=Delivery.State.QUEUED).exists()


class TestItsStories:
    def test_bring_mikko_back_to_jenni(self) -> None:
        case = the_case("Suojavarusteet moottorisahaan")
        assert case.state == State.OPEN
        assert str(case.assignee) == "Jenni Korhonen"
        assert said_in(case) == ["in message", "out acknowledgement", "out message", "in message"]
        assert WorkItem.objects.get(case=case, ended_at=None).agent == case.assignee

    def test_have_a_mail_that_came_back(self) -> None:
        case = the_case("Opening hours on Independence Day?")
        assert said_in(case)[-1] == "in bounce"
        assert Delivery.objects.get(message__case=case, message__kind="message").state == "bounced"
        assert case.state == State.OPEN

    def test_have_somebody_who_is_away(self) -> None:
        case = the_case("Håndklæder i omklædningen")
        assert said_in(case)[-1] == "in auto-reply"
        assert case.state == State.WAITING

    def test_have_a_stranger_in_a_case_of_her_own(self) -> None:
        stranger = the_case("Fwd: Offer for 12 workbenches")
        other = the_case("Offer for 12 workbenches")
        assert Link.objects.filter(first=other, second=stranger).exists()

    def test_have_one_matter_that_was_written_twice(self) -> None:
        stub = the_case("Terassi: ruuvit samaan kuormaan?")
        case = the_case("Terassilaudat, milloin toimitus?")
        assert (stub.state, stub.merged_into) == (State.MERGED, case)
        assert case.state == State.OPEN
        assert said_in(case)[-3:] == ["in message", "out acknowledgement", "internal note"]

    def test_have_a_colleague_who_was_asked(self) -> None:
        told = AgentNotification.objects.filter(kind=NotificationKind.MENTION)
        assert [str(one.agent) for one in told] == ["Veikko Laine"]

    def test_have_two_matters_from_one_mail_exchange(self) -> None:
        shed, fence = Case.objects.filter(customer__name="George Ashby").order_by("id")
        assert Link.objects.get(first=shed, second=fence).why == Link.Why.SPLIT
        assert (shed.state, fence.state) == (State.WAITING, State.OPEN)

    def test_have_what_is_nobodys_and_who_sent_it(self) -> None:
        senders = Case.objects.filter(state=State.SPAM).values("customer")
        spam = Identity.objects.filter(customer__in=senders)
        blocked = set(BlockedSender.objects.values_list("value", flat=True))
        assert {identity.value for identity in spam} == blocked != set()

    def test_have_an_answer_that_leaves_in_the_morning(self) -> None:
        draft = Draft.objects.get(case=the_case("Tarjouspyyntö, 40 m kuormalavahyllyä"))
        assert draft.send_at == datetime(2026, 11, 20, 6, tzinfo=UTC)

    def test_have_canned_responses_for_every_company(self) -> None:
        has = CannedResponse.objects.values_list("client", flat=True)
        assert set(has) == set(Client.objects.values_list("pk", flat=True))

    def test_have_a_mail_and_a_call_on_record(self) -> None:
        mail, call = Case.objects.filter(outcome="recorded").order_by("last_message_at")
        assert said_in(mail) == ["out message"]
        assert str(mail.messages.get().agent) == "Jenni Korhonen"
        assert mail.participants == ["tapio@lehtosenpuu.example"]
        assert said_in(call) == ["internal note"]
        assert call.customer == the_case("Suojavarusteet moottorisahaan").customer

    def test_cut_what_was_quoted(self) -> None:
        answers = Message.objects.filter(case__subject__startswith="Oven karmin", direction="in")
        for answer in answers.exclude(full_text=""):
            assert "kirjoitti" in answer.full_text
            assert "kirjoitti" not in answer.text
        assert answers.exclude(full_text="").count() == 4

    def test_come_with_pictures_and_papers(self) -> None:
        dent = the_case("Kiuas tuli kolhiintuneena, kuvat liitteenä").messages.earliest("id")
        assert "lommo" in dent.html
        assert dent.attachments.get().inline
        assert Attachment.objects.filter(content_type="application/pdf").count() >= 4
