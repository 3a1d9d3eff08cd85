from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser

from keskio.cases.models import Case, Message, State
from keskio.cases.tests.make import make_case
from keskio.clients.models import Inbox
from keskio.clients.tests.make import make_inbox
from keskio.customers.models import Customer
from keskio.interfaces.desk.tests.seen import words_of
from keskio.routing.models import WorkItem
from keskio.staff.models import Agent

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shown")]


def noted(browser: Browser, **chosen: Any) -> Any:
    wanted = {"customer": "new", "channel": "phone", "request_key": uuid4(), "words": ""}
    return browser.post("/note/", wanted | {"text": "Asked about a chain"} | chosen)


class TestNotingAContact:
    def test_stands_in_the_customers_story(
        self, browser: Browser, agent: Agent, inbox: Inbox
    ) -> None:
        customer = make_case(inbox).customer
        assert customer
        answer = noted(browser, customer=customer.pk)
        case = Case.objects.latest("id")
        assert answer["Location"] == f"/cases/{case.pk}/"
        assert (case.state, case.outcome, case.customer) == (State.RESOLVED, "recorded", customer)
        message = case.messages.get()
        assert (message.agent, message.kind, message.direction) == (agent, "note", "internal")
        assert "On the phone, noted by" in words_of(browser.get(answer["Location"]))
        assert not WorkItem.objects.filter(case=case).exists()

    @pytest.mark.parametrize(
        ("words", "name", "identity"),
        [
            ("Mikko Virtanen", "Mikko Virtanen", None),
            ("Mikko 040 123 4567", "Mikko", ("phone", "0401234567")),
            ("00358 40-1234567", "", ("phone", "+358401234567")),
            ("Mikko Mikko@Customer.example", "Mikko", ("email", "mikko@customer.example")),
        ],
    )
    def test_meets_somebody_new(
        self, browser: Browser, inbox: Inbox, words: str, name: str, identity: Any
    ) -> None:
        assert noted(browser, words=words).status_code == 302
        customer = Customer.objects.get()
        known = customer.identities.values_list("kind", "value").first()
        assert (customer.name, known) == (name, identity)

    def test_finds_by_name_number_and_address(self, browser: Browser, inbox: Inbox) -> None:
        make_case(inbox)
        noted(browser, words="Anna +358 40 1234567")
        for words in ("mikko", "MIKKO@customer", "anna", "+358401234567", "+358 40 123 4567"):
            shown = words_of(browser.get("/note/found/", {"words": words}))
            assert ("Anna" if "4567" in words or words == "anna" else "Mikko") in shown

    def test_finds_nobody_elses_customers(self, stranger: Browser, inbox: Inbox) -> None:
        customer = make_case(inbox).customer
        assert customer
        assert "Virtanen" not in words_of(stranger.get("/note/found/", {"words": "Mikko"}))
        make_inbox()
        assert noted(stranger, customer=customer.pk).status_code == 422
        assert Message.objects.filter(kind="note").count() == 0

    def test_is_heard_once_when_it_is_sent_twice(self, browser: Browser, inbox: Inbox) -> None:
        key = uuid4()
        first = noted(browser, words="a@b.example", request_key=key)
        again = noted(browser, words="a@b.example", request_key=key)
        assert first["Location"] == again["Location"]
        assert Message.objects.count() == 1

    @pytest.mark.parametrize(
        "wrong", [{"text": " "}, {"customer": ""}, {"words": ""}, {"customer": "x"}]
    )
    def test_keeps_what_was_written_when_it_is_refused(
        self, browser: Browser, inbox: Inbox, wrong: dict[str, str]
    ) -> None:
        answer = noted(browser, **wrong)
        assert answer.status_code == 422
        assert wrong.get("text", "Asked about a chain").strip() in words_of(answer)
        assert not Case.objects.exists()
