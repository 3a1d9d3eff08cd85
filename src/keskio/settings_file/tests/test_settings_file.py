from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from keskio.cases import operations as cases
from keskio.cases.queries import Sort, View
from keskio.channels import operations as channels
from keskio.clients import operations as clients
from keskio.clients import queries as client_queries
from keskio.clients.models import Colour, FieldKind, InboxKind, StatusOf
from keskio.clients.tests.make import make_client, make_inbox, make_reason
from keskio.customers import operations as customers
from keskio.demo import world
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.models import Entry
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.settings_file.applying import Difference, Refused, apply_text, compare_text
from keskio.settings_file.registry import SECTIONS
from keskio.settings_file.text import export_text
from keskio.staff import operations as staff
from keskio.staff.models import Agent, Role
from keskio.staff.rights import EVERY_RIGHT, PRESETS, Right
from keskio.staff.tests.make import PASSWORD, close_inbox, make_agent, make_role, make_token

pytestmark = pytest.mark.django_db


def exported() -> str:
    with reading(SYSTEM):
        return export_text()


def applied(text: str) -> list[Difference]:
    return apply_text(text, own_rights=EVERY_RIGHT, actor=SYSTEM_ACTOR, now=NOON)


def compared(text: str) -> list[Difference]:
    return compare_text(text, own_rights=EVERY_RIGHT, actor=SYSTEM_ACTOR, now=NOON)


def everything() -> str:
    """One of each setting, with values that YAML likes to take for something else."""
    company = make_client('Yes: & "no" #1', slug="rauta", open_days="67", time_zone="Europe/Rome")
    make_reason(company, "17:00")
    kept, gone = make_reason(company, "null"), make_reason(company, "1e3 öre")
    signature = "Terveisin\n  Rauta\n\n-- \n# ei kommentti\n"
    inbox = make_inbox(company, address="help@rauta.example", signature=signature)
    role = make_role(Right.NOTE, Right.READ_CASES, slug="shop", name="Kauppa")
    agent = make_agent(company, role=role, password=PASSWORD, email="jenni@rauta.example")
    make_agent(role=Role.ADMINISTRATOR, email="riikka@rauta.example")
    close_inbox(inbox.pk, agent)
    make_token(name="no setting")
    with writing(SYSTEM):
        said: dict[str, Any] = {"actor": SYSTEM_ACTOR, "now": NOON}
        clients.archive_reason(reason_id=gone.pk, archived=True, **said)
        clients.order_reasons(client_id=company.pk, reason_ids=[kept.pk], **said)
        agent_ids, client_ids = [agent.pk], [company.pk]
        staff.add_team(name="Saws: & chains", agent_ids=agent_ids, client_ids=client_ids, **said)
        clients.add_inbox(
            client_id=company.pk,
            name="Record",
            address="record@rauta.example",
            kind=InboxKind.RECORDS,
            **said,
        )
        _carried(company.pk, said)
        _written(company.pk, agent, inbox.pk, said)
        staff.ask_second_step(role="shop", asked=True, **said)
        channels.trust_servers(names=["mx.rauta.example"], **said)
    return exported()


def _carried(client_id: int, said: dict[str, Any]) -> None:
    for name in ("null", "Öljy: 5W-30"):
        clients.add_tag(client_id=client_id, name=name, colour=Colour.SEA, **said)
    gone = clients.add_tag(client_id=client_id, name="gone", **said)
    clients.remove_tag(tag_id=gone.pk, **said)
    parts = clients.add_status(client_id=client_id, name="Parts", state=StatusOf.WAITING, **said)
    clients.add_status(client_id=client_id, name="first", state=StatusOf.OPEN, **said)
    clients.change_status(status_id=parts.pk, position=9, **said)
    choices = ["yes", "1", "~"]
    clients.add_field(
        client_id=client_id, name="Which", kind=FieldKind.CHOICE, choices=choices, **said
    )
    clients.add_field(client_id=client_id, name="Order", kind=FieldKind.TEXT, required=True, **said)


