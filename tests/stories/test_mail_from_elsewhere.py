"""IMAP mailboxes as inboxes; mail of anybody here in the customer's story; a contact noted."""

import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from keskio.channels.tests.dovecot import DOVECOT, PASSWORD, Dovecot
from keskio.channels.tests.dovecot import running as dovecot
from tests.installation import Running
from tests.screenshots import ADMINISTRATOR, MIKKO
from tests.stories.conftest import Visit
from tests.stories.post import PostOffice, letter, send, wait_until
from tests.stories.profiles import Profile, desktop, phone, told
from tests.stories.seen import assert_sound, open_case, show

pytestmark = pytest.mark.browser
USER, RECORD = "apu@rautajasaha.example", "muistiin@rautajasaha.example"
AINO = "Aino Salmela <aino@kohtaamo.example>"
PROVED = "mx.kohtaamo.example; dmarc=pass header.from=kohtaamo.example"
TEN_SECONDS = 10


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Dovecot]:
    if DOVECOT is None:
        pytest.skip("needs Dovecot (apt-get install dovecot-imapd)")
    with dovecot() as running:
        yield running


@told(desktop("light"), phone("dark", "da"))
class TestAMailboxElsewhere:
    def test_is_read_and_answers_leave_by_its_server(
        self, visit: Visit, profile: Profile, mailbox: Dovecot, post_office: PostOffice
    ) -> None:
        page, subject = visit("/admin/inboxes/1/mail/", who=ADMINISTRATOR), f"Fra IMAP {profile}"
        incoming(page, mailbox)
        expect(page.locator("main")).to_contain_text(USER)
        outgoing(page, post_office)
        assert_sound(page, profile)
        mail = letter(
            subject,
            "Hvad koster den?",
            sender="Ib <ib@post.example>",
            to=USER,
            message_id=f"<{profile}@post.example>",
        )
        mailbox.bring(mail.as_bytes(), user=USER)
        page.locator("[name=which][value=incoming]").first.click()
        wait_until(lambda: has_come(page, subject))
        open_case(page, subject)
        page.fill("#reply-text", "49 kr.")
        page.locator(".for-reply [data-send]").click()
        envelope, answer = post_office.wait_for(1)
        assert envelope.rcpt_tos == ["ib@post.example"]
        assert answer["In-Reply-To"] == f"<{profile}@post.example>"
        assert mailbox.count(criteria="UNSEEN", user=USER) == 0
        page.goto("/admin/inboxes/1/mail/")
        for which in ("incoming", "outgoing"):
            page.locator(f"[name=which][value={which}]").last.click()
            page.wait_for_load_state()


@told(desktop("dark"), phone("light", "pl"))
class TestBeyondTheDesk:
    def test_a_mail_with_the_record_address_in_bcc_makes_no_work(
        self, visit: Visit, profile: Profile, demo: Running
    ) -> None:
        page, text = visit(), f"Nähdään lauantaina, kello {9 + profile.is_phone}!"
        waiting = page.locator(".rail nav span, .list-tabs span").first.inner_text()
        mail = letter(
            "Kiitos käynnistä",
            text,
            sender=AINO,
            to="mikko.lahtinen@posti.example",
            message_id=f"<kiitos-{profile}@kohtaamo.example>",
        )
        mail["Authentication-Results"] = PROVED
        send(demo, mail, to=RECORD)
        message = page.locator(".message.ours", has_text=text)
        open_case(page, MIKKO)
        wait_until(lambda: bool(page.reload() and message.count()))
        expect(message).to_contain_text("Aino Salmela")
        show(page, "customer", profile)
        expect(page.locator(".customer-name")).to_have_text("Mikko Lahtinen")
        assert_sound(page, profile)
        page.goto("/cases/")
        assert page.locator(".rail nav span, .list-tabs span").first.inner_text() == waiting

    def test_a_contact_is_noted_in_ten_seconds(self, visit: Visit, profile: Profile) -> None:
        page = visit("/note/")
        began = time.monotonic()
        page.locator("#words").press_sequentially("mikko l", delay=40)
        page.locator("#found label", has_text="Mikko Lahtinen").click()
        page.locator("#text").press_sequentially(f"Hakee lauantaina. {profile}", delay=40)
        page.locator("main form .primary").click()
        expect(page.locator("main .notice, .toast").first).to_contain_text(profile.word("Noted."))
        assert time.monotonic() - began < TEN_SECONDS
        assert_sound(page, profile)
        open_case(page, MIKKO)
        show(page, "customer", profile)
        expect(page.locator(".pane-customer")).to_contain_text("Hakee lauantaina")


def incoming(page: Page, mailbox: Dovecot) -> None:
    fill(
        page,
        "incoming",
        host="127.0.0.1",
        port=str(mailbox.port),
        tls="plain",
        user=USER,
        password=PASSWORD,
        folders="INBOX",
        afterwards="seen",
    )


def outgoing(page: Page, post_office: PostOffice) -> None:
    host, port = post_office.url.removeprefix("smtp://").split(":")
    fill(page, "outgoing", host=host, port=port, tls="plain", auth="none")


def fill(page: Page, which: str, **chosen: str) -> None:
    form = page.locator(f"form[action$='{which}/']")
    page.locator("details", has=form).locator("> summary").click()
    for name, value in chosen.items():
        field = form.locator(f"[name={which}-{name}]")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    with page.expect_navigation():
        form.locator(".primary").click()


def has_come(page: Page, subject: str) -> bool:
    page.goto(f"/search/?q={quote(subject)}")
    return page.locator("ol.found h2", has_text=subject).count() > 0
