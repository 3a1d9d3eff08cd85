"""What leaves: Markdown as HTML, pictures inside, forwarded messages, and what is taken back."""

from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message as Mail
from pathlib import Path
from typing import Any

import pytest

from keskio.cases import operations as cases
from keskio.cases.models import Case, Message, State
from keskio.cases.operations import OutgoingFile, TooLate
from keskio.channels import operations
from keskio.channels.mail.markdown import looks_plain, to_html
from keskio.channels.models import Delivery
from keskio.channels.sending import Sender
from keskio.channels.tests.make import bring, case_of, hear_all, mail
from keskio.clients.models import Inbox
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, writing
from keskio.routing.models import WorkItem
from keskio.staff.tests.make import make_agent

pytestmark = pytest.mark.django_db(transaction=True)
SOON = NOON + timedelta(seconds=3)


@pytest.fixture
def case(inbox: Inbox) -> Case:
    return Case.objects.get(pk=case_of(bring(mail(), inbox)))


def reply(case: Case, text: str = "Try **325**.", **chosen: Any) -> Message:
    with writing(SYSTEM):
        return cases.write_reply(case_id=case.pk, text=text, actor=SYSTEM_ACTOR, now=NOON, **chosen)


def sent(outbox: Path, *, at: datetime = NOON) -> list[Mail]:
    hear_all()
    sender = Sender(clock=lambda: at, url=f"file:{outbox}")
    while sender.turn():
        pass
    return [message_from_bytes(path.read_bytes()) for path in outbox.glob("*.eml")]


def part(mail: Mail, kind: str) -> str:
    [found] = [one for one in mail.walk() if one.get_content_type() == kind]
    payload = found.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()


class TestMarkdown:
    @pytest.mark.parametrize(
        ("typed", "shown"),
        [
            ("**b** and *i*", "<p><strong>b</strong> and <em>i</em></p>\n"),
            ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
            ("a\nb", "<p>a<br>\nb</p>\n"),
            (
                "See https://a.example/x_y_z.",
                '<p>See <a href="https://a.example/x_y_z" rel="noopener noreferrer">'
                "https://a.example/x_y_z</a>.</p>\n",
            ),
        ],
    )
    def test_becomes_html(self, typed: str, shown: str) -> None:
        assert to_html(typed) == shown

    @pytest.mark.parametrize(
        "hostile",
        [
            "<script>alert(1)</script>",
            '<img src=x onerror="alert(1)">',
            "[click](javascript:alert(1))",
            "[click](data:text/html;base64,PHNjcmlwdD4=)",
            "![pixel](https://tracker.example/1.png)",
            "![pixel](cid:not-ours)",
            '[a](https://a.example/"onmouseover="alert(1))',
            "<a href='javascript:alert(1)'>x</a>",
        ],
    )
    def test_lets_nothing_run_and_nothing_load(self, hostile: str) -> None:
        html = to_html(hostile)
        assert "<script" not in html
        assert "<img" not in html
        assert 'href="javascript' not in html
        assert 'href="data' not in html
        assert ' onmouseover="' not in html

    def test_shows_only_its_own_pictures(self) -> None:
        html = to_html("![saw](cid:1@k) ![b](cid:2@k)", images={"1@k": "/attachments/1/"})
        assert html == '<p><img src="/attachments/1/" alt="saw"> </p>\n'

    def test_of_a_huge_paste_stays_as_it_is_and_is_quick(self) -> None:
        assert to_html("*a" * 60_000).startswith("<pre>*a*a")
        assert "<blockquote>" in to_html(">" * 5_000 + " deep")
        assert to_html("[" * 50_000)

    def test_is_told_from_plain_text(self) -> None:
        assert looks_plain("Hello, Mikko!\n\nIt is 9.30 (or so).")
        assert not looks_plain("- a")
        assert not looks_plain("a **b**")


