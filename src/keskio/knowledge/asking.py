"""What was typed, as what the index is asked for: the best first, in three tiers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from keskio.knowledge import documents
from keskio.knowledge.documents import Kind
from keskio.knowledge.expressions import Clause, Conjunction, Expression, Phrase, Prefix, Token
from keskio.knowledge.inflection import LANGUAGES
from keskio.knowledge.rules import Asked, Term, moment
from keskio.knowledge.words import folded, is_told_by_diacritics, words_in

Way = Callable[[Term], Conjunction]
"""In which words a term may answer."""


@dataclass(frozen=True)
class Question:
    """`tiers`: what answers the first stands before what answers the second only."""

    tiers: Sequence[Expression]
    first_place: int
    end_place: int
    """The newest stands first."""


def question(
    asked: Asked,
    *,
    client_ids: Sequence[int],
    kind: Kind,
    best_first: bool,
    now: datetime,
) -> Question | None:
    """None when nothing is asked that the index could answer, or nobody may be answered for."""
    wanted = [term for term in asked.terms if not term.is_excluded]
    base = list(_filters(asked))
    way = _named if kind == Kind.CUSTOMER else _any_form
    unwanted = [way(term) for term in asked.terms if term.is_excluded]
    unwanted += [one for name in ("from", "to", "has") for one in _unwanted(asked, name)]
    if not client_ids or not (
        wanted or base or unwanted or asked.values("before") or asked.values("after")
    ):
        return None
    within = [Token(documents.client_mark(one, kind)) for one in client_ids]
    ways: Sequence[Way] = (_any_form,)
    if best_first and wanted:
        ways = (_in_title, _exact, _any_form)
    if kind == Kind.CUSTOMER:
        ways = (_named,)
    first, end = _span(asked, now)
    return Question(list(_tiers(wanted, ways, base, unwanted, within)), first, end)


def _tiers(
    wanted: Sequence[Term],
    ways: Sequence[Way],
    base: Conjunction,
    unwanted: Sequence[Conjunction],
    within: Clause,
) -> Iterator[Expression]:
    before: list[Conjunction] = []
    for way in ways:
        clauses = [clause for term in wanted for clause in way(term)]
        if clauses not in before:
            yield Expression([*clauses, *base], [*unwanted, *before], within)
        before.append(clauses)


def _in_title(term: Term) -> Conjunction:
    if term.is_prefix:
        return [[Prefix(documents.title_mark(term.words[0]))]]
    if len(term.words) > 1:
        return [
            [Phrase(_folded(term))],
            *([Token(documents.title_mark(word))] for word in term.words),
        ]
    word = term.words[0]
    return [[Token(documents.title_mark(word)), *_forms(word, "t")]]


def _exact(term: Term) -> Conjunction:
    if term.is_prefix:
        return [[Prefix(folded(term.words[0]))]]
    if len(term.words) > 1:
        return [[Phrase(_folded(term))]]
    return [[_written(term.words[0])]]


def _any_form(term: Term) -> Conjunction:
    if term.is_prefix or len(term.words) > 1:
        return _exact(term)
    word = term.words[0]
    named = [Token(documents.title_mark(word))] if is_told_by_diacritics(word) else []
    return [[_written(word), *_forms(word), *named]]


def _named(term: Term) -> Conjunction:
    marks = [documents.name_mark(word) for word in term.words]
    return [[Prefix(mark) if term.is_prefix else Token(mark)] for mark in marks]


def _written(word: str) -> Token:
    """A short word with diacritics is meant with them."""
    return Token(documents.short_mark(word) if is_told_by_diacritics(word) else folded(word))


def _forms(word: str, part: str = "") -> list[Token]:
    """Marks of its forms, whichever language it is in."""
    return [
        Token(mark) for language in LANGUAGES for mark in documents.key_marks(word, language, part)
    ]


def _folded(term: Term) -> tuple[str, ...]:
    return tuple(folded(word) for word in term.words)


def _filters(asked: Asked) -> Iterator[Clause]:
    for name in ("from", "to", "has"):
        for value in asked.values(name):
            yield from _said(name, value)


def _unwanted(asked: Asked, name: str) -> Iterator[Conjunction]:
    for value in asked.values(name, excluded=True):
        yield list(_said(name, value))


def _said(name: str, value: str) -> Iterator[Clause]:
    """One clause for each word of an address or name; its last may be a beginning."""
    if name == "has":
        yield [Token(documents.FILE_MARK)]
        return
    mark = documents.sender_mark if name == "from" else documents.recipient_mark
    *words, last = words_in(value)
    for word in words:
        yield [Token(mark(word))]
    yield [Prefix(mark(last))]


def _span(asked: Asked, now: datetime) -> tuple[int, int]:
    since = [at for said in asked.values("after") if (at := moment(said, now=now))]
    before = [at for said in asked.values("before") if (at := moment(said, now=now))]
    return (
        max(map(documents.place_at, before), default=0),
        min(map(documents.place_at, since), default=documents.LAST_PLACE),
    )
