"""What STYLE and architecture ask and a program can see. Each rule is shown to notice a breach."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from importlib import import_module
from inspect import signature
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

from keskio.channels.mail import compose, dates, quote_phrases
from keskio.clients import models as client_models
from keskio.config.subscriptions import SUBSCRIBERS
from keskio.journal.actors import Actor
from keskio.journal.events import Event, Subscriber
from keskio.kit.rls import ProtectTable
from keskio.knowledge import inflection, languages
from keskio.look import translations
from tests import exceptions
from tests.sources import (
    ROOT,
    Module,
    levels,
    modules,
    operations,
    templates,
    tracked_files,
)

CLOCKS = {
    (clock, asked)
    for clock in ("timezone", "datetime", "date")
    for asked in ("now", "today", "utcnow", "localtime", "localdate")
}
FUNCTION_LINES, FILE_LINES, TEST_FILE_LINES = 60, 400, 500


def module(text: str, name: str = "cases.operations") -> Module:
    return Module(name, text)


class TestAnOperation:
    """A write: keyword-only, by an actor, at a time."""

    def test_keeps_to_the_form(self) -> None:
        assert list(self.breaches(operations())) == []

    def test_in_another_form_is_noticed(self) -> None:
        def by_position(case_id: int, *, actor: Actor, now: datetime) -> None: ...
        def without_actor(*, case_id: int, now: datetime) -> None: ...
        def without_now(*, case_id: int, actor: Actor) -> None: ...

        wrong = {"a": by_position, "b": without_actor, "c": without_now}
        assert [breach[0] for breach in self.breaches(wrong)] == ["a", "b", "c"]

    @staticmethod
    def breaches(found: Mapping[str, Callable[..., object]]) -> Iterator[str]:
        for name, operation in found.items():
            if name in exceptions.NO_OPERATION:
                continue
            arguments = signature(operation).parameters
            if any(one.kind != one.KEYWORD_ONLY for one in arguments.values()):
                yield f"{name} takes arguments by position"
            if missing := {"actor", "now"} - set(arguments):
                yield f"{name} lacks {sorted(missing)}"


class TestAnOperationsReach:
    """Whatever a person can do here, a program can do over the API."""

    def test_includes_the_api(self) -> None:
        assert self.breaches(set(operations()), self.asked()) == []

    def test_without_the_api_is_noticed(self) -> None:
        assert self.breaches({"cases.new"}, set()) == ["cases.new"]

    def test_is_recognised_however_it_is_imported(self) -> None:
        called = api_calls(
            [
                module("from keskio.cases import operations\noperations.resolve_case()"),
                module("from keskio.routing import operations as line\nline.take_next()"),
                module("from keskio.cases.operations import reopen_case\nreopen_case()"),
            ]
        )
        assert called == {"cases.resolve_case", "routing.take_next", "cases.reopen_case"}

    def test_is_not_listed_as_internal_when_it_is_no_more(self) -> None:
        listed = {*exceptions.NOT_IN_THE_API, *exceptions.NO_OPERATION}
        assert sorted(listed - set(operations())) == []

    def test_is_not_listed_as_internal_when_it_includes_the_api(self) -> None:
        assert sorted(self.asked() & set(exceptions.NOT_IN_THE_API)) == []

    @staticmethod
    def breaches(made: set[str], asked: set[str]) -> list[str]:
        return sorted(made - asked - set(exceptions.NOT_IN_THE_API) - set(exceptions.NO_OPERATION))

    @staticmethod
    def asked() -> set[str]:
        return api_calls(one for one in modules() if one.name.startswith("interfaces.api"))


class TestCode:
    def test_is_short(self) -> None:
        assert list(self.too_long(modules())) == []

    def test_that_is_long_is_noticed(self) -> None:
        body = "    x = 1\n" * FUNCTION_LINES
        assert len(list(self.too_long([module(f"def f():\n{body}")]))) == 1
        assert len(list(self.too_long([module("x = 1\n" * (FILE_LINES + 1))]))) == 1

    def test_of_tests_is_short_too(self) -> None:
        files = [path for path in tracked_files() if path.suffix == ".py" and "tests" in path.parts]
        long = [path for path in files if path.read_text().count("\n") > TEST_FILE_LINES]
        assert long == []

    def test_leaves_nothing_for_later(self) -> None:
        assert list(self.put_off(modules())) == []

    def test_that_puts_off_is_noticed(self) -> None:
        assert list(self.put_off([module("x = 1  # TO" + "DO: finish\n")]))

    @staticmethod
    def too_long(found: Iterable[Module]) -> Iterator[str]:
        for one in found:
            if one.lines > FILE_LINES and one.name not in exceptions.LONG_FILES:
                yield f"{one.name}: {one.lines} lines"
            for function in one.functions():
                lines = (function.end_lineno or 0) - function.lineno + 1
                if lines > FUNCTION_LINES:
                    yield f"{one.name}.{function.name}: {lines} lines"

    @staticmethod
    def put_off(found: Iterable[Module]) -> Iterator[str]:
        for one in found:
            if re.search(r"\b(TODO|FIXME|XXX)\b", one.text):
                yield one.name


class TestARoom:
    def test_does_not_touch_the_tables_of_another(self) -> None:
        assert list(self.tables_touched(modules())) == []

    def test_that_touches_a_table_is_noticed(self) -> None:
        text = "from keskio.cases.models import Case, State\n"
        asks = module(text + "Case.objects.get(state=State.OPEN)\n", "channels.queries")
        makes = module(text + "Case(state=State.OPEN)\n", "channels.queries")
        names = module(text + "def f(case: Case) -> None: ...\n", "channels.queries")
        assert list(self.tables_touched([asks])) == ["channels.queries touches cases.Case"]
        assert list(self.tables_touched([makes])) == ["channels.queries touches cases.Case"]
        assert list(self.tables_touched([names])) == []

    def test_points_downwards_only(self) -> None:
        assert list(self.upward_keys(our_models())) == []

    def test_that_points_upwards_is_noticed(self) -> None:
        assert self.points_up("customers", "cases")
        assert self.points_up("channels", "routing"), "siblings do not know each other"
        assert not self.points_up("cases", "customers")

    def test_reads_no_clock(self) -> None:
        assert list(self.clocks(one for one in modules() if is_domain(one))) == []

    def test_that_reads_a_clock_is_noticed(self) -> None:
        assert list(self.clocks([module("now = timezone.now()")]))

    @staticmethod
    def tables_touched(found: Iterable[Module]) -> Iterator[str]:
        """Another room's row may be named, handed on and read; asked for and made it may not."""
        for one in found:
            used = table_uses(one)
            for source, name, alias in one.names():
                parts = source.split(".")
                if parts[0] == "keskio" and parts[2:] == ["models"] and parts[1] != one.room:
                    taken = getattr(import_module(source), name)
                    if alias in used and issubclass(taken, models.Model):
                        yield f"{one.name} touches {parts[1]}.{name}"

    @classmethod
    def upward_keys(cls, found: Iterable[type[models.Model]]) -> Iterator[str]:
        for model in found:
            for field in model._meta.get_fields():
                if field.is_relation and field.concrete and field.related_model:
                    pointed = field.related_model._meta.app_label
                    if pointed in levels() and cls.points_up(model._meta.app_label, pointed):
                        yield str(field)

    @staticmethod
    def points_up(room: str, pointed: str) -> bool:
        return room != pointed and levels()[pointed] >= levels()[room]

    @staticmethod
    def clocks(found: Iterable[Module]) -> Iterator[str]:
        for one in found:
            for node in ast.walk(one.tree):
                match node:
                    case ast.Attribute(value=ast.Name(id=clock), attr=asked):
                        if (clock, asked) in CLOCKS:
                            yield f"{one.name}:{node.lineno}"