class TestAMail:
    def test_shows_a_picture_where_it_stands(self, case: Case, tmp_path: Path) -> None:
        picture = OutgoingFile("saw.png", "image/png", b"\x89PNG", content_id="1@k")
        beside = OutgoingFile("manual.pdf", "application/pdf", b"%PDF")
        reply(case, "Look: ![saw](cid:1@k)", files=[picture, beside])
        [mail] = sent(tmp_path)
        kinds = [one.get_content_type() for one in mail.walk()]
        assert kinds == [
            "multipart/mixed",
            "multipart/alternative",
            "text/plain",
            "multipart/related",
            "text/html",
            "image/png",
            "application/pdf",
        ]
        assert '<img src="cid:1@k" alt="saw">' in part(mail, "text/html")
        assert "Look: [saw]" in part(mail, "text/plain")
        [shown] = [one for one in mail.walk() if one.get_content_type() == "image/png"]
        assert shown["Content-ID"] == "<1@k>"

    def test_goes_to_bcc_without_saying_so(self, case: Case, tmp_path: Path) -> None:
        reply(case, bcc=[("", "boss@a.example")])
        [mail] = sent(tmp_path)
        assert "boss@a.example" not in mail.as_string()
        assert "boss@a.example" in Delivery.objects.get().recipients

    def test_passes_on_what_it_forwards_as_text(self, case: Case, tmp_path: Path) -> None:
        Message.objects.filter(case=case).update(
            text="<b>Which</b> [chain](https://evil.example)?", subject="A\r\nBcc: x@y.example"
        )
        with writing(SYSTEM):
            cases.forward_message(
                message_id=Message.objects.get(case=case).pk,
                text="What do **you** say?",
                to=[("", "expert@b.example")],
                actor=SYSTEM_ACTOR,
                now=NOON,
            )
        [mail] = sent(tmp_path)
        html = part(mail, "text/html")
        assert mail["To"] == "expert@b.example"
        assert "Bcc" not in mail
        assert "<strong>you</strong>" in html
        assert "&lt;b&gt;Which&lt;/b&gt; [chain](https://evil.example)?" in html
        assert "From: Mikko <mikko@customer.example>" in part(mail, "text/plain")


class TestTakingBack:
    def test_in_time_sends_nothing_and_returns_the_case_to_the_line(
        self, inbox: Inbox, case: Case, tmp_path: Path
    ) -> None:
        agent = make_agent(inbox.client)
        message = reply(case, agent_id=agent.pk, undo_seconds=8)
        assert sent(tmp_path) == []
        with writing(SYSTEM):
            operations.take_back_message(
                message_id=message.pk, agent_id=agent.pk, actor=agent.actor, now=SOON
            )
        assert sent(tmp_path, at=NOON + timedelta(minutes=1)) == []
        case.refresh_from_db()
        assert case.state == State.OPEN
        assert WorkItem.objects.filter(case=case, ended_at=None).count() == 1

    def test_before_anybody_has_heard_of_it_sends_nothing(
        self, inbox: Inbox, case: Case, tmp_path: Path
    ) -> None:
        agent = make_agent(inbox.client)
        message = reply(case, agent_id=agent.pk, undo_seconds=8)
        with writing(SYSTEM):
            operations.take_back_message(
                message_id=message.pk, agent_id=agent.pk, actor=agent.actor, now=SOON
            )
        assert sent(tmp_path, at=NOON + timedelta(minutes=1)) == []

    def test_too_late_lets_it_go(self, inbox: Inbox, case: Case, tmp_path: Path) -> None:
        agent = make_agent(inbox.client)
        message = reply(case, agent_id=agent.pk, undo_seconds=8)
        hear_all()
        with writing(SYSTEM):
            delivery = Delivery.objects.get()
            operations.deliver_again(delivery_id=delivery.pk, actor=SYSTEM_ACTOR, now=NOON)
        assert len(sent(tmp_path)) == 1
        with writing(SYSTEM), pytest.raises(TooLate):
            operations.take_back_message(
                message_id=message.pk, agent_id=agent.pk, actor=agent.actor, now=SOON
            )

    def test_is_over_after_some_seconds(self, case: Case, tmp_path: Path) -> None:
        reply(case, undo_seconds=8)
        assert len(sent(tmp_path, at=NOON + timedelta(seconds=8))) == 1
