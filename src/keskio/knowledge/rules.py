"""What people type into the search field, understood: no database, no clock."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from keskio.knowledge.words import words_in

LONGEST = 300
MOST_TERMS = 16
PIECE = re.compile(
    r'(?P<no>-)?(?:(?P<name>[^\W\d_]+):)?(?:"(?P<quoted>[^"]*)"?|(?P<plain>[^\s"]+))|(?P<rest>\S)'
)
NUMBER = re.compile(r"#?(\d{1,18})")
LEAST_PREFIX = 2
INDEXED = ("from", "to", "has", "before", "after")
"""What the index itself answers; other names belong to whoever asks it."""
SPANS = {"d": 1, "w": 7, "m": 30, "y": 365}


@dataclass(frozen=True)
class Term:
    """A word, or several in a row."""

    words: Sequence[str]
    is_prefix: bool = False
    is_excluded: bool = False


@dataclass(frozen=True)
class Filter:
    name: str
    value: str
    is_excluded: bool = False


@dataclass(frozen=True)
class Asked:
    terms: Sequence[Term]
    filters: Sequence[Filter]
    number: int | None = None
    """Of a case, if all that was typed is a number."""
    must_be_number: bool = False
    """Typed as #123."""

    @property
    def is_empty(self) -> bool:
        return not (self.terms or self.filters or self.number)

    def values(self, name: str, *, excluded: bool = False) -> list[str]:
        return [
            one.value for one in self.filters if one.name == name and one.is_excluded == excluded
        ]


def parse(text: str, *, known: Collection[str]) -> Asked:
    """`known` are the filters that whoever asks answers; all others are words."""
    text = text.replace("\x00", " ")[:LONGEST].strip()
    pieces = [_piece(match, {*known, *INDEXED}) for match in PIECE.finditer(text)]
    terms = [one for one in pieces if isinstance(one, Term) and one.words][:MOST_TERMS]
    filters = [one for one in pieces if isinstance(one, Filter)][:MOST_TERMS]
    whole = NUMBER.fullmatch(text)
    return Asked(
        terms, filters, int(whole[1]) if whole else None, bool(whole) and text.startswith("#")
    )


def _piece(match: re.Match[str], known: Collection[str]) -> Term | Filter:
    excluded, name = bool(match["no"]), (match["name"] or "").lower()
    quoted = match["quoted"]
    said = (quoted if quoted is not None else match["plain"] or "").strip()
    if name in known and said and _means(name, said):
        return Filter(name, said, excluded)
    words = words_in(f"{name} {said}")
    is_prefix = quoted is None and said.endswith("*") and len(words) == 1
    is_prefix = is_prefix and len(words[0]) >= LEAST_PREFIX
    return Term(tuple(words), is_prefix=is_prefix, is_excluded=excluded)


def _means(name: str, said: str) -> bool:
    """A filter that says nothing its name can use is searched as words."""
    if name in {"before", "after"}:
        return _day(said, date(2000, 1, 1)) is not None
    if name == "has":
        return said.lower() in {"file", "files", "attachment"}
    return name not in {"from", "to"} or bool(words_in(said))


def moment(said: str, *, now: datetime) -> datetime | None:
    """The beginning of the day, month or year that is named, by the clock of `now`."""
    day = _day(said, now.date())
    return datetime.combine(day, time(), _zone(now)) if day else None


def _zone(now: datetime) -> tzinfo | None:
    return now.tzinfo


def _day(said: str, today: date) -> date | None:
    """2026-11-19, 2026-11, 2026, 19.11.2026, 19.11., 19/11/2026, today, yesterday, 7d, 2w, 3m."""
    said = said.strip().lower()
    if said in {"today", "yesterday"}:
        return today - timedelta(days=said == "yesterday")
    if match := re.fullmatch(r"(\d{1,4})([dwmy])", said):
        return _before(today, int(match[1]) * SPANS[match[2]])
    if match := re.fullmatch(r"(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?", said):
        return _date(match[1], match[2] or 1, match[3] or 1)
    if match := re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-]?(\d{4})?", said):
        return _date(match[3] or today.year, match[2], match[1])
    return None


def _before(today: date, days: int) -> date | None:
    try:
        return today - timedelta(days=days)
    except OverflowError:
        return None


def _date(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if found.year > 1 else None