class TestAnInterface:
    def test_asks_rooms_instead_of_tables(self) -> None:
        assert list(self.table_readers(one for one in modules() if one.room == "interfaces")) == []

    def test_that_reads_a_table_is_noticed(self) -> None:
        assert list(self.table_readers([module("Case.objects.all()", "interfaces.desk.views")]))

    @staticmethod
    def table_readers(found: Iterable[Module]) -> Iterator[str]:
        for one in found:
            for node in ast.walk(one.tree):
                if isinstance(node, ast.Attribute) and node.attr == "objects":
                    yield f"{one.name}:{node.lineno}"


class TestASetting:
    """Chosen by an operator, from the environment."""

    def test_is_documented_and_a_documented_one_exists(self) -> None:
        read = self.settings_in(one.text for one in modules())
        assert read == self.settings_in([(ROOT / "docs" / "operating.md").read_text()])

    def test_is_recognised(self) -> None:
        assert self.settings_in(['os.environ.get("KESKIO_NEW", "")']) == {"KESKIO_NEW"}

    @staticmethod
    def settings_in(texts: Iterable[str]) -> set[str]:
        return {name for text in texts for name in re.findall(r"\bKESKIO_[A-Z_]+\b", text)}


class TestALanguage:
    def test_is_known_wherever_one_must_be(self) -> None:
        known = {
            "pages": {code for code, _ in settings.LANGUAGES},
            "clients": {code for code, _ in client_models.LANGUAGES},
            "catalogues": {"en", *translations.LANGUAGES},
            "reply markers": set(quote_phrases.REPLY_MARKERS),
            "quotes": set(compose.WROTE),
            "forwards": set(compose.FORWARDED),
            "dates": set(dates.LANGUAGES),
            "common words": set(languages.COMMON),
            "inflection": set(inflection.RULES),
            "tours": {path.stem for path in (ROOT / "docs" / "tour").glob("*.md")},
        }
        assert {where for where, which in known.items() if which != known["pages"]} == set()