def _written(client_id: int, agent: Agent, inbox_id: int, said: dict[str, Any]) -> None:
    texts = {"fi": "Hei {{ customer.name }},\n\n  kiitos! \n", "en": "Hello: #1"}
    cases.add_canned_response(
        client_id=client_id, name="Thanks", shortcut="no", texts=texts, **said
    )
    for value in ("spam.example", "mikko@trouble.example"):
        customers.block_sender(client_id=client_id, value=value, agent_id=agent.pk, **said)
    team = staff.add_team(name="Views", agent_ids=[agent.pk], client_ids=[client_id], **said)
    content = cases.ViewContent(
        view=View.WAITING,
        sort=Sort.LONGEST,
        client_id=client_id,
        inbox_id=inbox_id,
        agent_id=agent.pk,
        language="fi",
        columns=["state"],
    )
    owned: dict[str, Any] = {"owner_id": agent.pk, **said}
    cases.save_view(name="Late: ones", content=content, shared_with=client_id, **owned)
    plain = cases.ViewContent(view=View.ALL)
    cases.save_view(name="Ours", content=plain, team_id=team.pk, **owned)
    cases.save_view(name="my own", content=plain, **owned)


def entries() -> list[Entry]:
    """Settings changed, oldest first."""
    with reading(SYSTEM):
        return list(Entry.objects.filter(is_setting=True).order_by("id"))


class TestAnExport:
    def test_put_into_an_empty_installation_is_exported_the_same(self) -> None:
        with transaction.atomic():
            text = everything()
            transaction.set_rollback(True)
        client_queries.forget_inboxes()
        assert "rauta" not in exported()
        applied(text)
        assert exported() == text

    def test_put_in_where_it_came_from_changes_nothing(self) -> None:
        text = everything()
        before = entries()
        assert compared(text) == []
        assert applied(text) == []
        assert entries() == before

    def test_of_the_demo_company_put_into_an_empty_installation_is_exported_the_same(self) -> None:
        with transaction.atomic():
            world.load(now=NOON)
            text = exported()
            transaction.set_rollback(True)
        client_queries.forget_inboxes()
        applied(text)
        assert exported() == text
        for section in SECTIONS:
            assert f"\n{section.name}:\n  - " in text, section.name

    def test_holds_no_password_and_no_key(self) -> None:
        text = everything()
        agent = Agent.objects.get(email="jenni@rauta.example")
        assert agent.password not in text
        assert "keskio_" not in text
        assert "no setting" not in text
        assert "my own" not in text

    def test_shows_only_what_one_may_manage(self) -> None:
        everything()
        with reading(SYSTEM):
            text = export_text(PRESETS[Role.SUPERVISOR] | {Right.MANAGE_SETTINGS})
        assert "clients:" in text
        assert "jenni@rauta.example" not in text.partition("inboxes:")[0]
        assert "people:" not in text


class TestAComparison:
    def test_says_what_would_change_and_changes_nothing(self) -> None:
        everything()
        before = exported()
        (found,) = compared("clients:\n- slug: rauta\n  name: Rauta\n  closes_at: 18:30\n")
        assert (found.section, found.key, found.is_new) == ("clients", "rauta", False)
        assert found.changes["closes_at"] == ["17:00", "18:30"]
        assert exported() == before


