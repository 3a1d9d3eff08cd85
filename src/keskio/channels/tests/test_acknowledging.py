from datetime import timedelta

import pytest

from keskio.cases.models import Message
from keskio.channels.models import Delivery
from keskio.channels.tests.make import bring, mail
from keskio.clients.models import Inbox
from keskio.clients.tests.make import make_client, make_inbox
from keskio.journal.tests.make import NOON

pytestmark = pytest.mark.django_db(transaction=True)
MIKKO = "mikko@customer.example"


@pytest.fixture
def answering(shown: None) -> Inbox:
    return make_inbox(make_client("Rauta & Saha"), language="fi", answer_within_hours=8)


def acknowledgements() -> list[Message]:
    return list(Message.objects.filter(kind="acknowledgement").order_by("id"))


class TestAcknowledge:
    def test_says_that_it_is_automatic_and_when_a_person_answers(self, answering: Inbox) -> None:
        bring(mail(MIKKO), answering)
        (message,) = acknowledgements()
        assert "automaattinen" in message.text
        assert "Rauta & Saha" in message.text
        assert "3 maaliskuuta" in message.text  # noon on Monday 2 March and eight opening hours
        assert Delivery.objects.get().recipients == [MIKKO]

    def test_answers_only_the_first_mail_of_a_case(self, answering: Inbox) -> None:
        bring(mail(MIKKO, message_id="<1@a>"), answering)
        later = NOON + timedelta(hours=2)
        bring(mail(MIKKO, In_Reply_To="<1@a>"), answering, now=later)
        assert len(acknowledgements()) == 1

    def test_writes_to_a_sender_once_an_hour(self, answering: Inbox) -> None:
        for minutes in (0, 10, 59, 61):
            bring(mail(MIKKO), answering, now=NOON + timedelta(minutes=minutes))
        assert len(acknowledgements()) == 2

    def test_never_answers_automatic_mail(self, answering: Inbox) -> None:
        bring(mail(MIKKO, Auto_Submitted="auto-replied"), answering)
        assert not acknowledgements()

    def test_never_answers_ourselves(self, answering: Inbox) -> None:
        other = make_inbox()
        bring(mail(other.address), answering)
        assert not acknowledgements()

    def test_stays_silent_where_switched_off(self, inbox: Inbox) -> None:
        bring(mail(MIKKO), inbox)
        assert not acknowledgements()
