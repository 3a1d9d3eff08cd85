import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from keskio.channels import operations, queries
from keskio.channels.accounts import MailboxSettings, Secrets, secrets_of
from keskio.channels.checking import check_mailbox
from keskio.channels.fetching import FETCHER, Fetcher
from keskio.channels.models import (
    Afterwards,
    Arrival,
    Auth,
    Mailbox,
    MailboxFolder,
    SkippedMail,
    Tls,
)
from keskio.channels.oauth import access_token
from keskio.channels.tests import dovecot
from keskio.channels.tests.conftest import Provider, require_dovecot
from keskio.channels.tests.dovecot import PASSWORD, USER, Dovecot
from keskio.channels.tests.make import hear_all, mail
from keskio.channels.tests.stalling import stalling
from keskio.clients.models import Inbox
from keskio.clients.tests.make import make_inbox
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.kit.lifeline import Lifeline
from keskio.kit.scopes import SYSTEM, writing

pytestmark = pytest.mark.django_db(transaction=True)

Feed = Callable[..., Mailbox]


@pytest.fixture
def feed(box: Dovecot, inbox: Inbox) -> Feed:
    """Feed the inbox from the box; `chosen` as in MailboxSettings."""

    def fed(
        *, secrets: Secrets | None = None, now: datetime | None = None, **chosen: Any
    ) -> Mailbox:
        wanted = {"from_beginning": True} | chosen
        given = MailboxSettings(host="127.0.0.1", port=box.port, tls=Tls.PLAIN, user=USER, **wanted)
        with writing(SYSTEM):
            return operations.set_mailbox(
                inbox_id=inbox.pk,
                settings=given,
                secrets=secrets or Secrets(password=PASSWORD),
                actor=SYSTEM_ACTOR,
                now=now or timezone.now(),
            )

    return fed


def fetch(*, later: timedelta = timedelta(0)) -> Mailbox:
    """Read whatever is due, as the fetcher's threads do."""
    fetcher = Fetcher(clock=lambda: timezone.now() + later)
    while fetcher.read_next():
        pass
    return Mailbox.objects.get()


NEXT = timedelta(minutes=2)


class TestFetching:
    def test_brings_mail_to_its_case(self, box: Dovecot, feed: Feed) -> None:
        feed()
        box.bring(mail(subject="Chain", message_id="<1@customer.example>"))
        mailbox = fetch()
        hear_all(now=timezone.now())
        arrival = Arrival.objects.get()
        assert arrival.case
        assert (arrival.case.subject, arrival.envelope_from) == ("Chain", None)
        assert arrival.recipient == mailbox.inbox.address
        assert (mailbox.last_error, mailbox.failures, mailbox.claimed_by) == ("", 0, None)
        assert mailbox.last_read_at

    def test_brings_each_mail_once(self, box: Dovecot, feed: Feed) -> None:
        feed()
        box.bring(mail())
        fetch()
        box.bring(mail())
        fetch(later=NEXT)
        fetch(later=2 * NEXT)
        assert Arrival.objects.count() == 2

    def test_begins_now_when_told_to(self, box: Dovecot, feed: Feed) -> None:
        box.bring(mail(subject="Long ago"))
        feed(from_beginning=False)
        fetch()
        assert Arrival.objects.count() == 0
        box.bring(mail())
        fetch(later=NEXT)
        assert Arrival.objects.count() == 1

    def test_does_not_care_what_others_have_seen(self, box: Dovecot, feed: Feed) -> None:
        feed()
        box.bring(mail())
        with box.connected() as client:
            client.select_folder("INBOX")
            client.add_flags(client.search(), [b"\\Seen"])
        fetch()
        assert Arrival.objects.count() == 1

    def test_leaves_no_trace_unless_told_to(self, box: Dovecot, feed: Feed) -> None:
        feed()
        box.bring(mail())
        fetch()
        assert box.count(criteria="UNSEEN") == 1

    def test_marks_what_was_read(self, box: Dovecot, feed: Feed) -> None:
        feed(afterwards=Afterwards.SEEN)
        box.bring(mail())
        fetch()
        assert box.count(criteria="UNSEEN") == 0

    def test_moves_what_was_read(self, box: Dovecot, feed: Feed) -> None:
        feed(afterwards=Afterwards.MOVE, move_to="Keskiö done")
        box.bring(mail())
        box.bring(mail())
        fetch()
        assert (box.count(), box.count("Keskiö done")) == (0, 2)
        assert Arrival.objects.count() == 2

    def test_reads_all_folders(self, box: Dovecot, feed: Feed) -> None:
        feed(folders=("INBOX", "Webshop"))
        box.bring(mail())
        box.bring(mail(), "Webshop")
        fetch()
        assert Arrival.objects.count() == 2

    def test_reads_more_than_a_batch_in_order(self, box: Dovecot, feed: Feed) -> None:
        feed()
        for number in range(45):
            box.bring(mail(subject=str(number), message_id=f"<{number}@customer.example>"))
        fetch()
        ids = Arrival.objects.order_by("pk").values_list("mail_id", flat=True)
        assert list(ids) == [f"<{number}@customer.example>" for number in range(45)]

    def test_takes_over_where_a_killed_one_stopped(self, box: Dovecot, feed: Feed) -> None:
        """It had stored mails and not yet remembered their UIDs."""
        mailbox = feed()
        box.bring(mail())
        fetch()
        MailboxFolder.objects.update(last_uid=0)
        Mailbox.objects.update(claimed_by=12345, try_at=timezone.now() + timedelta(hours=1))
        fetch()
        assert Arrival.objects.count() == 1
        assert MailboxFolder.objects.get(mailbox=mailbox).last_uid > 0


