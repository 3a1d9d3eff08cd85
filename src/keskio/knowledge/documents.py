"""A document as it is told to the index, and what the index keeps of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum

from keskio.knowledge.inflection import keys
from keskio.knowledge.languages import languages_of
from keskio.knowledge.words import folded, is_told_by_diacritics, words_in

MOST_WORDS = 12_000
LONGEST_TEXT = 200_000
TIME_BITS = 31
REF_BITS = 28
LAST_SECOND = (1 << 32) - 1


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
    """The lowest place of this second: places grow with time."""
    seconds = min(max(int(at.timestamp()), 0), LAST_SECOND)
    return seconds << TIME_BITS


def place_of(document: Document) -> int:
    """Where it stands; the same each time, so that indexing again changes nothing."""
    within = (document.kind << REF_BITS) | (document.ref_id % (1 << REF_BITS))
    return place_at(document.at.astimezone(UTC)) | within


def kept_of(document: Document) -> Kept:
    people = words_in(" ".join((*document.senders, *document.recipients)))
    title = words_in(document.title)
    text = words_in(document.text[:LONGEST_TEXT])[:MOST_WORDS]
    files = words_in(" ".join(document.files))
    languages = languages_of([*title, *text], told=document.language)
    every = [*title, *people, *text, *files]
    marks = {client_mark(document.client_id), kind_mark(document.kind)}
    marks |= {title_mark(word) for word in (*title, *people)}
    marks |= {short_mark(word) for word in set(every) if is_told_by_diacritics(word)}
    marks |= {sender_mark(word) for word in words_in(" ".join(document.senders))}
    marks |= {recipient_mark(word) for word in words_in(" ".join(document.recipients))}
    marks |= set(_keys([*title, *text, *files], languages))
    marks |= set(_keys(title, languages, "t"))
    if document.kind == Kind.CUSTOMER:
        marks |= {name_mark(word) for word in people}
    if document.files:
        marks.add(FILE_MARK)
    return Kept([folded(word) for word in every], frozenset(marks))


def _keys(words: Iterable[str], languages: Sequence[str], part: str = "") -> Iterator[str]:
    for word in set(words):
        for language in languages:
            for key in keys(word, language):
                yield key_mark(key, language, part)


# Marks begin with what no word begins with, so that no word is taken for one.
FILE_MARK = "_h_file"


def client_mark(client_id: int) -> str:
    return f"_c_{client_id}"


def kind_mark(kind: Kind) -> str:
    return f"_k_{kind:d}"


def key_mark(key: str, language: str, part: str = "") -> str:
    """`part` t: of a title."""
    return f"_{part}{language}_{key}"


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