class TestTheDocs:
    def test_lead_only_to_what_is_there(self) -> None:
        pages = [path for path in tracked_files() if path.suffix == ".md"]
        assert list(self.dead_links({page: page.read_text() for page in pages})) == []

    def test_that_lead_nowhere_are_noticed(self) -> None:
        assert list(self.dead_links({ROOT / "README.md": "[gone](docs/gone.md)"}))

    @staticmethod
    def dead_links(pages: Mapping[Path, str]) -> Iterator[str]:
        for page, text in pages.items():
            for target in re.findall(r"\]\((?!\w+:)([^)#]+)[^)]*\)", text):
                if not (page.parent / target).exists():
                    yield f"{page.relative_to(ROOT)}: {target}"


class TestAnEvent:
    def test_is_heard_or_listed_as_unheard(self) -> None:
        assert self.unheard(SUBSCRIBERS) == sorted(exceptions.UNHEARD)

    def test_that_nobody_hears_is_noticed(self) -> None:
        assert len(self.unheard(())) > len(self.unheard(SUBSCRIBERS))

    @staticmethod
    def unheard(subscribers: Iterable[Subscriber]) -> list[str]:
        heard = {kind for subscriber in subscribers for kind in subscriber.kinds}
        return sorted(
            event.kind for event in events(Event) if ours(event) and event.kind not in heard
        )


class TestATableOfAClient:
    """Protected by row-level security from the migration that makes it."""

    def test_is_protected(self) -> None:
        assert self.open_tables(protected_in_migrations()) == sorted(exceptions.OPEN_TABLES)

    def test_without_protection_is_noticed(self) -> None:
        assert len(self.open_tables(set())) > len(exceptions.OPEN_TABLES)

    @pytest.mark.django_db
    def test_is_protected_in_the_database_itself(self) -> None:
        if connection.vendor != "postgresql":
            pytest.skip("row-level security is PostgreSQL's")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid"
                " WHERE relrowsecurity AND relforcerowsecurity"
            )
            forced = {name for (name,) in cursor.fetchall()}
        assert protected_in_migrations() - forced == set()

    @staticmethod
    def open_tables(protected: set[str]) -> list[str]:
        tables = {model._meta.db_table for model in our_models() if "client_id" in columns(model)}
        return sorted(tables - protected)


