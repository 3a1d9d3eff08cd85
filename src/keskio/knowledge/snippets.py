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


class Marker:
    """Tells the hits in many texts for one question: most words are met again and again."""

    def __init__(self, terms: Sequence[Term]) -> None:
        wanted = [term for term in terms if not term.is_excluded]
        self._rows = [tuple(map(folded, term.words)) for term in wanted if len(term.words) > 1]
        self._words = [term for term in wanted if len(term.words) == 1]
        self._keys = {
            (language, key)
            for term in self._words
            if not term.is_prefix
            for language in LANGUAGES
            for key in keys(term.words[0], language)
        }
        self._initials = {folded(key)[0] for _, key in self._keys if key}
        """Forms of a word begin alike, nearly all: to stem every word of a text costs most."""
        self._known: dict[str, bool] = {}

    def snippet(self, text: str) -> list[Part]:
        """Around the first hit, or from the beginning; one line."""
        text = " ".join(text[:LOOKED_AT].split())
        hits = self._hits(text)
        begins = _begin(text, next(iter(hits), (0, 0))[0])
        ends = begins + SHOWN
        if ends < len(text):
            ends = max(text.rfind(" ", begins, ends), begins + SHOWN // 2)
        shown = [(at, to) for at, to in hits if at >= begins and to <= ends]
        return list(_parts(text, begins, min(ends, len(text)), shown))

    def marked(self, text: str) -> list[Part]:
        """All of a short text."""
        return list(_parts(text, 0, len(text), self._hits(text)))

    def _hits(self, text: str) -> list[tuple[int, int]]:
        said = [(match.start(), match.end(), match[0].lower()) for match in WORD.finditer(text)]
        hits = {(start, end) for start, end, word in said if self._is_hit(word[:LONGEST])}
        if self._rows:
            words = [folded(word) for _, _, word in said]
            for row in self._rows:
                hits |= {(said[at][0], said[to][1]) for at, to in _in_a_row(words, row)}
        return list(_apart(sorted(hits, key=lambda hit: (hit[0], -hit[1]))))

    def _is_hit(self, word: str) -> bool:
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._answers(word)
        return known

    def _answers(self, word: str) -> bool:
        plain = folded(word)
        for term in self._words:
            asked = folded(term.words[0])
            if plain.startswith(asked) if term.is_prefix else plain == asked:
                return True
        return plain[0] in self._initials and any(
            (language, key) in self._keys for language in LANGUAGES for key in keys(word, language)
        )


def _in_a_row(words: Sequence[str], row: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """The first and the last of each place where they stand in this order."""
    for at in range(len(words) - len(row) + 1):
        if tuple(words[at : at + len(row)]) == row:
            yield at, at + len(row) - 1


def _apart(hits: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Those that no hit before them covers."""
    at = 0
    for start, end in hits:
        if start >= at:
            yield start, end
            at = end


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
