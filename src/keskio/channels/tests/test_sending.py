import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connection

from keskio.cases import operations as cases
from keskio.cases.models import Case, Message, State
from keskio.cases.operations import OutgoingFile
from keskio.channels import operations
from keskio.channels.models import Delivery
from keskio.channels.sending import SENDER, Sender
from keskio.channels.tests.make import bring, case_of, hear_all, mail
from keskio.clients.models import Inbox
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.tests.make import NOON
from keskio.kit.lifeline import Lifeline
from keskio.kit.scopes import SYSTEM, writing

pytestmark = pytest.mark.django_db(transaction=True)
MIKKO = "mikko@customer.example"


@dataclass
class MailServer:
    """A real one on a free port; answers to recipients and mails as it is told."""

    refusals: dict[str, str] = field(default_factory=dict)
    answer: str = "250 OK"
    got: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    url: str = ""

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.got.append((envelope.mail_from or "", envelope.rcpt_tos, envelope.content))
        return self.answer


@pytest.fixture
def server() -> Iterator[MailServer]:
    answering = MailServer()
    controller = Controller(answering, hostname="127.0.0.1", port=free_port())
    controller.start()
    answering.url = f"smtp://127.0.0.1:{controller.port}"
    yield answering
    controller.stop()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def written(inbox: Inbox, **chosen: Any) -> Message:
    case_id = case_of(bring(mail(MIKKO, message_id="<asked@customer.example>"), inbox))
    with writing(SYSTEM):
        message = cases.write_reply(
            case_id=case_id, text="Chain **325**.", actor=SYSTEM_ACTOR, now=NOON, **chosen
        )
    hear_all()
    return message


def send(url: str, *, now: datetime = NOON) -> Delivery:
    sender = Sender(clock=lambda: now, url=url)
    while sender.turn():
        pass
    return Delivery.objects.get()


class TestSender:
    def test_sends_with_the_right_headers(self, inbox: Inbox, server: MailServer) -> None:
        file = OutgoingFile("guide.pdf", "application/pdf", b"%PDF-1.4")
        message = written(inbox, files=[file], cc=[("Wife", "wife@customer.example")])
        assert send(server.url).state == Delivery.State.SENT
        ((envelope_from, recipients, raw),) = server.got
        sent = message_from_bytes(raw)
        assert recipients == [MIKKO, "wife@customer.example"]
        assert sent["Message-ID"] == message.message_id
        assert sent["In-Reply-To"] == "<asked@customer.example>"
        assert "<asked@customer.example>" in sent["References"]
        assert envelope_from in sent["Reply-To"]
        assert "+c" in envelope_from
        types = [part.get_content_type() for part in sent.walk()]
        assert {"text/plain", "text/html", "application/pdf"} <= set(types)

    def test_sends_acknowledgements_from_nobody(self, inbox: Inbox, server: MailServer) -> None:
        arrival = bring(mail(MIKKO), inbox)
        with writing(SYSTEM):
            cases.write_acknowledgement(
                case_id=case_of(arrival),
                answers=arrival.message_id or 0,
                text="It came.",
                actor=SYSTEM_ACTOR,
                now=NOON,
            )
        hear_all()
        send(server.url)
        ((envelope_from, _, raw),) = server.got
        assert envelope_from == "<>"
        assert message_from_bytes(raw)["Auto-Submitted"] == "auto-replied"

    def test_tries_again_under_the_same_id(self, inbox: Inbox, server: MailServer) -> None:
        message = written(inbox)
        delivery = send("smtp://127.0.0.1:1")
        assert (delivery.state, delivery.attempts) == (Delivery.State.QUEUED, 1)
        assert "refused" in delivery.last_error.lower()
        delivery = send(server.url, now=NOON + timedelta(minutes=1))
        assert (delivery.state, delivery.attempts) == (Delivery.State.SENT, 2)
        assert message.message_id.encode() in server.got[0][2]

    def test_waits_as_long_as_no_server_is_set(self, inbox: Inbox) -> None:
        written(inbox)
        assert "no outgoing mail server" in send("").last_error

    def test_returns_the_case_when_refused_for_good(self, inbox: Inbox, server: MailServer) -> None:
        server.refusals[MIKKO] = "550 5.1.1 no such user"
        message = written(inbox)
        delivery = send(server.url)
        assert delivery.state == Delivery.State.FAILED
        assert "no such user" in delivery.last_error
        assert Case.objects.get(pk=message.case_id).state == State.OPEN

    def test_asks_again_only_for_whom_it_was_put_off(
        self, inbox: Inbox, server: MailServer
    ) -> None:
        server.refusals["wife@customer.example"] = "450 4.2.1 later"
        written(inbox, cc=[("Wife", "wife@customer.example")])
        delivery = send(server.url)
        assert (delivery.state, delivery.recipients) == ("queued", ["wife@customer.example"])
        server.refusals.clear()
        assert send(server.url, now=NOON + timedelta(minutes=1)).state == "sent"
        assert [recipients for _, recipients, _ in server.got] == [
            [MIKKO],
            ["wife@customer.example"],
        ]

    def test_gives_up_after_two_days(self, inbox: Inbox, server: MailServer) -> None:
        server.answer = "451 busy"
        written(inbox)
        assert send(server.url, now=NOON + timedelta(days=1)).state == Delivery.State.QUEUED
        assert send(server.url, now=NOON + timedelta(days=3)).state == Delivery.State.FAILED

    def test_writes_files_where_told_to(self, inbox: Inbox, tmp_path: object) -> None:
        message = written(inbox)
        assert send(f"file:{tmp_path}").state == Delivery.State.SENT
        (file,) = tmp_path.iterdir()  # type: ignore[attr-defined]
        assert message.message_id.strip("<>") in file.name


class TestAMailThatCannotBeMade:
    def test_is_put_off_with_the_error(self, inbox: Inbox, server: MailServer) -> None:
        message = written(inbox)
        message.to = [["three", "where two", "are awaited"]]
        message.save(update_fields=["to"])
        delivery = send(server.url)
        assert (delivery.state, delivery.claimed_by) == (Delivery.State.QUEUED, None)
        assert "too many values" in delivery.last_error


class TestClaimDelivery:
    def test_leaves_what_a_living_sender_tries(self, inbox: Inbox) -> None:
        written(inbox)
        with claimed_elsewhere():
            if connection.vendor == "postgresql":  # on SQLite nobody else lives
                assert claim() is None

    def test_takes_over_from_who_hangs(self, inbox: Inbox) -> None:
        written(inbox)
        with claimed_elsewhere():
            assert claim(now=NOON + timedelta(minutes=11))

    def test_takes_over_at_once_from_who_died(self, inbox: Inbox) -> None:
        written(inbox)
        with claimed_elsewhere():
            pass
        assert claim()

    def test_leaves_what_was_put_off(self, inbox: Inbox) -> None:
        written(inbox)
        send("smtp://127.0.0.1:1")
        assert claim() is None


def claim(*, now: datetime = NOON) -> Delivery | None:
    with writing(SYSTEM):
        return operations.claim_delivery(claimer=Lifeline(), actor=SENDER, now=now)


@contextmanager
def claimed_elsewhere() -> Iterator[None]:
    """By a sender with a connection of its own, which lives as long as this lasts."""
    claimed, over = threading.Event(), threading.Event()

    def try_it() -> None:
        assert claim()
        claimed.set()
        over.wait(10)
        connection.close()

    thread = threading.Thread(target=try_it)
    thread.start()
    assert claimed.wait(10)
    yield
    over.set()
    thread.join(10)
