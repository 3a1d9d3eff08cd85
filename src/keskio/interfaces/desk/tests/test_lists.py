from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from keskio.cases import operations
from keskio.cases.models import Case, Priority
from keskio.cases.tests.make import make_case, receive
from keskio.clients import operations as clients
from keskio.clients.models import Client, Colour, Inbox, Tag
from keskio.clients.tests.make import make_client, make_inbox
from keskio.interfaces.desk import choices
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, writing
from keskio.staff.tests.make import make_agent

pytestmark = pytest.mark.django_db
WHO: Any = {"actor": SYSTEM_ACTOR, "now": NOON}


def queries_of(browser: Browser, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


def make_tag(company: Client, name: str) -> Tag:
    with writing(SYSTEM):
        return clients.add_tag(client_id=company.pk, name=name, colour=Colour.FERN, **WHO)


def carry(case: Case, priority: Priority, *tags: Tag) -> None:
    with writing(SYSTEM):
        operations.set_priority(case_id=case.pk, priority=priority, **WHO)
        for tag in tags:
            operations.tag_case(case_id=case.pk, tag_id=tag.pk, **WHO)


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

    def test_shows_what_presses_and_tags_and_asks_no_more_for_them(
        self, browser: Browser, company: Client, inbox: Inbox
    ) -> None:
        made = [make_case(inbox, subject=f"Case {number}") for number in range(3)]
        plain = (
            queries_of(browser, "/cases/"),
            queries_of(browser, f"/cases/line/?case={made[0].pk}"),
        )
        carry(made[1], Priority.URGENT, *(make_tag(company, name) for name in ("b", "c", "a <i>")))
        carry(made[2], Priority.HIGH)
        choices.known.forget()
        browser.get("/cases/")
        for address, asked in zip(("/cases/", "/cases/line/?view=waiting"), plain, strict=True):
            assert queries_of(browser, address) == asked
            page = browser.get(address).content.decode()
            row = page.partition("Case 1")[0].rpartition("data-case=")[2]
            row += page.partition("Case 1")[2].partition("data-case=")[0]
            assert 'class="pressing red"' in row
            assert row.index("a &lt;i&gt;") < row.index(">b<") < row.index('title="c">+1<')
            assert page.index("Case 1") < page.index("Case 2") < page.index("Case 0")
            assert page.count('class="pressing amber"') == 1
            assert page.count('class="tagged"') == 1

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
