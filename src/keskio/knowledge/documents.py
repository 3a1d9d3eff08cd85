"""A document as it is told to the index, and what the index keeps of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from functools import lru_cache

from keskio.knowledge.inflection import keys
from keskio.knowledge.languages import languages_of
from keskio.knowledge.words import folded, is_told_by_diacritics, words_in

MOST_WORDS = 12_000
LONGEST_TEXT = 200_000
TIME_BITS = 31
REF_BITS = 28
LAST_SECOND = (1 << 32) - 1
LAST_PLACE = (1 << 63) - 1


class Kind(IntEnum):
    MESSAGE = 1
    CUSTOMER = 2


@dataclass(frozen=True, kw_only=True)
class Document:
    """Something to be found.

    Title and people count most; `senders` and `recipients` are asked for by from: and to:.
    """

    kind: Kind
    ref_id: int
    client_id: int
    at: datetime
    title: str = ""
    senders: Sequence[str] = ()
    recipients: Sequence[str] = ()
    text: str = ""
    files: Sequence[str] = field(default=())
    language: str = ""


@dataclass(frozen=True)
class Kept:
    """What the index keeps: words in their order, and marks, which are in none."""

    words: Sequence[str]
    marks: frozenset[str]


def place_at(at: datetime) -> int:
    """The lowest place of what is older; all since then stands before it."""
    seconds = min(max(int(at.timestamp()), 0), LAST_SECOND)
    return LAST_PLACE - (seconds << TIME_BITS) + 1


def place_of(document: Document) -> int:
    """Where it stands; the same each time, so that indexing again changes nothing.

    The newest has the lowest: SQLite reads what a word is in twice as fast from the lowest on.
    """
    within = (document.kind << REF_BITS) | (document.ref_id % (1 << REF_BITS))
    return place_at(document.at) - 1 - within


def kept_of(document: Document) -> Kept:
    if document.kind == Kind.CUSTOMER:
        return _kept_of_names(document)
    senders = words_in(" ".join(document.senders))
    recipients = words_in(" ".join(document.recipients))
    title, files = words_in(document.title), words_in(" ".join(document.files))
    text = words_in(document.text[:LONGEST_TEXT])[:MOST_WORDS]
    languages = languages_of([*title, *text], told=document.language)
    every = [*title, *senders, *recipients, *text, *files]
    marks = {client_mark(document.client_id, document.kind)}
    marks.update(map(title_mark, (*title, *senders, *recipients)))
    marks.update(short_mark(word) for word in set(every) if is_told_by_diacritics(word))
    marks.update(map(sender_mark, senders))
    marks.update(map(recipient_mark, recipients))
    for language in languages:
        marks.update(*(key_marks(word, language) for word in {*title, *text, *files}))
        marks.update(*(key_marks(word, language, "t") for word in set(title)))
    if document.files:
        marks.add(FILE_MARK)
    return Kept([folded(word) for word in every], frozenset(marks))


def _kept_of_names(document: Document) -> Kept:
    names = map(name_mark, words_in(" ".join((*document.senders, *document.recipients))))
    return Kept((), frozenset({client_mark(document.client_id, document.kind), *names}))


# Marks begin with what no word begins with, so that no word is taken for one.
FILE_MARK = "_h_file"


def client_mark(client_id: int, kind: Kind) -> str:
    return f"_c{kind:d}_{client_id}"


@lru_cache(maxsize=16_384)
def key_marks(word: str, language: str, part: str = "") -> tuple[str, ...]:
    """What its forms have in common; `part` t: of a title."""
    return tuple(f"_{part}{language}_{key}" for key in sorted(keys(word, language)))


def title_mark(word: str) -> str:
    return f"_t_{folded(word)}"


def name_mark(word: str) -> str:
    """Of customers alone: however often messages say a word, few customers are called so."""
    return f"_n_{folded(word)}"


def short_mark(word: str) -> str:
    return f"_x_{word}"


def sender_mark(word: str) -> str:
    return f"_f_{folded(word)}"


def recipient_mark(word: str) -> str:
    return f"_o_{folded(word)}"
