import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from keskio.cases import operations
from keskio.cases.incoming import IncomingFile
from keskio.cases.models import Attachment, Case, Message, Outcome
from keskio.cases.queries.reading import LATEST
from keskio.cases.tests.make import make_case, receive
from keskio.channels import operations as channels
from keskio.clients.models import Client, Inbox
from keskio.interfaces.desk.tests.conftest import SignIn
from keskio.interfaces.desk.tests.seen import seen
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, writing
from keskio.staff.models import Agent
from keskio.staff.tests.make import make_agent

pytestmark = pytest.mark.django_db

PIXEL = b"\x89PNG\r\n\x1a\n not much of a picture"


def page_of(case: Case, browser: Browser) -> str:
    response = browser.get(f"/cases/{case.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def attached(name: str) -> Attachment:
    return seen(lambda: Attachment.objects.get(name=name))


@pytest.fixture
def case(inbox: Inbox) -> Case:
    return make_case(inbox)


@pytest.fixture
def designed(inbox: Inbox) -> Message:
    """A mail with a picture in its text, a remote one, and a file."""
    return receive(
        inbox,
        html='<p>Look: <img data-cid="one"> <img data-remote-src="https://spy.example/x.png"></p>',
        attachments=(
            IncomingFile(
                name="saw.png",
                content_type="image/png",
                content=PIXEL,
                content_id="one",
                inline=True,
            ),
            IncomingFile(name="bill.html", content_type="text/html", content=b"<script>1</script>"),
        ),
    ).message


class TestACasesPage:
    def test_is_not_found_by_an_agent_of_another_client(
        self, stranger: Browser, case: Case
    ) -> None:
        assert stranger.get(f"/cases/{case.pk}/").status_code == 404

    def test_asks_as_much_for_five_messages_as_for_one(
        self, browser: Browser, agent: Agent, case: Case
    ) -> None:
        def think(number: int) -> None:
            with writing(SYSTEM):
                operations.write_note(
                    case_id=case.pk,
                    text=f"Thought {number}",
                    actor=agent.actor,
                    agent_id=agent.pk,
                    now=NOON,
                )

        think(0)
        page_of(case, browser)
        with CaptureQueriesContext(connection) as one:
            page_of(case, browser)
        for number in range(1, 5):
            think(number)
        with CaptureQueriesContext(connection) as five:
            assert "Thought 4" in page_of(case, browser)
        assert len(five) == len(one)

    def test_tells_what_happened_between_the_messages(
        self, browser: Browser, agent: Agent, case: Case
    ) -> None:
        with writing(SYSTEM):
            operations.assign_case(case_id=case.pk, agent_id=agent.pk, actor=agent.actor, now=NOON)
            operations.resolve_case(
                case_id=case.pk,
                reason_id=None,
                outcome=Outcome.SOLVED,
                actor=agent.actor,
                now=NOON + timedelta(hours=1),
            )
        page = page_of(case, browser)
        assert "Taken by <b>Jenni Korhonen</b>" in page
        assert "Resolved by <b>Jenni Korhonen</b>: Solved" in page

    def test_shows_a_failed_delivery_on_its_message(
        self, browser: Browser, agent: Agent, case: Case
    ) -> None:
        with writing(SYSTEM):
            message = operations.write_reply(
                case_id=case.pk, text="Here you are.", actor=agent.actor, now=NOON
            )
            delivery = channels.queue_delivery(message_id=message.pk, actor=SYSTEM_ACTOR, now=NOON)
            channels.fail_delivery(
                delivery_id=delivery.pk, error="550 mailbox full", actor=SYSTEM_ACTOR, now=NOON
            )
        page = page_of(case, browser)
        assert "not delivered" in page
        assert "550 mailbox full" in page

    def test_escapes_whatever_a_customer_writes(self, browser: Browser, inbox: Inbox) -> None:
        case = make_case(
            inbox, author_name="<b>Eve</b>", subject="<i>Hm</i>", text="<script>alert(1)</script>"
        )
        page = page_of(case, browser)
        assert "<script>alert(1)" not in page
        assert "<b>Eve</b>" not in page
        assert "<i>Hm</i>" not in page

    def test_offers_the_full_text_where_something_was_cut(
        self, browser: Browser, inbox: Inbox
    ) -> None:
        case = make_case(inbox, text="Yes.", full_text="Yes.\n> Do you want it?")
        assert "&gt; Do you want it?" in page_of(case, browser)

    def test_copies_a_reply_to_who_else_was_on_the_mail(
        self, browser: Browser, inbox: Inbox
    ) -> None:
        case = make_case(
            inbox,
            to=(("", inbox.address), ("Li", "li@customer.example")),
            cc=(("", "bo@x.example"),),
        )
        page = page_of(case, browser)
        assert 'value="Li &lt;li@customer.example&gt;, bo@x.example"' in page
        assert inbox.address not in page.split('id="cc"')[1].split(">")[0]


class TestALongCase:
    @pytest.fixture
    def long(self, case: Case, agent: Agent) -> Case:
        with writing(SYSTEM):
            for number in range(LATEST):
                operations.write_note(
                    case_id=case.pk, text=f"Thought {number}.", actor=agent.actor, now=NOON
                )
        return case

    @pytest.fixture
    def asked_again(self, inbox: Inbox, long: Case) -> None:
        said: dict[str, Any] = {"text": "And oil?", "full_text": "And oil?", "case_id": long.pk}
        assert receive(inbox, author="mikko@customer.example", **said).case == long

    def test_is_read_from_its_end(self, browser: Browser, long: Case, asked_again: None) -> None:
        story = story_of(long, browser)
        assert "And oil?" in story
        assert "Thought 1." in story
        assert "Which chain fits my saw?" not in story
        assert "Show earlier messages" in page_of(long, browser)

    def test_is_there_whole(self, browser: Browser, long: Case, asked_again: None) -> None:
        page = browser.get(f"/cases/{long.pk}/?whole=1").content.decode()
        assert "Thought 0." in page
        assert "Show earlier messages" not in page

    def test_whose_customer_said_nothing_lately_is_shown_whole(
        self, browser: Browser, long: Case
    ) -> None:
        assert "Which chain fits my saw?" in story_of(long, browser)


class TestAMessageShownAgain:
    """It is kept as it was put together, for as long as it stays what it was."""

    def test_reads_the_same_for_a_colleague(
        self, browser: Browser, company: Client, sign_in: SignIn, case: Case
    ) -> None:
        first = story_of(case, browser)
        assert "Which chain fits my saw?" in first
        assert story_of(case, sign_in(make_agent(company))) == first

    def test_speaks_the_language_of_who_reads_it(
        self, browser: Browser, company: Client, sign_in: SignIn, designed: Message
    ) -> None:
        assert "As it was designed, in full" in story_of(designed.case, browser)
        finn = sign_in(make_agent(company, language="fi"))
        assert "As it was designed, in full" not in story_of(designed.case, finn)

    def test_tells_what_has_become_of_it(self, browser: Browser, agent: Agent, case: Case) -> None:
        with writing(SYSTEM):
            message = operations.write_reply(
                case_id=case.pk, text="Here you are.", actor=agent.actor, now=NOON
            )
            delivery = channels.queue_delivery(message_id=message.pk, actor=SYSTEM_ACTOR, now=NOON)
        assert "not delivered" not in story_of(case, browser)
        with writing(SYSTEM):
            channels.fail_delivery(
                delivery_id=delivery.pk, error="550 mailbox full", actor=SYSTEM_ACTOR, now=NOON
            )
        assert "not delivered" in story_of(case, browser)


def story_of(case: Case, browser: Browser) -> str:
    """Its messages, as they stand in the page."""
    return "".join(re.findall(r"<article.*?</article>", page_of(case, browser), re.DOTALL))


class TestAMailAsItWasDesigned:
    def test_is_not_found_by_an_agent_of_another_client(
        self, stranger: Browser, designed: Message
    ) -> None:
        assert stranger.get(f"/messages/{designed.pk}/html/").status_code == 404

    def test_shows_the_pictures_that_came_along_and_no_others(
        self, browser: Browser, designed: Message
    ) -> None:
        response = browser.get(f"/messages/{designed.pk}/html/")
        picture = attached("saw.png")
        assert f'src="/attachments/{picture.pk}/"' in response.content.decode()
        assert ' src="https://spy.example' not in response.content.decode()
        assert "img-src 'self' data:;" in response["Content-Security-Policy"]

    def test_loads_remote_pictures_when_asked(self, browser: Browser, designed: Message) -> None:
        response = browser.get(f"/messages/{designed.pk}/html/?images=1")
        assert ' src="https://spy.example/x.png"' in response.content.decode()
        assert "img-src 'self' data: http: https:" in response["Content-Security-Policy"]

    def test_runs_nothing_and_asks_nobody(self, browser: Browser, designed: Message) -> None:
        policy = browser.get(f"/messages/{designed.pk}/html/")["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "sandbox" in policy
        assert "script" not in policy


class TestAnAttachment:
    def test_is_not_found_by_an_agent_of_another_client(
        self, stranger: Browser, designed: Message
    ) -> None:
        for name in ("saw.png", "bill.html"):
            assert stranger.get(f"/attachments/{attached(name).pk}/").status_code == 404

    def test_is_shown_when_it_is_a_picture(self, browser: Browser, designed: Message) -> None:
        picture = attached("saw.png")
        response = browser.get(f"/attachments/{picture.pk}/")
        assert b"".join(response) == PIXEL
        assert response["Content-Type"] == "image/png"
        assert response["Content-Disposition"].startswith("inline")

    def test_is_only_handed_over_when_it_could_run_something(
        self, browser: Browser, designed: Message
    ) -> None:
        page = attached("bill.html")
        response = browser.get(f"/attachments/{page.pk}/")
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"] == 'attachment; filename="bill.html"'
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        response.close()
