import pytest
from django.test import Client as Browser

from keskio.cases.models import Case, Message, State
from keskio.cases.tests.make import make_case, receive
from keskio.clients.models import Client, Inbox
from keskio.clients.tests.make import make_inbox
from keskio.customers.models import BlockedSender, Identity
from keskio.interfaces.desk.tests.seen import fresh, seen
from keskio.kit.scopes import SYSTEM, reading
from keskio.staff.models import Agent

pytestmark = pytest.mark.django_db
ON_CASES = [
    "merge",
    "unmerge",
    "link",
    "unlink",
    "customer",
    "spam",
    "not-spam",
]


@pytest.fixture
def case(inbox: Inbox) -> Case:
    return make_case(inbox, subject="The saw")


@pytest.fixture
def other(inbox: Inbox) -> Case:
    return make_case(inbox, subject="The chain", author="li@customer.example", author_name="Li")


def post(browser: Browser, address: str, **sent: object) -> str:
    """The page on which it ends."""
    response = browser.post(address, sent, follow=True)
    assert response.status_code == 200
    return str(response.content.decode())


def told_in(case: Case) -> list[str]:
    with reading(SYSTEM):
        return list(case.messages.order_by("id").values_list("subject", flat=True))


class TestMoving:
    @pytest.mark.parametrize("how", ON_CASES)
    def test_another_clients_case_is_not_found(
        self, stranger: Browser, case: Case, other: Case, how: str
    ) -> None:
        sent = {"other": other.pk, "customer": "new", "name": "Eve"}
        assert stranger.post(f"/cases/{case.pk}/{how}/", sent).status_code == 404

    @pytest.mark.parametrize("how", ["merge", "link"])
    def test_into_another_clients_case_is_not_found(
        self, browser: Browser, case: Case, how: str
    ) -> None:
        foreign = make_case(make_inbox())
        response = browser.post(f"/cases/{case.pk}/{how}/", {"other": foreign.pk})
        assert response.status_code == 404

    @pytest.mark.parametrize("how", ON_CASES)
    def test_is_not_done_by_following_a_link(self, browser: Browser, case: Case, how: str) -> None:
        assert browser.get(f"/cases/{case.pk}/{how}/").status_code == 405


class TestMerging:
    def test_goes_on_in_the_other_case_and_offers_the_way_back(
        self, browser: Browser, case: Case, other: Case
    ) -> None:
        page = post(browser, f"/cases/{other.pk}/merge/", other=case.pk)
        assert told_in(case) == ["The saw", "The chain"]
        assert f"#{other.pk} The chain is told here" in page
        assert f'formaction="/cases/{other.pk}/unmerge/"' in page
        assert "was merged into this case by <b>Jenni Korhonen</b>" in page

    def test_takes_a_number_that_was_written(
        self, browser: Browser, case: Case, other: Case
    ) -> None:
        post(browser, f"/cases/{other.pk}/merge/", q=f"#{case.pk}")
        assert fresh(other).merged_into_id == case.pk

    def test_asks_which_case(self, browser: Browser, case: Case) -> None:
        for written in ("", "the chain", "9" * 30):
            assert "Choose a case" in post(browser, f"/cases/{case.pk}/merge/", q=written)

    def test_leads_from_the_stub_to_the_story(
        self, browser: Browser, case: Case, other: Case
    ) -> None:
        post(browser, f"/cases/{other.pk}/merge/", other=case.pk)
        response = browser.get(f"/cases/{other.pk}/")
        assert response["Location"] == f"/cases/{case.pk}/"

    def test_loses_nothing_that_was_being_written(
        self, browser: Browser, case: Case, other: Case
    ) -> None:
        post(browser, f"/cases/{other.pk}/merge/", other=case.pk)
        sent = {"text": "Half an hour's work", "last_seen": 10**9}
        sent["request_key"] = "0b9ab1a5-6f5b-4b0a-8f0e-3b8f6a4f8d11"
        response = browser.post(f"/cases/{other.pk}/reply/", sent)
        page = response.content.decode()
        assert "merged into another meanwhile" in page
        assert "Half an hour&#x27;s work" in page
        assert f'action="/cases/{case.pk}/reply/"' in page

    def test_is_taken_apart_again(self, browser: Browser, case: Case, other: Case) -> None:
        post(browser, f"/cases/{other.pk}/merge/", other=case.pk)
        page = post(browser, f"/cases/{other.pk}/unmerge/")
        assert "A case of its own again" in page
        assert told_in(other) == ["The chain"]


class TestAMessage:
    @pytest.fixture
    def second(self, inbox: Inbox, case: Case) -> Message:
        with reading(SYSTEM):
            first = case.messages.get()
        return receive(inbox, references=(first.message_id,), subject="And the oil").message

    def test_is_split_off_and_put_back(self, browser: Browser, case: Case, second: Message) -> None:
        page = post(browser, f"/messages/{second.pk}/split/")
        made = seen(lambda: Case.objects.latest("id"))
        assert "Split off from" in page
        assert told_in(made) == ["And the oil"]
        post(browser, f"/cases/{made.pk}/merge/", other=case.pk)
        assert told_in(case) == ["The saw", "And the oil"]

    def test_is_moved(self, browser: Browser, case: Case, other: Case, second: Message) -> None:
        page = post(browser, f"/messages/{second.pk}/move/", other=other.pk)
        assert "1 message came from" in page
        assert told_in(other) == ["The chain", "And the oil"]

    def test_that_is_alone_stays(self, browser: Browser, case: Case) -> None:
        with reading(SYSTEM):
            only = case.messages.get()
        assert "left without a message" in post(browser, f"/messages/{only.pk}/split/")

    def test_of_another_client_is_not_found(
        self, stranger: Browser, other: Case, second: Message
    ) -> None:
        assert stranger.post(f"/messages/{second.pk}/split/").status_code == 404
        sent = {"other": other.pk}
        assert stranger.post(f"/messages/{second.pk}/move/", sent).status_code == 404


