"""Dates as mail programs write them for people, in the languages spoken here."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache

from babel import Locale

LANGUAGES = ("en", "fi", "da", "pl", "sv")
ZONES = {
    "utc": 0, "gmt": 0, "z": 0, "wet": 0, "cet": 60, "cest": 120, "eet": 120, "eest": 180,
    "bst": 60,
}  # fmt: skip
WORD = re.compile(r"[^\W\d_]+")
ISO = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d?)-(?P<day>\d\d?)")
NUMBERS = re.compile(
    r"\b(?P<day>\d\d?)\s?(?P<mark>[./-])\s?(?P<month>\d\d?)\s?[./-]\s?(?P<year>(?:19|20)\d\d)\b"
)
YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
DAY = re.compile(r"(?<![\d:.])(\d\d?)(?:st|nd|rd|th)?\b(?![:]\d)")
TIME = re.compile(
    r"(?<!\d)(?P<hour>\d\d?)[:.](?P<minute>\d\d)(?:[:.]\d\d)?(?!\d)\s*(?P<half>[ap]\.?\s?m\b)?",
    re.IGNORECASE,
)
OFFSET = re.compile(r"(?:utc|gmt)?\s?([+-])(\d\d?)(?::?(\d\d))?\b", re.IGNORECASE)
NOON = 12
SURE = 4
LONGEST = 200


def written_date(text: str, *, zone: tzinfo) -> datetime | None:
    """The instant, in `zone` where none is named; None when it cannot be read."""
    text = " ".join(text[:LONGEST].split())
    day = _by_numbers(text) or _by_name(text)
    if day is None:
        return None
    (year, month, number), rest = day
    found = TIME.search(rest)
    hour, minute = _time(found) if found else (0, 0)
    offset = _zone(rest[found.end() :], zone) if found else zone
    try:
        return datetime(year, month, number, hour, minute, tzinfo=offset)
    except (ValueError, OverflowError):
        return None


Day = tuple[tuple[int, int, int], str]
"""Year, month, day; and the text without them."""


def _by_numbers(text: str) -> Day | None:
    found = ISO.search(text) or NUMBERS.search(text)
    if not found:
        return None
    year, month, day = (int(found[name]) for name in ("year", "month", "day"))
    rest = text[: found.start()] + " " + text[found.end() :]
    american = "/" in found[0] and re.search(r"[ap]\.?m\b", rest, re.IGNORECASE)
    if american and day <= NOON:
        month, day = day, month
    return (year, month, day), rest


def _by_name(text: str) -> Day | None:
    month = next((number for word in WORD.findall(text) if (number := _month(word))), None)
    year = YEAR.search(text)
    if month is None or year is None:
        return None
    without = TIME.sub(" ", text.replace(year[0], " "))
    day = DAY.search(without)
    if day is None:
        return None
    return (int(year[1]), month, int(day[1])), text.replace(year[0], " ", 1)


def _month(word: str) -> int | None:
    """By its name, or by a beginning of it that no other month has."""
    word, months = word.lower(), _months()
    if word in months or len(word) < SURE:
        return months.get(word)
    meant = {number for name, number in months.items() if name.startswith(word)}
    return meant.pop() if len(meant) == 1 else None


@cache
def _months() -> dict[str, int]:
    return dict(_names_of_months())


def _names_of_months() -> Iterator[tuple[str, int]]:
    for language in LANGUAGES:
        months = Locale(language).months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[form][width].items():
                    yield name.lower().strip("."), number
    yield "sept", 9


def _time(found: re.Match[str]) -> tuple[int, int]:
    hour, half = int(found["hour"]), (found["half"] or "").lower()[:1]
    if half:
        hour = hour % NOON + (NOON if half == "p" else 0)
    return hour, int(found["minute"])


def _zone(after: str, default: tzinfo) -> tzinfo:
    if found := OFFSET.search(after):
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        return _offset(-minutes if found[1] == "-" else minutes, default)
    named = (ZONES[word] for word in map(str.lower, WORD.findall(after)) if word in ZONES)
    minutes_or_none = next(named, None)
    return default if minutes_or_none is None else _offset(minutes_or_none, default)


def _offset(minutes: int, default: tzinfo) -> tzinfo:
    try:
        return timezone(timedelta(minutes=minutes))
    except ValueError:
        return default
