"""Text as the words that search compares: lower case, and without diacritics."""

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[^\W_]+")
LONGEST = 60
"""Of a word: what is longer is no word that anybody types."""
SHORT = 4
"""Up to so many letters a diacritic makes another word: sää and saa, får and far."""
LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "ł": "l", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "œ": "oe", "ı": "i"}
)


def words_in(text: str) -> list[str]:
    """In their order, lower case, with their diacritics."""
    return [word[:LONGEST] for word in WORD.findall(unicodedata.normalize("NFKC", text).lower())]


@lru_cache(maxsize=16_384)
def folded(word: str) -> str:
    """Without diacritics, as somebody writes who lacks the keys for them."""
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFKD", word.translate(LETTERS))
    return "".join(letter for letter in apart if not unicodedata.combining(letter)) or word


def is_told_by_diacritics(word: str) -> bool:
    return len(word) <= SHORT and folded(word) != word
