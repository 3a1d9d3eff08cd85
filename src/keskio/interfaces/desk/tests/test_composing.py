"""Writing at the desk: drafts, files, undo, later, forward, first mails, canned responses."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client as Browser
from django.utils import timezone

from keskio.cases.models import CannedResponse, Case, Draft, DraftFile, Message, State
from keskio.cases.tests.make import make_case, receive
from keskio.cases.undoing import Former
from keskio.clients.models import Client, Inbox
from keskio.clients.tests.make import make_client, make_inbox
from keskio.interfaces.desk.tests.conftest import SignIn
from keskio.interfaces.desk.tests.seen import fresh, hear, seen
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, writing
from keskio.routing.models import WorkItem
from keskio.staff import operations as staff
from keskio.staff.models import Agent
from keskio.staff.rights import Right
from keskio.staff.tests.make import make_agent, make_role

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def case(inbox: Inbox) -> Case:
    return make_case(inbox, cc=(("Li", "li@customer.example"), ("", inbox.address)))


@pytest.fixture
def colleague(company: Client, sign_in: SignIn) -> Browser:
    return sign_in(make_agent(company, name="Bo Berg"))


def save(browser: Browser, place: Case, **chosen: Any) -> Any:
    sent = {"kind": "reply", "case": place.pk, "text": "Dear Mikko", "version": 0, **chosen}
    return browser.post("/drafts/", sent)


def letter(case: Case, **chosen: Any) -> dict[str, Any]:
    newest = seen(lambda: Message.objects.filter(case=case).latest("id").pk)
    return {"text": "Try the L.", "request_key": uuid4(), "last_seen": newest, **chosen}


def page(browser: Browser, case: Case, query: str = "") -> str:
    return browser.get(f"/cases/{case.pk}/{query}").content.decode()


def upload(browser: Browser, case: Case, name: str = "saw.png", **chosen: Any) -> HttpResponse:
    file = SimpleUploadedFile(name, PNG, content_type="image/png")
    sent = {"kind": "reply", "case": case.pk, "file": file, **chosen}
    return browser.post("/drafts/files/", sent)  # type: ignore[return-value]


def sent_by_us(case: Case) -> list[Message]:
    return seen(lambda: list(Message.objects.filter(case=case, direction="out")))


class TestADraft:
    def test_is_there_on_any_device(
        self, browser: Browser, agent: Agent, sign_in: SignIn, case: Case
    ) -> None:
        assert save(browser, case, cc="li@a.exa").json()["version"] == 1
        elsewhere = page(sign_in(agent), case)
        assert "Dear Mikko</textarea>" in elsewhere
        assert 'value="li@a.exa"' in elsewhere

    def test_is_not_shown_to_a_colleague(
        self, browser: Browser, colleague: Browser, case: Case
    ) -> None:
        save(browser, case)
        shown = page(colleague, case)
        assert "Dear Mikko" not in shown
        assert "Jenni Korhonen is answering just now." in shown

    def test_changed_in_another_tab_is_told(self, browser: Browser, case: Case) -> None:
        save(browser, case)
        answer = save(browser, case, text="Other tab")
        assert answer.status_code == 409
        assert answer.json()["text"] == "Dear Mikko"

    def test_of_a_note_never_lands_in_the_reply(self, browser: Browser, case: Case) -> None:
        save(browser, case, kind="note", text="He pays late")
        reply_form, note_form = page(browser, case).split('id="note-text"')
        assert "He pays late" in note_form
        assert "He pays late" not in reply_form

    @pytest.mark.parametrize(
        "wrong", [{"kind": "x"}, {"case": ""}, {"case": "1e3"}, {"text": "a" * 1_000_001}]
    )
    def test_that_makes_no_sense_is_refused(
        self, browser: Browser, case: Case, wrong: dict[str, str]
    ) -> None:
        assert save(browser, case, **wrong).status_code == 400

    def test_in_another_clients_case_is_not_found(self, stranger: Browser, case: Case) -> None:
        assert save(stranger, case).status_code == 404
        assert upload(stranger, case).status_code == 404
        assert seen(Draft.objects.count) == 0

    def test_is_escaped(self, browser: Browser, case: Case) -> None:
        save(browser, case, text="</textarea><script>alert(1)</script>")
        assert "<script>alert(1)" not in page(browser, case)


class TestAFile:
    def test_is_brought_at_once_and_goes_along(self, browser: Browser, case: Case) -> None:
        told = upload(browser, case, inline="1").json()  # type: ignore[attr-defined]
        assert told["name"] == "saw.png"
        assert browser.get(told["address"]).getvalue() == PNG
        text = f"See ![saw](cid:{told['content_id']})"
        browser.post(f"/cases/{case.pk}/reply/", letter(case, text=text, draft_id=told["draft_id"]))
        [message] = sent_by_us(case)
        attachment = seen(message.attachments.get)
        assert attachment.inline
        assert f'<img src="/attachments/{attachment.pk}/" alt="saw">' in page(browser, case)

    def test_is_removed(self, browser: Browser, case: Case) -> None:
        told = upload(browser, case).json()  # type: ignore[attr-defined]
        assert browser.post(told["remove"]).status_code == 204
        assert seen(DraftFile.objects.count) == 0

    def test_is_for_its_agent_alone(self, browser: Browser, colleague: Browser, case: Case) -> None:
        told = upload(browser, case).json()  # type: ignore[attr-defined]
        assert colleague.get(told["address"]).status_code == 404
        assert colleague.post(told["remove"]).status_code == 404

    def test_that_is_no_picture_is_never_shown_as_a_page(
        self, browser: Browser, case: Case
    ) -> None:
        file = SimpleUploadedFile("a.html", b"<script>1</script>", content_type="text/html")
        told = upload(browser, case, file=file, inline="1").json()  # type: ignore[attr-defined]
        answer = browser.get(told["address"])
        assert not told["inline"]
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment")

    def test_too_large_is_refused_in_words(
        self, browser: Browser, case: Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("keskio.cases.operations.outgoing.MAX_FILES_BYTES", 4)
        answer = upload(browser, case)
        assert answer.status_code == 413
        assert "25 MB" in answer.json()["refusal"]  # type: ignore[attr-defined]


class TestRecipients:
    def test_are_all_others_but_never_ourselves(
        self, browser: Browser, inbox: Inbox, case: Case
    ) -> None:
        shown = page(browser, case)
        assert 'name="cc" value="Li &lt;li@customer.example&gt;"' in shown
        assert f"&lt;{inbox.address}" not in shown.split('id="composer"')[1]

    def test_can_be_changed_and_hidden(self, browser: Browser, case: Case) -> None:
        sent = letter(case, to="Eva <eva@a.example>", cc="", bcc="boss@a.example")
        browser.post(f"/cases/{case.pk}/reply/", sent)
        [message] = sent_by_us(case)
        assert (message.to, message.cc) == ([["Eva", "eva@a.example"]], [])
        assert message.bcc == [["", "boss@a.example"]]

    @pytest.mark.parametrize("field", ["to", "cc", "bcc"])
    def test_take_no_header(self, browser: Browser, case: Case, field: str) -> None:
        sent = letter(case, **{field: "a@b.example\r\nBcc: victim@b.example"})
        answer = browser.post(f"/cases/{case.pk}/reply/", sent)
        for message in sent_by_us(case):
            assert "\n" not in str([*message.to, *message.cc, *message.bcc])
        assert answer.status_code in {302, 422}


class TestUndo:
    @pytest.fixture(autouse=True)
    def _seconds(self, settings: Any) -> None:
        settings.UNDO_SECONDS = 60

    def test_brings_words_and_case_back(self, browser: Browser, case: Case) -> None:
        browser.post(f"/cases/{case.pk}/reply/", letter(case))
        [message] = sent_by_us(case)
        assert "leaves in a moment" in page(browser, case)
        browser.post(f"/messages/{message.pk}/take-back/")
        assert sent_by_us(case) == []
        assert fresh(case).state == State.OPEN
        assert "Try the L.</textarea>" in page(browser, case)

    @pytest.mark.parametrize(
        ("then", "form"),
        [
            ("resolve", {"outcome": "solved"}),
            ("snooze", {"until": (timezone.now() + timedelta(days=9)).isoformat()}),
        ],
    )
    def test_takes_back_what_was_done_upon_it(
        self, browser: Browser, case: Case, then: str, form: dict[str, str]
    ) -> None:
        before = Former.of(fresh(case))
        browser.post(f"/cases/{case.pk}/reply/", letter(case, resolve=""))
        browser.post(f"/cases/{case.pk}/{then}/", form)
        assert fresh(case).state in {State.RESOLVED, State.SNOOZED}
        [message] = sent_by_us(case)
        browser.post(f"/messages/{message.pk}/take-back/")
        assert Former.of(fresh(case)) == before
        hear()
        [item] = seen(lambda: list(WorkItem.objects.filter(ended_at__isnull=True)))
        assert item.case_id == case.pk
        assert "Try the L.</textarea>" in page(browser, case)

    def test_leaves_a_case_in_which_something_was_said_since(
        self, browser: Browser, case: Case
    ) -> None:
        browser.post(f"/cases/{case.pk}/reply/", letter(case))
        [message] = sent_by_us(case)
        browser.post(f"/cases/{case.pk}/resolve/", {"outcome": "solved"})
        browser.post(f"/cases/{case.pk}/reply/", letter(case, last_seen=message.pk))
        after = fresh(case).state
        browser.post(f"/messages/{message.pk}/take-back/")
        assert fresh(case).state == after

    def test_is_not_for_a_colleague(self, browser: Browser, colleague: Browser, case: Case) -> None:
        browser.post(f"/cases/{case.pk}/reply/", letter(case))
        [message] = sent_by_us(case)
        assert "take-back" not in page(colleague, case)
        assert colleague.post(f"/messages/{message.pk}/take-back/").status_code == 404

    def test_too_late_says_so(self, browser: Browser, case: Case) -> None:
        browser.post(f"/cases/{case.pk}/reply/", letter(case))
        [message] = sent_by_us(case)
        seen(lambda: Message.objects.filter(pk=message.pk).update(held_until=timezone.now()))
        answer = browser.post(f"/messages/{message.pk}/take-back/", follow=True)
        assert "It has left already" in answer.content.decode()
        assert len(sent_by_us(case)) == 1


class TestLater:
    def test_is_shown_to_colleagues_and_can_be_called_off(
        self, browser: Browser, colleague: Browser, agent: Agent, case: Case
    ) -> None:
        at = (timezone.now() + timedelta(days=1)).isoformat()
        browser.post(f"/cases/{case.pk}/schedule/", letter(case, moment=at))
        assert fresh(case).state == State.SNOOZED
        assert "Leaves by itself:" in page(browser, case)
        assert "An answer of Jenni Korhonen leaves by itself:" in page(colleague, case)
        colleague.post(f"/cases/{case.pk}/unschedule/", {"agent": agent.pk})
        assert fresh(case).state == State.OPEN
        assert "Try the L.</textarea>" in page(browser, case)

    @pytest.mark.parametrize(
        ("moment", "said"),
        [("soon", "Choose when it should leave."), ("2020-01-01T00:00:00Z", "That time has pass")],
    )
    def test_at_no_time_loses_no_text(
        self, browser: Browser, case: Case, moment: str, said: str
    ) -> None:
        answer = browser.post(f"/cases/{case.pk}/schedule/", letter(case, moment=moment))
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert "Try the L.</textarea>" in answer.content.decode()


class TestForwarding:
    def test_passes_a_message_on(self, browser: Browser, case: Case) -> None:
        original = seen(lambda: Message.objects.get(case=case))
        shown = page(browser, case, f"?forward={original.pk}")
        assert f'action="/messages/{original.pk}/forward/"' in shown
        browser.post(
            f"/messages/{original.pk}/forward/", letter(case, to="expert@b.example", text="?")
        )
        [message] = sent_by_us(case)
        assert message.to == [["", "expert@b.example"]]
        assert fresh(case).state == State.OPEN
        assert "Forwarded to" in page(browser, case)

    def test_to_nobody_is_shown_again(self, browser: Browser, case: Case) -> None:
        original = seen(lambda: Message.objects.get(case=case))
        answer = browser.post(f"/messages/{original.pk}/forward/", letter(case, to=""))
        assert answer.status_code == 422
        assert "Try the L.</textarea>" in answer.content.decode()

    def test_of_another_clients_message_is_not_found(self, stranger: Browser, case: Case) -> None:
        original = seen(lambda: Message.objects.get(case=case))
        sent = letter(case, to="me@b.example")
        assert stranger.post(f"/messages/{original.pk}/forward/", sent).status_code == 404


class TestANewMail:
    def test_opens_a_case(self, browser: Browser, inbox: Inbox) -> None:
        assert browser.get("/mail/")["Location"] == f"/mail/{inbox.pk}/"
        sent = {
            "to": "Mikko <mikko@new.example>",
            "subject": "Your saw",
            "text": "It is ready.",
            "request_key": uuid4(),
        }
        answer = browser.post(f"/mail/{inbox.pk}/", sent)
        browser.post(f"/mail/{inbox.pk}/", sent)
        case = seen(Case.objects.get)
        assert answer["Location"] == f"/cases/{case.pk}/"
        assert case.state == State.WAITING
        assert "Mikko &lt;mikko@new.example&gt;" in page(browser, case)

    def test_to_nobody_keeps_the_words(self, browser: Browser, inbox: Inbox) -> None:
        sent = {"to": "", "text": "It is ready.", "request_key": uuid4()}
        answer = browser.post(f"/mail/{inbox.pk}/", sent)
        assert answer.status_code == 422
        assert "It is ready.</textarea>" in answer.content.decode()

    def test_in_another_clients_name_is_not_found(self, stranger: Browser, inbox: Inbox) -> None:
        sent = {"to": "a@b.example", "text": "Hi", "request_key": uuid4()}
        assert stranger.get(f"/mail/{inbox.pk}/").status_code == 404
        assert stranger.post(f"/mail/{inbox.pk}/", sent).status_code == 404


class TestWhatHelpsToWrite:
    def test_is_a_list_of_filled_in_words(
        self, browser: Browser, company: Client, case: Case
    ) -> None:
        seen(
            lambda: CannedResponse.objects.create(
                client=company,
                name="Thanks",
                shortcut="thanks",
                texts={"en": "Dear {{customer.name}}, {{case.number}}, {{agent.name}}"},
                created_at=timezone.now(),
            )
        )
        told = browser.get(f"/drafts/words/?kind=reply&case={case.pk}").json()
        assert told["canned"][0]["text"] == f"Dear Mikko Virtanen, {case.pk}, Jenni Korhonen"

    def test_is_a_preview_with_the_signature(
        self, browser: Browser, agent: Agent, case: Case
    ) -> None:
        browser.post("/me/signature/", {"signature": "Jenni"})
        sent = {"kind": "reply", "case": case.pk, "text": "**Yes** <script>alert(1)</script>"}
        shown = browser.post("/drafts/preview/", sent).content.decode()
        assert "<strong>Yes</strong> &lt;script&gt;" in shown
        assert '<div class="signature"><p>Jenni</p>' in shown

    def test_tells_what_came_meanwhile(self, browser: Browser, inbox: Inbox, case: Case) -> None:
        first = seen(lambda: Message.objects.get(case=case))
        receive(inbox, references=(first.message_id,), text="PS")
        told = browser.post(f"/cases/{case.pk}/presence/", {"last_seen": first.pk}).json()
        assert told["came"].startswith("1 message has come since")

    def test_speaks_the_customers_language(self, browser: Browser, case: Case) -> None:
        seen(lambda: Case.objects.filter(pk=case.pk).update(language="fi"))
        assert 'id="reply-text" name="text" spellcheck="true" lang="fi"' in page(browser, case)


class TestCannedResponses:
    def test_are_kept_by_administrators(
        self, administrator: Browser, browser: Browser, company: Client
    ) -> None:
        sent = {
            "client": company.pk,
            "name": "Thanks",
            "shortcut": "/thanks",
            "text_fi": "Kiitos, {{customer.name}}!",
        }
        assert browser.get("/admin/canned/").status_code == 403
        assert browser.post("/admin/canned/", sent).status_code == 403
        assert administrator.post("/admin/canned/", sent).status_code == 302
        [kept] = seen(lambda: list(CannedResponse.objects.all()))
        assert kept.texts == {"fi": "Kiitos, {{customer.name}}!"}
        address = f"/admin/canned/{kept.pk}/"
        administrator.post(address, {**sent, "name": "Kiitos"})
        assert fresh(kept).name == "Kiitos"
        administrator.post(f"{address}delete/")
        assert seen(CannedResponse.objects.count) == 0

    def test_are_kept_for_their_own_clients_by_supervisors(
        self, supervisor: Browser, company: Client
    ) -> None:
        other = make_client("Kaari")
        sent = {"client": company.pk, "name": "A", "shortcut": "a", "text_en": "Hello"}
        assert supervisor.post("/admin/canned/", {**sent, "client": other.pk}).status_code == 422
        assert supervisor.post("/admin/canned/", sent).status_code == 302
        start = supervisor.get("/admin/").content.decode()
        assert "/admin/canned/" in start
        assert "/admin/people/" not in start

    def test_with_an_unknown_variable_are_refused(
        self, administrator: Browser, company: Client
    ) -> None:
        sent = {"client": company.pk, "name": "A", "shortcut": "a", "text_en": "{{x.y}}"}
        answer = administrator.post("/admin/canned/", sent)
        assert answer.status_code == 422
        assert "Nobody would fill in x.y" in answer.content.decode()


class TestAddresses:
    def found(
        self, browser: Browser, case: Case, words: str, place: dict[str, Any] | None = None
    ) -> list[Any]:
        asked: dict[str, Any] = {"q": words, **(place or {"kind": "reply", "case": case.pk})}
        answer = browser.get("/drafts/addresses/", asked)
        assert answer.status_code == 200
        return [(one["name"], one["address"]) for one in answer.json()["found"]]

    def test_are_those_of_customers_and_colleagues(
        self, browser: Browser, colleague: Browser, agent: Agent, case: Case, inbox: Inbox
    ) -> None:
        make_case(inbox, author="ake.borg@customer.example", author_name="Åke Borg")
        hear()
        ake = ("Åke Borg", "ake.borg@customer.example")
        bo = ("Bo Berg", seen(lambda: Agent.objects.get(name="Bo Berg").email))
        assert self.found(browser, case, "bo") == [bo, ake]
        for words in ("ake", "Åke b", "borg", "ake.borg@customer.ex"):
            assert self.found(browser, case, words) == [ake], words
        assert self.found(browser, case, "jenni") == []
        new: dict[str, Any] = {"kind": "new", "inbox": inbox.pk}
        assert self.found(browser, case, "borg", new) == [ake]

    def test_are_of_the_client_alone(
        self, browser: Browser, agent: Agent, stranger: Browser, case: Case
    ) -> None:
        other = make_client("Autopesu")
        with writing(SYSTEM):
            both = [case.client_id, other.pk]
            staff.serve_clients(agent_id=agent.pk, client_ids=both, actor=SYSTEM_ACTOR, now=NOON)
        make_case(make_inbox(other), author="secret@customer.example", author_name="Sec Ret")
        hear()
        assert self.found(browser, case, "secret") == []
        asked: dict[str, Any] = {"kind": "reply", "case": case.pk, "q": "mikko"}
        assert stranger.get("/drafts/addresses/", asked).status_code == 404

    def test_need_the_right_to_read_customers(
        self, company: Client, sign_in: SignIn, agent: Agent, case: Case
    ) -> None:
        hear()
        role = make_role(Right.READ_CASES, Right.ANSWER)
        browser = sign_in(make_agent(company, role=role))
        assert self.found(browser, case, "mikko") == []
        assert self.found(browser, case, "korhonen") == [("Jenni Korhonen", agent.email)]

    @pytest.mark.parametrize("words", ["", ",", '"', "is:open", "*", "-", "%00", "²", "a" * 300])
    def test_take_whatever_is_typed(self, browser: Browser, case: Case, words: str) -> None:
        assert isinstance(self.found(browser, case, words), list)

    def test_are_asked_for_somewhere(self, browser: Browser) -> None:
        assert browser.get("/drafts/addresses/?kind=reply&q=x").status_code == 400
