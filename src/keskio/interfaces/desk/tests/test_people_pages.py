import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client as Browser

from keskio.clients.models import Client, Inbox
from keskio.clients.tests.make import make_reason
from keskio.interfaces.desk.tests.conftest import SignIn
from keskio.interfaces.desk.tests.seen import seen
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, writing
from keskio.staff import inviting
from keskio.staff import operations as staff
from keskio.staff.models import Agent, Role
from keskio.staff.rights import Right
from keskio.staff.tests.make import PASSWORD, make_agent, make_role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_window() -> None:
    cache.clear()


def person(company: Client) -> dict[str, object]:
    return {
        "name": "Jenni",
        "email": "Jenni@rauta.example",
        "role": "agent",
        "language": "en",
        "time_zone": "Europe/Helsinki",
        "client_ids": [company.pk],
    }


class TestAnInvitation:
    def test_goes_by_mail_and_lets_them_in(self, administrator: Browser, company: Client) -> None:
        administrator.post("/admin/people/invite/", person(company))
        (sent,) = mail.outbox
        assert sent.to == ["jenni@rauta.example"]
        link = re.search(r"/invited/\S+/", str(sent.body))
        assert link
        newcomer = Browser()
        assert newcomer.post(link[0], {"password": "short"}).status_code == 422
        newcomer.post(link[0], {"password": PASSWORD})
        assert newcomer.get("/cases/").status_code == 200
        assert newcomer.get("/admin/people/").status_code == 403
        assert Browser().get(link[0]).status_code == 404

    def test_is_refused_for_an_address_that_is_taken(
        self, administrator: Browser, company: Client
    ) -> None:
        administrator.post("/admin/people/invite/", person(company))
        again = administrator.post("/admin/people/invite/", person(company))
        assert again.status_code == 422
        assert "Somebody already signs in" in again.content.decode()

    def test_is_limited_in_number(
        self, administrator: Browser, agent: Agent, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("keskio.interfaces.desk.views.people.MAILS_AN_HOUR", 2)
        address = f"/admin/people/{agent.pk}/invite/"
        statuses = [administrator.post(address).status_code for _ in range(3)]
        assert statuses == [302, 302, 429]
        assert inviting.MAILS_AN_HOUR > 2

    def test_link_is_shown_when_no_mail_leaves(
        self, administrator: Browser, agent: Agent, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("keskio.interfaces.desk.views.people.send_link", lambda *_, **__: False)
        page = administrator.post(f"/admin/people/{agent.pk}/invite/", follow=True)
        assert "/invited/" in page.content.decode()


class TestAPerson:
    def test_who_is_deactivated_is_out_at_once(
        self, administrator: Browser, agent: Agent, browser: Browser
    ) -> None:
        assert browser.get("/cases/").status_code == 200
        administrator.post(f"/admin/people/{agent.pk}/deactivate/")
        assert "login" in browser.get("/cases/")["Location"]
        administrator.post(f"/admin/people/{agent.pk}/reactivate/")
        assert "login" in browser.get("/cases/")["Location"]

    def test_cannot_raise_themselves(self, company: Client, sign_in: SignIn) -> None:
        rights = (Right.READ_CASES, Right.MANAGE_PEOPLE, Right.EVERY_CLIENT)
        manager = make_agent(role=make_role(*rights))
        browser = sign_in(manager)
        sent = person(company) | {"email": manager.email, "role": "administrator"}
        assert browser.post(f"/admin/people/{manager.pk}/", sent).status_code == 422
        assert Agent.objects.get(pk=manager.pk).role == "own-role"
        boss = make_agent(role=Role.ADMINISTRATOR)
        browser.post(f"/admin/people/{boss.pk}/deactivate/")
        assert Agent.objects.get(pk=boss.pk).is_active
        assert browser.get("/admin/clients/").status_code == 403

    def test_without_a_second_step_is_led_to_it(self, agent: Agent, browser: Browser) -> None:
        with writing(SYSTEM):
            staff.ask_second_step(role="agent", asked=True, actor=SYSTEM_ACTOR, now=NOON)
        assert "2fa/totp" in browser.get("/cases/")["Location"]
        assert "2fa/totp" in browser.post("/cases/next/")["Location"]


class TestAContact:
    def test_works_at_no_case(self, company: Client, sign_in: SignIn) -> None:
        browser = sign_in(make_agent(company, role=Role.CONTACT))
        assert browser.get("/")["Location"] == "/note/"
        assert browser.get("/me/").status_code == 200
        assert browser.get("/cases/").status_code == 403
        assert browser.post("/cases/next/").status_code == 403


class TestAClientsPage:
    def test_changes_hours_and_reasons(self, administrator: Browser, inbox: Inbox) -> None:
        company = inbox.client
        first, second = make_reason(company, "One"), make_reason(company, "Two")
        administrator.post(f"/admin/reasons/{second.pk}/", {"what": "up"})
        administrator.post(f"/admin/reasons/{first.pk}/", {"what": "rename", "name": "Third"})
        page = administrator.get(f"/admin/clients/{company.pk}/").content.decode()
        assert page.index("Two") < page.index("Third")
        sent = {
            "name": company.name,
            "language": "fi",
            "time_zone": "Europe/Helsinki",
            "opens_at": "10:00",
            "closes_at": "09:00",
            "open_days": ["1"],
        }
        assert administrator.post(f"/admin/clients/{company.pk}/", sent).status_code == 422
        administrator.post(f"/admin/clients/{company.pk}/", sent | {"closes_at": "18:30"})
        assert seen(lambda: f"{Client.objects.get(pk=company.pk).closes_at:%H:%M}") == "18:30"
        audit = administrator.get(f"/admin/audit/?subject=client:{company.pk}").content.decode()
        assert "18:30" in audit
        assert "Reason changed: Third" in audit

    def test_closes_an_inbox_to_others(self, administrator: Browser, inbox: Inbox) -> None:
        administrator.post(f"/admin/inboxes/{inbox.pk}/", {"what": "door", "closed": "on"})
        assert "some people" in administrator.get("/admin/clients/").content.decode()


class TestTheSettingsFile:
    def test_is_compared_then_put_in(self, administrator: Browser, company: Client) -> None:
        text = f"clients:\n- slug: {company.slug}\n  name: Saha\n"
        address = "/admin/settings-file/"
        page = administrator.post(address, {"what": "compare", "text": text}).content.decode()
        assert "Put it in" in page
        assert seen(lambda: Client.objects.get(pk=company.pk).name) == "Rauta & Saha"
        administrator.post(address, {"what": "apply", "text": text})
        assert "name: Saha" in administrator.get(f"{address}download/").content.decode()
        assert administrator.post(address, {"text": "x: 1"}).status_code == 422
