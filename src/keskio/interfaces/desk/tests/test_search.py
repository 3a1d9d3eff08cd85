import pytest
from django.test import Client as Browser

from keskio.cases.tests.make import make_case
from keskio.clients.models import Inbox
from keskio.clients.tests.make import make_client, make_inbox
from keskio.interfaces.desk.tests.seen import hear
from keskio.interfaces.desk.tests.test_lists import queries_of

pytestmark = pytest.mark.django_db


class TestTheSearchPage:
    def test_shows_cases_with_what_was_found_marked_and_escaped(
        self, browser: Browser, inbox: Inbox
    ) -> None:
        text = "Please <script>alert(1)</script> the chains are worn."
        case = make_case(inbox, subject="Saw & <b>chain</b>", text=text, full_text=text)
        hear()
        page = browser.get("/search/?q=chain").content.decode()
        assert f'href="/cases/{case.pk}/#message-' in page
        assert "Saw &amp; &lt;b&gt;<mark>chain</mark>&lt;/b&gt;" in page
        assert "the <mark>chains</mark> are worn." in page
        assert "<script>alert" not in page

    def test_shows_customers(self, browser: Browser, inbox: Inbox) -> None:
        make_case(inbox, author="anna@kaari.example", author_name="Anna Lind")
        hear()
        page = browser.get("/search/?q=lind").content.decode()
        assert "from%3Aanna%40kaari.example" in page

    def test_asks_as_much_for_five_rows_as_for_one(self, browser: Browser, inbox: Inbox) -> None:
        make_case(inbox, subject="chain")
        hear()
        one = queries_of(browser, "/search/?q=chain")
        for number in range(4):
            make_case(inbox, subject="chain", author=f"c{number}@customer.example")
        hear()
        assert queries_of(browser, "/search/?q=chain") == one

    def test_explains_itself_when_nothing_is_asked(self, browser: Browser) -> None:
        page = browser.get("/search/").content.decode()
        assert "is:resolved" in page
        assert 'class="empty"' not in page

    @pytest.mark.parametrize("asked", ["elephant", '"', "is:nothing"])
    def test_says_when_nothing_was_found(self, browser: Browser, asked: str) -> None:
        page = browser.get("/search/", {"q": asked}).content.decode()
        assert 'class="empty"' in page

    def test_keeps_what_was_typed(self, browser: Browser) -> None:
        page = browser.get("/search/", {"q": '"><script>'}).content.decode()
        assert 'value="&quot;&gt;&lt;script&gt;"' in page

    @pytest.mark.parametrize("asked", ["order=worst", "q=x&after=y"])
    def test_does_not_know_what_was_never_offered(self, browser: Browser, asked: str) -> None:
        assert browser.get(f"/search/?{asked}").status_code == 404

    def test_goes_on_where_the_page_before_ended(self, browser: Browser, inbox: Inbox) -> None:
        for number in range(27):
            make_case(inbox, subject=f"chain n{number}", author=f"c{number}@customer.example")
        hear()
        first = browser.get("/search/?q=chain").content.decode()
        after = first.split("after=")[1].split('"')[0]
        second = browser.get(f"/search/?q=chain&after={after}").content.decode()
        assert (first.count("<li>\n          <h2>"), second.count("<li>\n          <h2>")) == (
            25,
            2,
        )

    def test_is_reached_by_a_field_on_every_page(self, browser: Browser) -> None:
        assert 'data-key="/"' in browser.get("/cases/").content.decode()

    def test_hides_what_is_not_ones_own(self, browser: Browser) -> None:
        other = make_inbox(make_client("Kaari"))
        make_case(other, subject="Secret chain", author_name="Secret Person")
        hear()
        for asked in ("chain", "secret", "is:open", "sec*"):
            page = browser.get("/search/", {"q": asked}).content.decode()
            assert "Secret" not in page.replace(f'value="{asked}"', "")
