from datetime import timedelta

import pytest
from django.test import Client as Browser

from keskio.cases import operations as cases
from keskio.cases.tests.make import make_case
from keskio.channels import operations as channels
from keskio.channels import queries as channel_queries
from keskio.channels.models import Delivery
from keskio.clients.models import Client, Inbox, Reason
from keskio.interfaces.desk.tests.seen import fresh, seen
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.models import Cursor, Parked
from keskio.journal.tests.make import NOON
from keskio.kit import disk, troubles
from keskio.kit.scopes import SYSTEM, writing
from keskio.staff.first_visit import setup_code
from keskio.staff.models import Agent, Role
from keskio.staff.tests.make import make_agent

pytestmark = pytest.mark.django_db

FIRST = {
    "name": "Esa Nurmi",
    "email": "esa@rauta.example",
    "password": "a long enough pass phrase",
    "company": "Rauta & Saha",
    "address": "Help@rauta.example",
    "language": "fi",
    "time_zone": "Europe/Helsinki",
}


@pytest.fixture
def failed(inbox: Inbox) -> Delivery:
    case = make_case(inbox)
    with writing(SYSTEM):
        message = cases.write_reply(case_id=case.pk, text="Hello", actor=SYSTEM_ACTOR, now=NOON)
        delivery = channels.queue_delivery(message_id=message.pk, actor=SYSTEM_ACTOR, now=NOON)
        channels.fail_delivery(
            delivery_id=delivery.pk, error="550 no such person", actor=SYSTEM_ACTOR, now=NOON
        )
    return fresh(delivery)


@pytest.fixture
def parked(db: None) -> Parked:
    cursor = Cursor.objects.create(subscriber="line", partition=3, position=10)
    return Parked.objects.create(
        cursor=cursor,
        stream="case:7",
        entry_id=9,
        attempts=12,
        parked_at=NOON,
        retry_at=None,
        last_error="ValueError: no such lamp",
    )


class TestTheAdministratorsPages:
    @pytest.mark.parametrize("address", ["/admin/", "/admin/people/", "/admin/health/"])
    def test_are_closed_to_agents(self, browser: Browser, address: str) -> None:
        assert browser.get(address).status_code == 403

    @pytest.mark.parametrize(
        "address",
        [
            "/admin/arrivals/1/again/",
            "/admin/streams/1/again/",
            "/admin/subscribers/resume/",
            "/admin/deliveries/1/again/",
            "/admin/trusted-servers/",
        ],
    )
    def test_do_nothing_for_agents(self, browser: Browser, address: str) -> None:
        assert browser.post(address).status_code == 403


class TestHealth:
    def test_shows_what_was_not_delivered_and_sends_it_again(
        self, administrator: Browser, failed: Delivery
    ) -> None:
        assert "550 no such person" in administrator.get("/admin/unprocessed/").content.decode()
        administrator.post(f"/admin/deliveries/{failed.pk}/again/")
        assert fresh(failed).state == Delivery.State.QUEUED

    def test_says_what_fails_just_now_and_why(self, administrator: Browser) -> None:
        troubles.note("listener", OSError("No space left on device"), now=NOON)
        page = administrator.get("/admin/health/").content.decode()
        troubles.forget("listener")
        assert "Mail cannot be stored" in page
        assert "No space left on device" in page
        assert "Mail cannot be stored" not in administrator.get("/admin/health/").content.decode()

    def test_warns_when_room_runs_out(
        self, administrator: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert "are free on the disk" not in administrator.get("/admin/health/").content.decode()
        monkeypatch.setattr(disk, "LEAST_BYTES", 1e18)
        assert "are free on the disk" in administrator.get("/admin/health/").content.decode()

    def test_shows_a_parked_stream_and_has_it_tried_again(
        self, administrator: Browser, parked: Parked
    ) -> None:
        page = administrator.get("/admin/unprocessed/").content.decode()
        assert "ValueError: no such lamp" in page
        assert "given up" in page
        administrator.post(f"/admin/streams/{parked.pk}/again/")
        retry_at = fresh(parked).retry_at
        assert retry_at is not None
        assert retry_at > NOON - timedelta(days=1)

    def test_keeps_the_names_of_mail_servers_that_are_believed(
        self, administrator: Browser
    ) -> None:
        administrator.post("/admin/trusted-servers/", {"names": "MX.rauta.example\nmx2.example "})
        assert channel_queries.trusted_servers() == ["mx.rauta.example", "mx2.example"]
        assert "mx2.example" in administrator.get("/admin/health/").content.decode()


class TestTheFirstVisit:
    def test_starts_where_nobody_works_yet(self, db: None) -> None:
        assert Browser().get("/")["Location"] == "/first-visit/"

    def test_makes_administrator_company_and_inbox_and_signs_in(self, db: None) -> None:
        browser = Browser()
        browser.post("/first-visit/", {**FIRST, "code": setup_code()})
        agent = Agent.objects.get()
        assert (agent.role, agent.language) == (Role.ADMINISTRATOR, "fi")
        assert seen(Inbox.objects.get).address == "help@rauta.example"
        assert "Rauta &amp; Saha" in browser.get("/admin/clients/").content.decode()

    def test_gives_reasons_to_choose_from_in_the_companys_language(self, db: None) -> None:
        Browser().post("/first-visit/", {**FIRST, "code": setup_code()})
        names = seen(lambda: [reason.name for reason in Reason.objects.all()])
        assert "Tilaus tai toimitus" in names

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({"code": "0000000000"}, "This is not the code"),
            ({"password": "secret"}, "This password is too short"),
            ({"address": "help+tag@rauta.example"}, "This cannot be used."),
        ],
    )
    def test_makes_nothing_of_what_it_refuses(
        self, db: None, sent: dict[str, str], said: str
    ) -> None:
        response = Browser().post("/first-visit/", {**FIRST, "code": setup_code(), **sent})
        assert response.status_code == 422
        assert said in response.content.decode()
        assert not Agent.objects.exists()
        assert not seen(Client.objects.exists)

    def test_is_over_once_somebody_works_here(self, agent: Agent) -> None:
        assert agent.pk
        assert Browser().get("/first-visit/").status_code == 404
        sent = {**FIRST, "code": setup_code()}
        assert Browser().post("/first-visit/", sent).status_code == 404


class TestTheAudit:
    def test_tells_of_teams_and_believed_servers_too(
        self, administrator: Browser, company: Client
    ) -> None:
        member = make_agent(company)
        team = {"new-name": "Saws", "new-agent_ids": member.pk, "new-client_ids": company.pk}
        administrator.post("/admin/teams/", team)
        administrator.post("/admin/trusted-servers/", {"names": "mx.rauta.example"})
        page = administrator.get("/admin/audit/").content.decode()
        assert "Team added" in page
        assert "Saws" in page
        assert "Mail servers that are believed changed" in page
