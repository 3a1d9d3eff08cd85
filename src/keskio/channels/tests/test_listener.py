import smtplib
from collections.abc import Iterator

import pytest
from django.db import OperationalError

from keskio.channels import listener as listening
from keskio.channels.listener import Listener, start_listener
from keskio.channels.models import Arrival
from keskio.channels.tests.make import mail
from keskio.clients.models import Inbox
from keskio.clients.tests.make import make_inbox

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def listener(inbox: Inbox) -> Iterator[Listener]:
    started = start_listener("127.0.0.1", 0)
    yield started
    started.stop()


@pytest.fixture
def client(listener: Listener) -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP("127.0.0.1", listener.port, timeout=10) as connected:
        yield connected


class TestListener:
    def test_stores_before_it_says_yes(self, client: smtplib.SMTP, inbox: Inbox) -> None:
        client.sendmail("mikko@customer.example", inbox.address, mail())
        assert Arrival.objects.get().envelope_from == "mikko@customer.example"

    def test_takes_a_mail_from_nobody(self, client: smtplib.SMTP, inbox: Inbox) -> None:
        client.sendmail("", inbox.address, mail())
        assert Arrival.objects.get().envelope_from == ""

    def test_takes_lines_longer_than_they_may_be(self, client: smtplib.SMTP, inbox: Inbox) -> None:
        client.sendmail("mikko@customer.example", inbox.address, mail(text="word " * 20_000))
        assert Arrival.objects.get().size > 100_000

    def test_relays_nothing(self, client: smtplib.SMTP) -> None:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
            client.sendmail("mikko@customer.example", "other@elsewhere.example", mail())
        assert refusal.value.recipients["other@elsewhere.example"][0] == 550

    def test_stores_once_for_each_inbox(self, client: smtplib.SMTP, inbox: Inbox) -> None:
        other = make_inbox()
        client.sendmail("a@b.example", [inbox.address, other.address], mail())
        assert set(Arrival.objects.values_list("inbox", flat=True)) == {inbox.pk, other.pk}

    def test_says_later_when_it_cannot_store(
        self, client: smtplib.SMTP, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*args: object, **kwargs: object) -> None:
            raise OperationalError("database or disk is full")

        monkeypatch.setattr(listening, "take_in", full)
        with pytest.raises(smtplib.SMTPDataError) as refusal:
            client.sendmail("a@b.example", inbox.address, mail())
        assert refusal.value.smtp_code == 451

    def test_refuses_what_is_too_large(self, inbox: Inbox, settings: object) -> None:
        settings.MAX_MAIL_BYTES = 1000  # type: ignore[attr-defined]
        started = start_listener("127.0.0.1", 0)
        try:
            with (
                smtplib.SMTP("127.0.0.1", started.port, timeout=10) as client,
                pytest.raises(smtplib.SMTPResponseException) as refusal,
            ):
                client.sendmail("a@b.example", inbox.address, mail(text="word " * 1000))
        finally:
            started.stop()
        assert refusal.value.smtp_code == 552
        assert not Arrival.objects.exists()