class TestApplying:
    def test_leaves_what_is_not_mentioned(self) -> None:
        everything()
        applied("clients:\n- slug: rauta\n  name: Rauta\n")
        text = exported()
        assert "name: Rauta\n" in text
        assert "Europe/Rome" in text

    def test_archives_reasons_that_are_offered_no_longer(self) -> None:
        everything()
        applied("clients:\n- slug: rauta\n  name: Rauta\n  reasons: [Uusi, '17:00']\n")
        assert (
            compared("clients:\n- slug: rauta\n  name: Rauta\n  reasons: [Uusi, '17:00']\n") == []
        )
        with reading(SYSTEM):
            pk = client_queries.every_client()[0].pk
            assert [one.name for one in client_queries.reasons_of(pk)] == ["Uusi", "17:00"]

    @pytest.mark.parametrize(
        ("text", "gone", "kept"),
        [
            ("tags:\n- client: rauta\n  tags:\n  - name: 'null'\n", "5W-30", "name: 'null'"),
            ("statuses:\n- client: rauta\n  statuses: []\n", "Parts", "Which"),
            (
                "fields:\n- client: rauta\n  fields:\n  - {name: New, kind: date}\n"
                "  - {name: Order, kind: text}\n",
                "Which",
                "name: New\n        kind: date",
            ),
            ("canned_responses:\n- client: rauta\n  responses: []\n", "Thanks", "spam.example"),
            (
                "blocked_senders:\n- client: rauta\n  senders: [other.example]\n",
                "spam.example",
                "other.example",
            ),
            ("views:\n- owner: jenni@rauta.example\n  views: []\n", "Late: ones", "Parts"),
        ],
    )
    def test_takes_a_list_for_the_whole_of_it(self, text: str, gone: str, kept: str) -> None:
        assert gone in everything()
        (found,) = applied(text)
        assert not found.is_new
        assert gone not in exported()
        assert kept in exported()
        assert applied(text) == []

    def test_puts_a_list_into_its_order(self) -> None:
        everything()
        order = ("first", "Parts", "third")
        listed = "".join(
            f"  - {{name: {name}, state: {state}}}\n"
            for name, state in zip(reversed(order), ("open", "waiting", "open"), strict=True)
        )
        applied(f"statuses:\n- client: rauta\n  statuses:\n{listed}")
        with reading(SYSTEM):
            pk = client_queries.every_client()[0].pk
            assert [one.name for one in client_queries.statuses_of(pk)] == [*reversed(order)]

    def test_is_in_the_audit_like_everything_else(self) -> None:
        everything()
        applied("clients:\n- slug: rauta\n  name: Rauta\n")
        entry = entries()[-1]
        assert entry.kind == "client_changed"
        assert entry.payload["changes"] == {"name": ['Yes: & "no" #1', "Rauta"]}

    def test_changes_nothing_when_the_last_item_is_refused(self) -> None:
        everything()
        before = exported()
        with pytest.raises(Refused, match="no client has the slug nowhere"):
            applied(
                "clients:\n- slug: rauta\n  name: Changed\n"
                "inboxes:\n- address: a@b.example\n  name: A\n  client: nowhere\n"
            )
        assert exported() == before

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("client: []", "no section has this name"),
            ("clients: {}", "no list"),
            ("- 1", "no mapping"),
            ("clients:\n- slug: a\n  name: A\n  color: red", "color"),
            ("clients:\n- slug: a", "name"),
            ("clients:\n- slug: a\n  name: A\n  closes_at: 99", "closes_at"),
            ("clients:\n- slug: a\n  name: A\n- slug: a\n  name: B", "a is there twice"),
            ("clients:\n- slug: a\n  slug: b\n  name: A", "slug is there twice"),
            ("clients: &a []\npeople: *a", "no aliases"),
            ("clients: !!python/object/apply:os.getcwd []", "could not determine"),
            ("clients: [", "expected"),
            ("[" * 5000, "recursion"),
            ("roles:\n- slug: agent\n  name: A\n  rights: []", "another role"),
            ("tags:\n- client: nobody\n  tags: [{name: A}]", "no client has the slug"),
            ("tags:\n- client: rauta\n  tags: [{name: A}, {name: A}]", "a is there twice"),
            ("tags:\n- client: rauta\n  tags: [{name: A, colour: pink}]", "colour"),
            (
                "statuses:\n- client: rauta\n  statuses: [{name: Parts, state: open}]",
                "stays a status of waiting",
            ),
            ("fields:\n- client: rauta\n  fields: [{name: Order, kind: date}]", "stays a field"),
            (
                "canned_responses:\n- client: rauta\n"
                "  responses: [{shortcut: a, name: A, texts: {en: '{{ nobody }}'}}]",
                "nobody",
            ),
            ("blocked_senders:\n- client: rauta\n  senders: [gmail.com]", "everybody uses"),
            (
                "views:\n- owner: jenni@rauta.example\n  views: [{name: A, view: all}]",
                "with a client or with a team",
            ),
            (
                "views:\n- owner: nobody@b.example\n  views: [{name: A, view: all, team: Views}]",
                "nobody signs in as",
            ),
            ("people:\n- address: no address\n  name: A", "no mail address"),
            ("people:\n- address: a@b.example\n  name: A\n  role: boss", "no role has this name"),
            (
                "people:\n- address: RIIKKA@rauta.example\n  name: R\n  active: false",
                "nobody would",
            ),
        ],
    )
    def test_refuses_what_it_does_not_know(self, text: str, why: str) -> None:
        everything()
        before = exported()
        for does in (compared, applied):
            with pytest.raises(Refused) as refusal:
                self.put(does, text)
            assert why in str(refusal.value).lower()
        assert exported() == before

    @staticmethod
    def put(does: Callable[[str], list[Difference]], text: str) -> None:
        does(text)

    def test_gives_no_right_that_one_does_not_have(self) -> None:
        own = PRESETS[Role.SUPERVISOR] | {Right.MANAGE_PEOPLE, Right.EVERY_CLIENT}
        text = "people:\n- address: a@b.example\n  name: A\n  role: administrator\n"
        with pytest.raises(Refused, match="right"):
            apply_text(text, own_rights=own, actor=SYSTEM_ACTOR, now=NOON)
        with pytest.raises(Refused, match="manage_settings"):
            apply_text(
                "clients:\n- slug: a\n  name: A\n", own_rights=own, actor=SYSTEM_ACTOR, now=NOON
            )
