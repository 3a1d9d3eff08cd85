"""What somebody may not do is not offered to them: no form, button, dialog, key, link or entry."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client as Browser
from django.urls import Resolver404, resolve

from keskio.cases import operations as cases
from keskio.cases.models import Outcome
from keskio.cases.tests.make import make_case, receive
from keskio.clients.models import Client, Inbox
from keskio.interfaces.desk.administration import PAGES
from keskio.interfaces.desk.rights import needed
from keskio.interfaces.desk.tests.conftest import SignIn
from keskio.interfaces.desk.tests.seen import words_of
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, writing
from keskio.staff.models import Role
from keskio.staff.rights import EVERY_RIGHT, OF_THE_INSTALLATION, Right
from keskio.staff.tests.make import make_agent, make_role

pytestmark = pytest.mark.django_db
AT_THE_DESK = EVERY_RIGHT - OF_THE_INSTALLATION - {Right.EVERY_CLIENT, Right.ENTER_CLOSED}


@dataclass
class Offers(HTMLParser):
    """Where the forms and links of a page lead, its keys, and what opens which dialog."""

    sent: set[str] = field(default_factory=set)
    opened: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    dialogs: set[str] = field(default_factory=set)
    openers: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form" and said.get("method") == "post":
            self.sent.add(said.get("action", ""))
        self.sent |= {said[name] for name in ("formaction", "data-moves") if name in said}
        if tag == "a":
            self.opened.add(said.get("href", ""))
        if tag == "dialog":
            self.dialogs.add(said["id"])
        self.opened |= {said[name] for name in ("data-finds", "data-fetches") if name in said}
        self.keys |= {said["data-key"]} if "data-key" in said else set()
        self.openers |= {said["data-opens"]} if "data-opens" in said else set()


def offers_of(browser: Browser, address: str) -> Offers:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    offers = Offers()
    offers.feed(answer.content.decode())
    if "data-dialogs" in answer.content.decode():
        offers.feed(browser.get(f"{address.partition('?')[0]}dialogs/").content.decode())
    return offers


def right_for(address: str, *, writes: bool) -> Right | None:
    """What the page at an address asks for; None too for what is no page of the desk."""
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return None
    if "desk" not in match.func.__module__:
        return None
    of_administration = urlsplit(address).path.startswith("/admin/")
    return needed(match.url_name or "", writes=writes, of_administration=of_administration)


def beyond(offers: Offers, rights: frozenset[Right]) -> Iterator[str]:
    """What is offered and would be refused to who has these rights."""
    for writes, addresses in ((True, offers.sent), (False, offers.opened)):
        for address in addresses:
            right = right_for(address, writes=writes) if address.startswith("/") else None
            if right is not None and right not in rights:
                yield f"{address} asks for {right}"
    yield from (f"#{name} opens nothing" for name in offers.openers - offers.dialogs)


@pytest.fixture
def addresses(inbox: Inbox) -> list[str]:
    """Pages with all that can be on them: an open case, a resolved one, spam, merged, linked."""
    said: Any = {"actor": SYSTEM_ACTOR, "now": NOON}
    made = [make_case(inbox, subject=f"Case {number}") for number in range(6)]
    open_one, resolved, spam, target, linked, done = (one.pk for one in made)
    receive(inbox, subject="Another", author="anna@customer.example")
    with writing(SYSTEM):
        cases.resolve_case(case_id=resolved, reason_id=None, outcome=Outcome.SOLVED, **said)
        cases.mark_spam(case_id=spam, **said)
        cases.merge_case(case_id=done, into_id=target, **said)
        cases.link_cases(case_id=target, other_id=linked, **said)
        cases.add_checklist_item(case_id=open_one, text="Ask the workshop", **said)
    shown = [open_one, resolved, spam, target]
    return ["/cases/", *(f"/cases/{pk}/" for pk in shown), "/search/?q=case"]


class TestWhatIsOfferedAtTheDesk:
    @pytest.mark.parametrize("missing", sorted(AT_THE_DESK - {Right.READ_CASES}))
    def test_is_never_what_the_role_may_not(
        self, missing: Right, company: Client, addresses: list[str], sign_in: SignIn
    ) -> None:
        rights = AT_THE_DESK - {missing}
        browser = sign_in(make_agent(company, role=make_role(*rights)))
        for address in [*addresses, "/me/", "/me/notifications/", "/palette/?q=c"]:
            assert not [*beyond(offers_of(browser, address), rights)], address

    def test_is_next_to_nothing_for_who_only_reads(
        self, company: Client, addresses: list[str], sign_in: SignIn
    ) -> None:
        only = frozenset({Right.READ_CASES})
        browser = sign_in(make_agent(company, role=make_role(*only)))
        for address in addresses:
            assert not [*beyond(offers_of(browser, address), only)], address
        case = offers_of(browser, addresses[1])
        assert not case.keys & set("areohsmnpuldct")
        assert not case.dialogs & {"resolve", "snooze", "assign", "tags", "merge", "spam"}
        assert 'id="composer"' not in words_of(browser.get(addresses[1]))
        assert "data-selects-all" not in words_of(browser.get("/cases/"))

    def test_is_everything_for_who_may(
        self, company: Client, addresses: list[str], sign_in: SignIn
    ) -> None:
        browser = sign_in(make_agent(company, role=Role.SUPERVISOR))
        case = offers_of(browser, addresses[1])
        assert case.keys >= set("aehsmrnpctwb")
        assert case.dialogs >= {"resolve", "snooze", "assign", "merge", "spam", "change-customer"}
        assert "o" in offers_of(browser, addresses[2]).keys
        assert "data-selects-all" in words_of(browser.get("/cases/"))

    def test_is_a_note_where_one_may_only_note(
        self, company: Client, addresses: list[str], sign_in: SignIn
    ) -> None:
        role = make_role(Right.READ_CASES, Right.NOTE)
        page = words_of(sign_in(make_agent(company, role=role)).get(addresses[1] + "?forward=1"))
        assert 'id="kind-note"' in page
        assert 'data-focuses="note-text" checked' in page
        assert 'id="kind-reply"' not in page
        assert 'id="kind-forward"' not in page


class TestThePaletteOfWhoMayLittle:
    def test_has_their_pages_and_no_case(
        self, company: Client, addresses: list[str], sign_in: SignIn
    ) -> None:
        browser = sign_in(make_agent(company, role=Role.CONTACT))
        page = words_of(browser.get("/palette/?q=c"))
        assert "/note/" in page
        assert "/cases/" not in page
        assert "/search/" not in page

    def test_has_no_customer_without_the_right(
        self, company: Client, addresses: list[str], sign_in: SignIn
    ) -> None:
        browser = sign_in(make_agent(company, role=make_role(Right.READ_CASES)))
        assert "Customers" not in words_of(browser.get("/palette/?q=mikko"))


class TestWhereSomebodyBegins:
    def test_is_where_they_may_work(self, company: Client, sign_in: SignIn) -> None:
        contact = sign_in(make_agent(company, role=Role.CONTACT))
        assert contact.get("/").headers["Location"] == "/note/"
        nobody = sign_in(make_agent(company, role=make_role()))
        assert nobody.get("/").headers["Location"] == "/me/"
        assert nobody.get("/me/").status_code == 200


class TestWhatIsOfferedInTheAdministration:
    @pytest.mark.parametrize("only", sorted(OF_THE_INSTALLATION | {Right.MANAGE_TEXTS}))
    def test_is_what_the_role_may(
        self, only: Right, company: Client, inbox: Inbox, sign_in: SignIn
    ) -> None:
        rights = frozenset({only, Right.EVERY_CLIENT})
        agent = make_agent(role=make_role(*rights))
        browser = sign_in(agent)
        opened = [page.address for page in PAGES if browser.get(page.address).status_code == 200]
        assert opened
        if only == Right.MANAGE_PEOPLE:
            opened += [f"/admin/people/{agent.pk}/", "/admin/people/invite/"]
        if only == Right.MANAGE_SETTINGS:
            opened += [f"/admin/clients/{company.pk}/", f"/admin/inboxes/{inbox.pk}/"]
            opened += [f"/admin/inboxes/{inbox.pk}/mail/"]
        for address in ["/admin/", *opened]:
            assert not [*beyond(offers_of(browser, address), rights)], address