class TestChoosing:
    def found(self, browser: Browser, case: Case, words: str) -> str:
        response = browser.get(f"/cases/{case.pk}/other-cases/", {"q": words})
        assert response.status_code == 200
        return str(response.content.decode())

    def test_offers_cases_by_number_subject_and_customer(
        self, browser: Browser, inbox: Inbox, case: Case, other: Case
    ) -> None:
        mine = make_case(inbox, subject="Of the same customer")
        assert f'value="{other.pk}"' in self.found(browser, case, f"#{other.pk}")
        assert f'value="{other.pk}"' in self.found(browser, case, "CHAIN")
        assert f'value="{mine.pk}"' in self.found(browser, case, "")
        assert f'value="{case.pk}"' not in self.found(browser, case, "saw")

    def test_offers_nothing_of_another_client(self, browser: Browser, case: Case) -> None:
        foreign = make_case(make_inbox(), subject="The foreign chain")
        for words in ("chain", str(foreign.pk), "%", "_", "a\0b", "9" * 100):
            assert f'value="{foreign.pk}"' not in self.found(browser, case, words)

    def test_offers_customers(self, browser: Browser, case: Case, other: Case) -> None:
        address = f"/cases/{case.pk}/other-customers/"
        page = browser.get(address, {"q": "li"}).content.decode()
        assert f'value="{other.customer_id}"' in page
        assert "li@customer.example" in page
        assert browser.get(address, {"q": "a\0b"}).status_code == 200


class TestLinking:
    def test_shows_each_beside_the_other(self, browser: Browser, case: Case, other: Case) -> None:
        page = post(browser, f"/cases/{case.pk}/link/", other=other.pk)
        assert f'<a class="clip" href="/cases/{other.pk}/">The chain</a>' in page
        page = post(browser, f"/cases/{case.pk}/unlink/", other=other.pk)
        assert "The link with" in page
        assert "These cases are not linked any more" in post(
            browser, f"/cases/{case.pk}/unlink/", other=other.pk
        )


class TestTheCustomer:
    def test_is_somebody_known(self, browser: Browser, case: Case, other: Case) -> None:
        page = post(browser, f"/cases/{case.pk}/customer/", customer=other.customer_id)
        assert fresh(case).customer_id == other.customer_id
        assert "Given to another customer by <b>Jenni Korhonen</b>" in page

    def test_is_somebody_new_with_the_address(self, browser: Browser, case: Case) -> None:
        identity = seen(Identity.objects.get)
        sent = {"customer": "new", "name": "Anna", "identity": identity.pk}
        post(browser, f"/cases/{case.pk}/customer/", **sent)
        assert seen(lambda: str(fresh(case).customer)) == "Anna"
        assert fresh(identity).customer_id == fresh(case).customer_id

    def test_needs_a_name(self, browser: Browser, case: Case) -> None:
        page = post(browser, f"/cases/{case.pk}/customer/", customer="new", name=" ")
        assert "write a new one&#x27;s name" in page


class TestSpam:
    def test_is_marked_and_unmarked(self, browser: Browser, case: Case) -> None:
        page = post(browser, f"/cases/{case.pk}/spam/", block="")
        assert fresh(case).state == State.SPAM
        assert "nobody is asked to answer it" in page
        assert "The saw" in browser.get("/cases/?view=spam").content.decode()
        assert "Back in the line" in post(browser, f"/cases/{case.pk}/not-spam/", unblock=0)
        assert fresh(case).state == State.OPEN

    @pytest.mark.parametrize(
        ("what", "value"),
        [("address", "mikko@customer.example"), ("domain", "customer.example")],
    )
    def test_shuts_the_sender_out_until_it_is_undone(
        self, browser: Browser, agent: Agent, case: Case, what: str, value: str
    ) -> None:
        page = post(browser, f"/cases/{case.pk}/spam/", block=what)
        blocked = seen(BlockedSender.objects.get)
        assert (blocked.value, blocked.agent_id) == (value, agent.pk)
        assert f'name="unblock" value="{blocked.pk}"' in page
        post(browser, f"/cases/{case.pk}/not-spam/", unblock=blocked.pk)
        assert not seen(BlockedSender.objects.exists)

    def test_never_shuts_out_a_provider_of_everybodys_mail(
        self, browser: Browser, inbox: Inbox
    ) -> None:
        case = make_case(inbox, author="eve@gmail.com")
        assert "everybody at" not in browser.get(f"/cases/{case.pk}/").content.decode()
        post(browser, f"/cases/{case.pk}/spam/", block="domain")
        assert not seen(BlockedSender.objects.exists)


class TestTheListOfBlockedSenders:
    def test_is_the_administrators(
        self, administrator: Browser, browser: Browser, company: Client
    ) -> None:
        address = "/admin/blocked-senders/"
        assert browser.get(address).status_code == 403
        page = post(administrator, address, client=company.pk, value="spam.example")
        assert "spam.example" in page
        blocked = seen(BlockedSender.objects.get)
        page = post(administrator, f"{address}{blocked.pk}/unblock/")
        assert "Nobody is blocked" in page

    def test_refuses_what_is_no_sender(self, administrator: Browser, company: Client) -> None:
        page = post(administrator, "/admin/blocked-senders/", client=company.pk, value="x y")
        assert "cannot be blocked" in page
