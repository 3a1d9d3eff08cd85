from typing import Any

import pytest
from django.test import Client as Browser

from keskio.channels.models import Mailbox, OutgoingServer, SkippedMail
from keskio.channels.operations import begin_folder, skip_mail
from keskio.clients.models import Client, Inbox
from keskio.interfaces.desk.tests.seen import words_of
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.models import Entry
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, writing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shown")]


def given(prefix: str, **chosen: Any) -> dict[str, Any]:
    wanted = {"host": "127.0.0.1", "port": 1, "tls": "plain", "auth": "password", "user": "u"}
    if prefix == "incoming":
        wanted |= {"folders": "INBOX", "afterwards": "leave", "from_beginning": "False"}
    return {f"{prefix}-{name}": value for name, value in (wanted | chosen).items()}


def at(inbox: Inbox, what: str = "") -> str:
    return f"/admin/inboxes/{inbox.pk}/mail/{what}"


class TestTheMailPage:
    def test_saves_a_mailbox_and_never_shows_its_password(
        self, administrator: Browser, inbox: Inbox
    ) -> None:
        form = given("incoming", password="open sesame")
        answer = administrator.post(at(inbox, "incoming/"), form, follow=True)
        assert "read from now on" in words_of(answer)
        assert b"open sesame" not in answer.content
        assert "open sesame" not in Mailbox.objects.get().secret
        entry = Entry.objects.get(kind="mailbox_set")
        assert entry.payload == {"inbox_id": inbox.pk}

    def test_keeps_the_password_when_none_is_given(
        self, administrator: Browser, inbox: Inbox
    ) -> None:
        administrator.post(at(inbox, "incoming/"), given("incoming", password="one"))
        answer = administrator.post(at(inbox, "incoming/"), given("incoming", folders="A\nB"))
        assert answer.status_code == 302
        assert Mailbox.objects.get().folders == ["A", "B"]

    def test_asks_for_it_again_when_the_server_changes(
        self, administrator: Browser, inbox: Inbox
    ) -> None:
        """Else who may change the server could have the password sent to one of their own."""
        administrator.post(at(inbox, "incoming/"), given("incoming", password="one"))
        answer = administrator.post(
            at(inbox, "incoming/"), given("incoming", host="elsewhere.example")
        )
        assert answer.status_code == 422
        assert "enter it again" in words_of(answer)
        assert Mailbox.objects.get().host == "127.0.0.1"

    @pytest.mark.parametrize(
        "wrong",
        [
            {"host": "a b"},
            {"folders": "IN\x00BOX"},
            {"afterwards": "move", "move_to": "INBOX"},
            {"auth": "oauth", "oauth_client_id": "x", "token_url": "http://plain.example/token"},
        ],
    )
    def test_refuses_what_cannot_be(
        self, administrator: Browser, inbox: Inbox, wrong: dict[str, str]
    ) -> None:
        form = given("incoming", password="p", refresh_token="r", **wrong)
        assert administrator.post(at(inbox, "incoming/"), form).status_code == 422
        assert not Mailbox.objects.exists()

    def test_tells_what_a_server_says(self, administrator: Browser, inbox: Inbox) -> None:
        administrator.post(at(inbox, "incoming/"), given("incoming", password="p"))
        answer = administrator.post(at(inbox, "check/"), {"which": "incoming"}, follow=True)
        assert "Connection refused" in words_of(answer)

    def test_saves_and_checks_an_outgoing_server(
        self, administrator: Browser, inbox: Inbox
    ) -> None:
        administrator.post(at(inbox, "outgoing/"), given("outgoing", password="open sesame"))
        assert OutgoingServer.objects.get().inbox == inbox
        answer = administrator.post(at(inbox, "check/"), {"which": "outgoing"}, follow=True)
        assert "Connection refused" in words_of(answer)
        assert b"open sesame" not in answer.content
        administrator.post(at(inbox, "remove/"), {"which": "outgoing"})
        assert not OutgoingServer.objects.exists()

    def test_wants_a_mailbox_for_its_oauth(self, administrator: Browser, inbox: Inbox) -> None:
        answer = administrator.post(at(inbox, "outgoing/"), given("outgoing", auth="oauth"))
        assert answer.status_code == 422

    def test_shows_what_was_left_at_the_server(self, administrator: Browser, inbox: Inbox) -> None:
        administrator.post(at(inbox, "incoming/"), given("incoming", password="p"))
        with writing(SYSTEM):
            by: dict[str, Any] = {"actor": SYSTEM_ACTOR, "now": NOON}
            folder = begin_folder(
                mailbox_id=Mailbox.objects.get().pk, name="INBOX", uid_validity=1, uid_next=1, **by
            )
            skipped = skip_mail(folder_id=folder.pk, uid=7, size=9**9, why="larger", **by)
        assert "UID 7" in words_of(administrator.get(at(inbox)))
        assert "Left at the server" in words_of(administrator.get("/admin/health/"))
        administrator.post(f"/admin/skipped/{skipped.pk}/dismiss/")
        assert not SkippedMail.objects.exists()

    def test_adds_a_record_address(
        self, administrator: Browser, inbox: Inbox, company: Client
    ) -> None:
        address = f"/admin/clients/{company.pk}/record/"
        administrator.post(address, {"address": "Record@rauta.example"})
        record = Inbox.objects.get(address="record@rauta.example")
        assert (record.kind, record.acknowledges) == ("records", False)
        assert "record@rauta.example" in words_of(administrator.get(at(inbox)))
        answer = administrator.post(address, {"address": inbox.address}, follow=True)
        assert "another inbox has it" in words_of(answer)

    def test_is_for_administrators(self, browser: Browser, inbox: Inbox) -> None:
        assert browser.get(at(inbox)).status_code == 403
