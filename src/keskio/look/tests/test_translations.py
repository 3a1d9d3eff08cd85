from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from keskio.look import translations
from keskio.look.translations import LANGUAGES, problems, read_same


def catalog(language: str, **said: str | tuple[str, ...]) -> Catalog:
    made = Catalog(locale=language)
    for source, translation in said.items():
        made.add(source, translation)
    return made


def sources(*texts: str | tuple[str, str]) -> Catalog:
    made = Catalog()
    for text in texts:
        made.add(text)
    return made


def found(text: str | tuple[str, str], translation: str | tuple[str, ...], same: str = "") -> str:
    finnish = Catalog(locale="fi")
    finnish.add(text, translation)
    return "; ".join(problems(sources(text), finnish, same={same}))


class TestTheCatalogues:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_say_everything_that_the_sources_say(self, language: str) -> None:
        template = translations.from_sources(translations.HERE)
        same = read_same(translations.SAME.read_text())[language]
        assert list(problems(template, translations.read(language), same=same)) == []


class TestProblems:
    def test_are_none_in_a_right_translation(self) -> None:
        assert found("Reply to %(name)s.", "Vastaa: %(name)s.") == ""

    def test_name_a_text_that_was_not_extracted(self) -> None:
        assert "not extracted: Reply" in list(problems(sources("Reply"), catalog("fi"), same=set()))

    def test_name_a_text_without_translation(self) -> None:
        assert found("Reply", "") == "not translated: Reply"

    def test_name_a_text_that_is_no_longer_in_the_sources(self) -> None:
        told = list(problems(sources(), catalog("fi", Reply="Vastaa"), same=set()))
        assert told == ["no longer in the sources: Reply"]

    def test_name_a_placeholder_that_was_lost(self) -> None:
        assert found("Reply to %(name)s", "Vastaa") == "placeholders differ: Vastaa"

    def test_name_a_placeholder_that_was_renamed(self) -> None:
        assert "placeholders differ" in found("To %(name)s", "Saaja %(nimi)s")

    def test_name_a_tag_that_was_lost(self) -> None:
        assert "placeholders differ" in found("<b>Now</b>", "<b>Nyt")

    def test_name_a_translation_equal_to_its_source(self) -> None:
        assert found("Chat", "Chat") == "same as the source: Chat"

    def test_allow_an_equal_translation_that_is_on_the_list(self) -> None:
        assert found("Chat", "Chat", same="Chat") == ""

    def test_name_a_fuzzy_translation(self) -> None:
        finnish = Catalog(locale="fi")
        finnish.add("Reply", "Vastaa", flags=["fuzzy"])
        assert list(problems(sources("Reply"), finnish, same=set())) == ["fuzzy: Reply"]

    def test_name_a_missing_plural_form(self) -> None:
        polish = Catalog(locale="pl")
        polish.add(("%(n)d case", "%(n)d cases"), ("%(n)d sprawa", "%(n)d sprawy", ""))
        told = list(problems(sources(("%(n)d case", "%(n)d cases")), polish, same=set()))
        assert told == ["not translated: %(n)d case"]

    def test_name_an_ending_that_differs(self) -> None:
        assert "ends differently" in found("Nothing is here.", "Täällä ei ole mitään")


class TestFromSources:
    def test_reads_python_and_templates_but_no_tests(self, tmp_path: Path) -> None:
        (tmp_path / "a.py").write_text('_("In Python")\nngettext("%(n)d day", "%(n)d days", 2)\n')
        (tmp_path / "templates").mkdir()
        page = tmp_path / "templates" / "b.html"
        page.write_text('{% load i18n %}{% translate "In a template" %}')
        (tmp_path / "letter.txt").write_text('{% load i18n %}{% translate "In a letter" %}')
        (tmp_path / "tests").mkdir()
        (tmp_path / "tests" / "c.py").write_text('_("In a test")')
        read = {message.id for message in translations.from_sources(tmp_path) if message.id}
        assert read == {"In Python", ("%(n)d day", "%(n)d days"), "In a template"}


class TestReadSame:
    def test_knows_for_which_languages_a_text_may_be_the_same(self) -> None:
        same = read_same("# a comment: no\nfi sv: Chat\nda: Status: open\n")
        assert (same["fi"], same["da"], same["pl"]) == ({"Chat"}, {"Status: open"}, set())
