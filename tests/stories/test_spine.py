"""A mail comes in, a person answers it, nothing is lost: over real SMTP, in a real browser."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.installation import Running
from tests.stories.post import PostOffice, answer, letter, send, text_of

pytestmark = pytest.mark.browser
DESKTOP, PHONE = {"width": 1280, "height": 820}, {"width": 390, "height": 780}
HELP, MIKKO = "help@saws.example", "Mikko Lahtinen <mikko@post.example>"
PASSWORD = "a long enough pass phrase"


@dataclass
class Story:
    """Who takes part, and how far it has come."""

    page: Page
    running: Running
    office: PostOffice

    def begin(self) -> None:
        """The first visit: an administrator, a company, an inbox."""
        found = re.search(r"http\S+\?code=\w+", self.running.said)
        assert found
        self.page.goto(found[0])
        for name, value in {
            "name": "Jenni Korhonen",
            "email": "jenni@saws.example",
            "password": PASSWORD,
            "company": "Saws",
            "address": HELP,
        }.items():
            self.page.fill(f"[name={name}]", value)
        self.page.select_option("[name=language]", "en")
        self.page.click("main button")
        self.page.wait_for_url("**/cases/")

    def sign_in_again(self) -> None:
        self.page.context.clear_cookies()
        self.page.goto("/")
        self.page.fill("[name=login]", "jenni@saws.example")
        self.page.fill("[name=password]", PASSWORD)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url("**/cases/")

    def mikko_writes(self) -> EmailMessage:
        """His mail, and the acknowledgement that he gets at once."""
        mail = letter(
            "Which chain?",
            "Hello,\n\nwhich chain fits my saw?\n\nMikko",
            sender=MIKKO,
            to=HELP,
            message_id="<first@post.example>",
        )
        send(self.running, mail, to=HELP)
        _, acknowledgement = self.office.wait_for(1)
        return acknowledgement

    def take_next(self) -> None:
        self.page.click("form[action='/cases/next/'] button")
        self.page.wait_for_url(re.compile(r"/cases/\d+/$"))

    def reply(self, text: str) -> EmailMessage:
        self.page.fill("#reply-text", text)
        self.page.set_input_files(
            "input[name=attached]",
            {"name": "guide.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 guide"},
        )
        self.page.click(".for-reply [data-send]")
        expect(self.page.locator(".message.ours").last).to_contain_text(text.replace("**", ""))
        return self.office.wait_for(2)[1]

    def note(self, text: str) -> None:
        self.page.locator("label", has=self.page.locator("#kind-note")).click()
        self.page.fill("#note-text", text)
        self.page.click(".for-note [data-send]")
        expect(self.page.locator(".message.note")).to_contain_text(text.replace("**", ""))

    def resolve(self) -> None:
        """By one key for the reason and one for the outcome."""
        self.page.locator("body").press("e")
        for key in ("1", "s", "Enter"):
            self.page.keyboard.press(key)
        expect(self.page.locator(".case-meta .badge")).to_have_text("Resolved")

    def mikko_answers(self, received: EmailMessage) -> None:
        mail = answer(
            received, "It fits, but where?", sender=MIKKO, message_id="<second@post.example>"
        )
        send(self.running, mail, to=received["Reply-To"].addresses[0].addr_spec)


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def story(
    request: pytest.FixtureRequest, chromium: Browser, empty: Running, post_office: PostOffice
) -> Iterator[Story]:
    """Whatever the page complains of fails the test."""
    context = chromium.new_context(
        base_url=f"http://127.0.0.1:{empty.port}", viewport=request.param, locale="en-GB"
    )
    context.set_default_timeout(30_000)
    page, complaints = context.new_page(), list[str]()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield Story(page, empty, post_office)
    context.close()
    assert complaints == []


class TestTheSpine:
    def test_carries_a_mail_to_a_person_and_back_twice(self, story: Story) -> None:
        story.begin()
        acknowledgement = story.mikko_writes()
        assert acknowledgement["Auto-Submitted"] == "auto-replied"
        story.sign_in_again()
        story.take_next()
        case = story.page.url
        expect(story.page.locator("main")).to_contain_text("which chain fits my saw?")
        story.note("He owes us nothing.")
        received = story.reply("The 38 cm one, **really**.")
        self.require_headers(received, acknowledgement)
        self.require_parts(received)
        story.resolve()
        story.mikko_answers(received)
        story.page.goto("/cases/?view=mine")
        self.wait_for_case_in_list(story.page)
        story.page.goto(case)
        self.require_one_story(story.page)
        assert len(story.office.mails) == 2, "neither the note nor a second receipt was sent"

    @staticmethod
    def require_headers(received: EmailMessage, acknowledgement: EmailMessage) -> None:
        assert received["To"] == MIKKO
        assert received["From"].addresses[0].addr_spec == HELP
        assert received["Subject"] == "Re: Which chain?"
        assert re.fullmatch(r"<[^<>\s]+@saws\.example>", received["Message-ID"])
        assert received["In-Reply-To"] == "<first@post.example>"
        assert received["References"].split() == [
            "<first@post.example>",
            acknowledgement["Message-ID"],
        ]
        assert re.search(r"help\+c\d+\.[a-z2-7]{16}@saws\.example", received["Reply-To"])
        assert "Auto-Submitted" not in received

    @staticmethod
    def require_parts(received: EmailMessage) -> None:
        assert text_of(received).startswith("-- Reply above this line --")
        assert "The 38 cm one" in text_of(received)
        html = received.get_body(("html",))
        assert isinstance(html, EmailMessage)
        assert "<strong>really</strong>" in html.get_content()
        (guide,) = received.iter_attachments()
        assert guide.get_filename() == "guide.pdf"
        assert guide.get_content() == b"%PDF-1.4 guide"
        assert "owes" not in received.as_string()

    @staticmethod
    def wait_for_case_in_list(page: Page) -> None:
        """It waits again, and for the same agent."""
        for _ in range(60):
            if page.locator("[data-row]", has_text="Which chain?").count():
                return
            page.wait_for_timeout(250)
            page.reload()
        pytest.fail("the case did not come back")

    @staticmethod
    def require_one_story(page: Page) -> None:
        said = page.locator(".message:not(.automated)")
        expect(said).to_have_count(4)
        expect(said.last).to_contain_text("It fits, but where?")
        expect(said.last.locator(".said")).not_to_contain_text("which chain fits")
        expect(page.locator(".case-meta")).to_contain_text("With Jenni Korhonen")
        expect(page.locator(".case-meta .badge")).not_to_have_text("Resolved")