class TestANumberingAnew:
    def test_makes_no_duplicates(self, box: Dovecot, feed: Feed) -> None:
        feed()
        box.bring(mail())
        box.bring(mail())
        fetch()
        before = MailboxFolder.objects.get().uid_validity
        box.number_anew()
        box.bring(mail())
        fetch(later=NEXT)
        assert MailboxFolder.objects.get().uid_validity != before
        assert Arrival.objects.count() == 3

    def test_brings_nothing_from_before_the_start(self, box: Dovecot, feed: Feed) -> None:
        with box.connected() as client:
            client.append("INBOX", mail(subject="Old"), msg_time=timezone.now() - timedelta(days=9))
        feed(from_beginning=False)
        fetch()
        box.bring(mail(subject="New"))
        fetch(later=NEXT)
        box.number_anew()
        fetch(later=2 * NEXT)
        hear_all(now=timezone.now())
        subjects = [arrival.case.subject for arrival in Arrival.objects.all() if arrival.case]
        assert subjects == ["New"]


class TestAMailThatIsTooLarge:
    def test_is_left_there_with_a_note(self, box: Dovecot, feed: Feed, settings: Settings) -> None:
        settings.MAX_MAIL_BYTES = 2_000
        feed(afterwards=Afterwards.MOVE, move_to="Done")
        box.bring(mail(text="x" * 5_000))
        box.bring(mail(text="short"))
        fetch()
        fetch(later=NEXT)
        skipped = SkippedMail.objects.get()
        assert skipped.size > 5_000
        assert "larger" in skipped.why
        assert Arrival.objects.count() == 1
        assert (box.count(), box.count("Done")) == (1, 1)


class TestAWrongPassword:
    def test_is_shown_in_the_servers_words(self, feed: Feed) -> None:
        feed(secrets=Secrets(password="guessed"))
        mailbox = fetch()
        assert "Authentication failed" in mailbox.last_error
        assert mailbox.failures == 1
        assert "guessed" not in mailbox.last_error

    def test_is_tried_again_after_growing_pauses(self, feed: Feed) -> None:
        feed(secrets=Secrets(password="guessed"))
        pauses = []
        later = timedelta(0)
        for _ in range(3):
            mailbox = fetch(later=later)
            pauses.append(round((mailbox.try_at - timezone.now() - later).total_seconds() / 60))
            later += timedelta(hours=1)
        assert pauses == [1, 2, 5]


class TestACertificate:
    def test_that_nobody_signed_is_refused(self, inbox: Inbox) -> None:
        require_dovecot()
        with dovecot.running(tls=True) as server:
            settings = MailboxSettings(
                host="127.0.0.1", port=server.port, tls=Tls.STARTTLS, user=USER
            )
            with writing(SYSTEM):
                operations.set_mailbox(
                    inbox_id=inbox.pk,
                    settings=settings,
                    secrets=Secrets(password=PASSWORD),
                    actor=SYSTEM_ACTOR,
                    now=timezone.now(),
                )
            assert "certificate verify failed" in fetch().last_error
            assert PASSWORD not in (server.home / "log").read_text()


