from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from keskio.cases.tests.make import make_case, receive
from keskio.clients.models import Inbox
from keskio.clients.tests.make import make_client, make_inbox
from keskio.journal.tests.make import NOON
from keskio.staff.tests.make import make_agent

pytestmark = pytest.mark.django_db


def queries_of(browser: Browser, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


class TestTheListOfCases:
    def test_asks_as_much_for_five_rows_as_for_one(self, browser: Browser, inbox: Inbox) -> None:
        make_case(inbox)
        one = queries_of(browser, "/cases/")
        for number in range(4):
            make_case(inbox, author=f"customer-{number}@customer.example")
        assert queries_of(browser, "/cases/") == one

    def test_shows_customer_subject_client_and_promise(
        self, browser: Browser, inbox: Inbox
    ) -> None:
        make_case(inbox, subject="Chain & saw", author_name="Mikko Virtanen")
        page = browser.get("/cases/").content.decode()
        assert "Mikko Virtanen" in page
        assert "Chain &amp; saw" in page
        assert "Rauta &amp; Saha" in page
        assert 'data-state="late"' in page

    def test_shows_the_address_where_no_name_is_known(self, browser: Browser, inbox: Inbox) -> None:
        make_case(inbox, author_name="", author="nobody@customer.example")
        assert "nobody@customer.example" in browser.get("/cases/").content.decode()

    def test_hides_cases_of_clients_whom_one_does_not_serve(self, browser: Browser) -> None:
        make_case(make_inbox(make_client("Kaari")), subject="Secret membership")
        page = browser.get("/cases/").content.decode()
        assert "Secret membership" not in page
        assert "Nobody is waiting" in page

    def test_does_not_know_a_client_whom_one_does_not_serve(self, browser: Browser) -> None:
        other = make_client("Kaari")
        assert browser.get(f"/cases/?client={other.pk}").status_code == 404

    @pytest.mark.parametrize("asked", ["view=everything", "after=x", "client=x"])
    def test_does_not_know_what_was_never_offered(self, browser: Browser, asked: str) -> None:
        assert browser.get(f"/cases/?{asked}").status_code == 404

    @pytest.mark.parametrize("view", ["waiting", "mine", "answered", "snoozed", "resolved"])
    def test_says_on_an_empty_page_what_to_do_next(self, browser: Browser, view: str) -> None:
        page = browser.get(f"/cases/?view={view}").content.decode()
        assert 'class="empty"' in page

    def test_goes_on_where_the_page_before_ended(self, browser: Browser, inbox: Inbox) -> None:
        for number in range(52):
            receive(
                inbox,
                now=NOON + timedelta(minutes=number),
                author=f"c{number}@customer.example",
                subject=f"Matter {number:02d}.",
            )
        first = browser.get("/cases/").content.decode()
        assert "Matter 49." in first
        assert "Matter 50." not in first
        after = first.split("after=")[1].split('"')[0]
        second = browser.get(f"/cases/?view=waiting&after={after}").content.decode()
        assert "Matter 50." in second
        assert "Matter 49." not in second

    def test_sends_who_is_not_signed_in_to_the_door(self) -> None:
        make_agent()
        response = Browser().get("/cases/?view=mine")
        assert response["Location"] == "/accounts/login/?next=/cases/%3Fview%3Dmine"
