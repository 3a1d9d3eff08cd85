"""Which forms are forms of one word: two words meet when they share a key in one language.

Snowball's stemmers do most of it. What they leave apart (tilaus and tilauksen, książka and książek,
nyckel and nycklar) the rules of each language bring together.
"""

import threading
from collections.abc import Callable, Mapping
from functools import lru_cache

import Stemmer

from keskio.knowledge.inflection import danish, english, finnish, polish, swedish
from keskio.knowledge.words import SHORT, folded

Rules = Callable[[str, str], set[str]]
"""A word and its Snowball stem to all its keys, with their diacritics."""

RULES: Mapping[str, tuple[str, Rules, Mapping[str, str]]] = {
    "da": ("danish", danish.keys, danish.IRREGULAR),
    "en": ("english", english.keys, english.IRREGULAR),
    "fi": ("finnish", finnish.keys, finnish.IRREGULAR),
    "pl": ("polish", polish.keys, polish.IRREGULAR),
    "sv": ("swedish", swedish.keys, swedish.IRREGULAR),
}
LANGUAGES = tuple(RULES)
_stemmers = threading.local()  # a stemmer is not to be shared by threads


@lru_cache(maxsize=16_384)
def keys(word: str, language: str) -> frozenset[str]:
    """What forms of the word have in common; the word is lower case, the keys lack diacritics.

    Short words keep theirs: there they tell one word from another.
    """
    name, rules, irregular = RULES[language]
    if not word.isalpha():
        return frozenset()
    word = irregular.get(word, word)
    found = rules(word, _stem(word, name))
    if len(word) <= SHORT:
        return frozenset(found)
    return frozenset({folded(key) for key in found} | {key for key in found if len(key) <= SHORT})


def _stem(word: str, name: str) -> str:
    stemmer = getattr(_stemmers, name, None)
    if stemmer is None:
        stemmer = Stemmer.Stemmer(name)
        setattr(_stemmers, name, stemmer)
    stem: str = stemmer.stemWord(word)
    return stem
