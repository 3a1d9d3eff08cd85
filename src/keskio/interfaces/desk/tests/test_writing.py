from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client as Browser

from keskio.cases.models import Case, Message, State
from keskio.cases.tests.make import make_case, receive
from keskio.clients.models import Inbox
from keskio.interfaces.desk.tests.seen import fresh, seen
from keskio.staff.models import Agent

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(inbox: Inbox) -> Case:
    return make_case(inbox)


def newest(case: Case) -> int:
    return seen(lambda: Message.objects.filter(case=case).latest("id").pk)


def reply(browser: Browser, case: Case, **chosen: object) -> HttpResponse:
    sent = {"text": "Try the L.", "request_key": uuid4(), "last_seen": newest(case), **chosen}
    return browser.post(f"/cases/{case.pk}/reply/", sent)  # type: ignore[return-value]


def replies(case: Case) -> list[Message]:
    return seen(lambda: list(Message.objects.filter(case=case, direction="out")))


class TestAReply:
    def test_is_written_and_leads_back_to_the_case(self, browser: Browser, case: Case) -> None:
        response = reply(browser, case, cc="Li <li@customer.example>")
        assert response["Location"] == f"/cases/{case.pk}/"
        [message] = replies(case)
        assert message.text == "Try the L."
        assert message.cc == [["Li", "li@customer.example"]]

    def test_is_written_once_however_often_the_form_is_sent(
        self, browser: Browser, case: Case
    ) -> None:
        key, last_seen = uuid4(), newest(case)
        for _ in range(3):
            assert reply(browser, case, request_key=key, last_seen=last_seen).status_code == 302
        assert len(replies(case)) == 1

    def test_takes_files_along(self, browser: Browser, case: Case) -> None:
        files = [SimpleUploadedFile("a.txt", b"one"), SimpleUploadedFile("b.txt", b"two")]
        reply(browser, case, attached=files)
        names = seen(lambda: [file.name for file in replies(case)[0].attachments.all()])
        assert sorted(names) == ["a.txt", "b.txt"]

    def test_asks_how_it_ended_when_it_shall_resolve(self, browser: Browser, case: Case) -> None:
        response = reply(browser, case, resolve="")
        assert response["Location"] == f"/cases/{case.pk}/#resolve"

    def test_waits_when_the_customer_wrote_meanwhile(
        self, browser: Browser, inbox: Inbox, case: Case
    ) -> None:
        last_seen = newest(case)
        first = seen(lambda: Message.objects.get(pk=last_seen))
        receive(inbox, text="Never mind!", references=(first.message_id,))
        response = reply(browser, case, last_seen=last_seen, text="My long answer", cc="bo@x.io")
        page = response.content.decode()
        assert response.status_code == 409
        assert replies(case) == []
        assert "1 message came while you were writing" in page
        assert "new to you" in page
        assert "My long answer</textarea>" in page
        assert 'value="bo@x.io"' in page
        assert f'name="last_seen" value="{newest(case)}"' in page

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({"text": "  "}, "There is nothing to send yet"),
            ({"cc": "not an address"}, "Something in Cc is no mail address"),
            ({"last_seen": ""}, "The form did not arrive whole"),
        ],
    )
    def test_loses_no_text_when_it_is_refused(
        self, browser: Browser, case: Case, sent: dict[str, str], said: str
    ) -> None:
        response = reply(browser, case, **{"text": "Kept words", **sent})
        page = response.content.decode()
        assert response.status_code == 422
        assert said in page
        assert sent.get("text", "Kept words") in page
        assert replies(case) == []

    def test_says_why_in_the_readers_language(
        self, browser: Browser, case: Case, agent: Agent
    ) -> None:
        Agent.objects.filter(pk=agent.pk).update(language="fi")
        page = reply(browser, case, text="").content.decode()
        assert "Ei vielä mitään lähetettävää" in page

    def test_to_another_clients_case_is_not_found(self, stranger: Browser, case: Case) -> None:
        assert reply(stranger, case).status_code == 404
        assert replies(case) == []


class TestANote:
    def test_is_written_for_colleagues_only(self, browser: Browser, case: Case) -> None:
        sent = {"text": "Careful, VIP.", "request_key": uuid4()}
        browser.post(f"/cases/{case.pk}/note/", sent)
        browser.post(f"/cases/{case.pk}/note/", sent)
        note = seen(lambda: Message.objects.get(case=case, kind="note"))
        assert note.direction == "internal"
        assert fresh(case).state == State.OPEN

    def test_never_becomes_a_reply_when_it_is_refused(self, browser: Browser, case: Case) -> None:
        sent = {"text": "Secret thought", "request_key": "not a key"}
        page = browser.post(f"/cases/{case.pk}/note/", sent).content.decode()
        reply_form, note_form = page.split('id="note-text"')
        assert "Secret thought" in note_form
        assert "Secret thought" not in reply_form

    def test_on_another_clients_case_is_not_found(self, stranger: Browser, case: Case) -> None:
        sent = {"text": "Hello", "request_key": uuid4()}
        assert stranger.post(f"/cases/{case.pk}/note/", sent).status_code == 404