class TestATemplate:
    def test_brings_no_script_or_style_inside(self) -> None:
        assert list(self.breaches(templates())) == []

    @pytest.mark.parametrize(
        "text",
        [
            "<script>go()</script>",
            '<p style="color: red">',
            "<style>p { color: red }</style>",
            '<a onclick="go()">',
            '<img src="https://elsewhere.example/a.png">',
        ],
    )
    def test_that_does_is_noticed(self, text: str) -> None:
        assert list(self.breaches({"a.html": text}))

    @staticmethod
    def breaches(found: Mapping[str, str]) -> Iterator[str]:
        inside = (
            r"<script(?![^>]*\bsrc=)(?![^>]*application/json)",
            r"<style\b",
            r"<[^>]+\sstyle=",
            r"<[^>]+\son[a-z]+=",
            r"""(?:src|href|action)=["'](?:https?:)?//""",
        )
        for name, text in found.items():
            if name in exceptions.TEMPLATES_WITH_STYLE:
                continue
            for pattern in inside:
                for match in re.finditer(pattern, text):
                    yield f"{name}: {match[0]}"


class TestTheRepository:
    def test_names_no_package_index_and_no_ones_own_folders(self) -> None:
        texts = {str(path): words_of(path) for path in tracked_files()}
        assert list(self.breaches(texts)) == []

    def test_that_does_is_noticed(self) -> None:
        assert list(self.breaches({"a": "see https://py" + "pi.org/simple"}))
        assert list(self.breaches({"a": "cd /wo" + "rk/main"}))

    @staticmethod
    def breaches(texts: Mapping[str, str]) -> Iterator[str]:
        pattern = (
            r"pypi\.org|pythonhosted\.org|registry\.npmjs|--(?:extra-)?index-url|(?<!\w)/work/"
        )
        for name, text in texts.items():
            if name != __file__ and (match := re.search(pattern, text)):
                yield f"{name}: {match[0]}"


class TestATranslation:
    def test_is_there_and_keeps_its_placeholders(self) -> None:
        assert translations.check_all() == 0


def api_calls(found: Iterable[Module]) -> set[str]:
    """The rooms' operations that these modules call, as `room.name`."""
    return {call for one in found for call in (*_called_by_name(one), *_called_by_room(one))}


def _called_by_name(one: Module) -> Iterator[str]:
    for source, name, _ in one.names():
        if source.startswith("keskio.") and source.endswith(".operations"):
            yield f"{source.split('.')[1]}.{name}"


def _called_by_room(one: Module) -> Iterator[str]:
    rooms = {
        alias: source.removeprefix("keskio.")
        for source, name, alias in one.names()
        if name == "operations"
    }
    for node in ast.walk(one.tree):
        match node:
            case ast.Attribute(value=ast.Name(id=alias), attr=name) if alias in rooms:
                yield f"{rooms[alias]}.{name}"


def is_domain(one: Module) -> bool:
    below = levels().get(one.room, 0) < levels()["look"]
    return below and one.name not in exceptions.READS_THE_CLOCK


def table_uses(one: Module) -> set[str]:
    """Names that are called, or whose rows are asked for."""
    used = set()
    for node in ast.walk(one.tree):
        match node:
            case ast.Call(func=ast.Name(id=name)):
                used.add(name)
            case ast.Attribute(value=ast.Name(id=name), attr="objects" | "_default_manager"):
                used.add(name)
    return used


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("keskio.")]


def columns(model: type[models.Model]) -> set[str]:
    return {field.column for field in model._meta.concrete_fields}


def protected_in_migrations() -> set[str]:
    loader = MigrationLoader(None)
    return {
        operation.table
        for migration in loader.disk_migrations.values()
        for operation in migration.operations
        if isinstance(operation, ProtectTable)
    }


def events(base: type[Event]) -> Iterator[type[Event]]:
    """Every event with a kind of its own; those without are only there to share fields."""
    for event in base.__subclasses__():
        if "kind" in vars(event):
            yield event
        yield from events(event)


def ours(event: type[Event]) -> bool:
    return event.__module__.startswith("keskio.") and ".tests." not in event.__module__


def words_of(path: Path) -> str:
    """Empty for what is no text."""
    try:
        return path.read_text()
    except UnicodeDecodeError:
        return ""
