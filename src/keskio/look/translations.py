"""The catalogues of words, without system tools: `python -m keskio.look.translations ACTION`.

`extract` brings the catalogues up to what the sources say, `compile` writes what Django reads,
`check` finds what is missing or wrong. English is the source; the others are written by hand.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

HERE = Path(__file__).parent.parent
LOCALE = HERE / "locale"
LANGUAGES = ("fi", "da", "pl", "sv")
SAME = LOCALE / "same.txt"
"""Texts that may read the same in another language, one a line: `fi da: Text`."""

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)|%[sd]|\{\w*\}|</?[a-z]\w*")
END = re.compile(r"[.:!?…]?\s*$")


def main(action: str) -> int:
    """Exit code; raises KeyError for an action that does not exist."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
    return {"extract": extract_all, "compile": compile_all, "check": check_all}[action]()


def extract_all() -> int:
    template = from_sources(HERE)
    for language in LANGUAGES:
        catalog = read(language)
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
        with _path(language).open("wb") as file:
            write_po(file, catalog, sort_output=True, include_lineno=False, width=100)
    return 0


def compile_all() -> int:
    for language in LANGUAGES:
        with _path(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, read(language))
    return 0


def check_all() -> int:
    template, same = from_sources(HERE), read_same(SAME.read_text())
    found = [
        f"{language}: {problem}"
        for language in LANGUAGES
        for problem in problems(template, read(language), same=same[language])
    ]
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


def read(language: str) -> Catalog:
    path = _path(language)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        return Catalog(locale=language, header_comment="# Keskiö", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read_same(text: str) -> dict[str, set[str]]:
    """For each language the texts that it may share with English."""
    same: dict[str, set[str]] = {language: set() for language in LANGUAGES}
    for line in text.splitlines():
        languages, separator, said = line.partition(": ")
        if separator and not line.startswith("#"):
            for language in languages.split():
                same[language].add(said)
    return same


def from_sources(root: Path) -> Catalog:
    """Every text that Python and templates under `root` ask to have translated."""
    catalog = Catalog(fuzzy=False)
    for path in sorted(root.rglob("*")):
        if "tests" in path.parts or not _may_speak(path):
            continue
        for _line, said, comments, context in _texts_of(path):
            location = (path.relative_to(root).as_posix(), 0)
            catalog.add(said, locations=[location], user_comments=comments, context=context)
    return catalog


def _may_speak(path: Path) -> bool:
    return path.suffix == ".py" or ("templates" in path.parts and path.is_file())


def _texts_of(path: Path) -> Iterator[tuple]:  # type: ignore[type-arg]
    text = path.read_text()
    if path.suffix != ".py":
        # in brackets, because a template's indentation is none that Python would have
        text = f"({templatize(text, origin=str(path))})"
    return extract("python", BytesIO(text.encode()), KEYWORDS, ("Translators:",))


def problems(sources: Catalog, translated: Catalog, *, same: set[str]) -> Iterator[str]:
    """What stands between this catalogue and a reader, one sentence each."""
    for source in sources:
        if not source.id:
            continue
        found = translated.get(_key(source), source.context)
        if found is None:
            yield f"not extracted: {_name(source)}"
        else:
            yield from problems_of(found, forms=translated.num_plurals, same=same)
    for message in translated:
        if message.id and sources.get(_key(message), message.context) is None:
            yield f"no longer in the sources: {_name(message)}"


def problems_of(message: Message, *, forms: int, same: set[str]) -> Iterator[str]:
    """What is wrong with one translation."""
    said = _forms(message.string)
    wanted = forms if message.pluralizable else 1
    if len(said) != wanted or not all(said):
        yield f"not translated: {_name(message)}"
        return
    if message.fuzzy:
        yield f"fuzzy: {_name(message)}"
    for form in said:
        yield from _problems_of_form(message, form, same=same)


def _problems_of_form(message: Message, form: str, *, same: set[str]) -> Iterator[str]:
    originals = _forms(message.id)
    if form in originals and form not in same:
        yield f"same as the source: {form}"
    if not any(_placeholders(form) == _placeholders(original) for original in originals):
        yield f"placeholders differ: {form}"
    if _end(form) != _end(originals[-1]):
        yield f"ends differently: {form}"


def _placeholders(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text))


def _end(text: str) -> str:
    match = END.search(text)
    return match.group() if match else ""


def _forms(said: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (said or "",) if said is None or isinstance(said, str) else tuple(said)


def _key(message: Message) -> str:
    return _forms(message.id)[0]


def _name(message: Message) -> str:
    return f"[{message.context}] {_key(message)}" if message.context else _key(message)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
