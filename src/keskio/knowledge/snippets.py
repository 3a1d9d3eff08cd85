"""The piece of a text where what was asked for stands, with the hits told apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from keskio.knowledge.inflection import LANGUAGES, keys
from keskio.knowledge.rules import Term
from keskio.knowledge.words import LONGEST, WORD, folded

SHOWN = 220
BEFORE = 60
LOOKED_AT = 20_000


@dataclass(frozen=True)
class Part:
    """Plain text: whoever shows it escapes it."""

    text: str
    is_hit: bool


def snippet(text: str, terms: Sequence[Term]) -> list[Part]:
    """Around the first hit, or from the beginning; one line."""
    text = " ".join(text[:LOOKED_AT].split())
    hits = _hits(text, [term for term in terms if not term.is_excluded])
    begins = _begin(text, next(iter(hits), (0, 0))[0])
    ends = begins + SHOWN
    if ends < len(text):
        ends = max(text.rfind(" ", begins, ends), begins + SHOWN // 2)
    shown = [(at, to) for at, to in hits if at >= begins and to <= ends]
    return list(_parts(text, begins, min(ends, len(text)), shown))


def marked(text: str, terms: Sequence[Term]) -> list[Part]:
    """All of a short text."""
    wanted = [term for term in terms if not term.is_excluded]
    return list(_parts(text, 0, len(text), _hits(text, wanted)))


def _begin(text: str, hit: int) -> int:
    if hit <= BEFORE:
        return 0
    return text.find(" ", hit - BEFORE, hit) + 1 or hit


def _parts(text: str, begins: int, ends: int, hits: Sequence[tuple[int, int]]) -> Iterator[Part]:
    at = begins
    if begins:
        yield Part("… ", is_hit=False)
    for start, end in hits:
        if start > at:
            yield Part(text[at:start], is_hit=False)
        yield Part(text[start:end], is_hit=True)
        at = end
    if at < ends:
        yield Part(text[at:ends], is_hit=False)
    if ends < len(text):
        yield Part(" …", is_hit=False)


def _hits(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    said = [
        (match.start(), match.end(), match[0].lower()[:LONGEST]) for match in WORD.finditer(text)
    ]
    hits: set[tuple[int, int]] = set()
    for term in terms:
        hits |= set(_in_a_row(said, term) if len(term.words) > 1 else _of_a_word(said, term))
    return list(_apart(sorted(hits, key=lambda hit: (hit[0], -hit[1]))))


def _apart(hits: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Those that no hit before them covers."""
    at = 0
    for start, end in hits:
        if start >= at:
            yield start, end
            at = end


def _in_a_row(said: Sequence[tuple[int, int, str]], term: Term) -> Iterator[tuple[int, int]]:
    wanted, count = [folded(word) for word in term.words], len(term.words)
    words = [folded(word) for _, _, word in said]
    for at in range(len(words) - count + 1):
        if words[at : at + count] == wanted:
            yield said[at][0], said[at + count - 1][1]


def _of_a_word(said: Sequence[tuple[int, int, str]], term: Term) -> Iterator[tuple[int, int]]:
    word = term.words[0]
    wanted = {(language, key) for language in LANGUAGES for key in keys(word, language)}
    for start, end, one in said:
        if term.is_prefix:
            if folded(one).startswith(folded(word)):
                yield start, end
        elif folded(one) == folded(word) or any(
            (language, key) in wanted for language in LANGUAGES for key in keys(one, language)
        ):
            yield start, end