class TestOAuth:
    @pytest.fixture
    def office(self, feed: Feed, provider: Provider) -> Mailbox:
        return feed(
            auth=Auth.OAUTH,
            oauth_client_id="app-7",
            token_url=f"{provider.url}/token",
            oauth_scope="https://mail.example/IMAP",
            secrets=Secrets(client_secret="shh", refresh_token="refresh-1"),
        )

    def test_signs_in_with_a_bought_token(
        self, box: Dovecot, office: Mailbox, provider: Provider
    ) -> None:
        box.bring(mail())
        assert fetch().last_error == ""
        assert Arrival.objects.count() == 1
        (asked,) = provider.asked
        assert asked == {
            "grant_type": ["refresh_token"],
            "client_id": ["app-7"],
            "client_secret": ["shh"],
            "refresh_token": ["refresh-1"],
            "scope": ["https://mail.example/IMAP"],
        }

    def test_buys_no_second_token_while_the_first_lives(
        self, box: Dovecot, office: Mailbox, provider: Provider
    ) -> None:
        fetch()
        fetch(later=NEXT)
        assert len(provider.asked) == 1

    def test_buys_another_when_the_first_was_refused(
        self, box: Dovecot, office: Mailbox, provider: Provider
    ) -> None:
        fetch()
        provider.live.clear()
        assert fetch(later=NEXT).failures == 1
        assert fetch(later=2 * NEXT).failures == 0
        assert len(provider.asked) == 2

    def test_keeps_the_refresh_token_that_comes_along(
        self, box: Dovecot, office: Mailbox, provider: Provider
    ) -> None:
        provider.rotates = True
        fetch()
        kept = secrets_of(Mailbox.objects.get())
        assert (kept.refresh_token, kept.client_secret) == ("refresh-2", "shh")

    def test_says_why_the_provider_refuses(self, office: Mailbox, provider: Provider) -> None:
        provider.refresh_tokens.clear()
        mailbox = fetch()
        assert "invalid_grant The token has been revoked" in mailbox.last_error
        assert "refresh-1" not in mailbox.last_error

    def test_is_not_stopped_by_a_provider_that_is_away(self, office: Mailbox) -> None:
        Mailbox.objects.update(token_url="http://127.0.0.1:1/token")
        assert "no answer from" in fetch().last_error


class TestTheFetcher:
    def test_reads_beside_a_server_that_stalls(
        self, box: Dovecot, feed: Feed, inbox: Inbox
    ) -> None:
        feed(now=timezone.now() - timedelta(minutes=1))
        box.bring(mail())
        with stalling() as port:
            slow = make_inbox()
            settings = MailboxSettings(host="127.0.0.1", port=port, tls=Tls.PLAIN, user=USER)
            with writing(SYSTEM):
                operations.set_mailbox(
                    inbox_id=slow.pk,
                    settings=settings,
                    secrets=Secrets(password=PASSWORD),
                    actor=SYSTEM_ACTOR,
                    now=timezone.now() - timedelta(hours=1),
                )
            fetcher = Fetcher(clock=timezone.now)
            assert arrives_while_running(fetcher)
        for reading in fetcher._busy.values():
            reading.join(10)

    def test_leaves_what_a_living_one_reads(self, feed: Feed) -> None:
        feed()
        mine = Lifeline()
        assert claim(mine)
        assert claim(mine, busy=[Mailbox.objects.get().pk]) is None

    def test_takes_over_what_a_dead_one_read(self, feed: Feed) -> None:
        feed()
        thread = threading.Thread(target=_claim_and_die)
        thread.start()
        thread.join()
        assert claim(Lifeline())


def claim(lifeline: Lifeline, busy: list[int] | None = None) -> Mailbox | None:
    with writing(SYSTEM):
        return operations.claim_mailbox(
            claimer=lifeline, busy=busy or [], actor=FETCHER, now=timezone.now()
        )


def _claim_and_die() -> None:
    claim(Lifeline())
    connection.close()


def arrives_while_running(fetcher: Fetcher) -> bool:
    """Whether a mail comes in within ten seconds."""
    stop = threading.Event()
    thread = threading.Thread(target=fetcher.run, args=[stop])
    thread.start()
    until = timezone.now() + timedelta(seconds=10)
    try:
        while timezone.now() < until:
            if Arrival.objects.exists():
                return True
            stop.wait(0.1)
        return False
    finally:
        stop.set()
        thread.join()


class TestCheckMailbox:
    def test_lists_the_folders(self, box: Dovecot, feed: Feed) -> None:
        mailbox = feed()
        checked = check_mailbox(mailbox, now=timezone.now)
        assert checked.is_well
        assert "INBOX" in checked.folders

    def test_names_folders_that_are_missing(self, feed: Feed) -> None:
        checked = check_mailbox(feed(folders=("inbox", "Nowhere")), now=timezone.now)
        assert (checked.is_well, checked.missing) == (False, ("Nowhere",))

    def test_tells_the_servers_words(self, feed: Feed) -> None:
        checked = check_mailbox(feed(secrets=Secrets(password="wrong")), now=timezone.now)
        assert not checked.is_well
        assert "Authentication failed" in checked.words

    def test_tells_of_a_server_that_is_not_there(self, feed: Feed) -> None:
        mailbox = feed()
        mailbox.port = 1
        assert "refused" in check_mailbox(mailbox, now=timezone.now).words.lower()


class TestAnAccessToken:
    def test_never_shows_itself(self, feed: Feed, provider: Provider) -> None:
        mailbox = feed(
            auth=Auth.OAUTH,
            oauth_client_id="app-7",
            token_url=f"{provider.url}/token",
            secrets=Secrets(refresh_token="refresh-1"),
        )
        token = access_token(mailbox, now=timezone.now)
        assert token not in repr(mailbox) + str(vars(mailbox))
        assert "refresh-1" not in repr(secrets_of(mailbox)) + mailbox.secret
        assert queries.mailbox_to_read(mailbox.pk).secret == mailbox.secret
