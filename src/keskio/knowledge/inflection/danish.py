"""Danish: Snowball's rules, vowels that drop out, and words that bend by none."""

import re

IRREGULAR = {
    "bøger": "bog",
    "bøgerne": "bog",
    "mænd": "mand",
    "mændene": "mand",
    "børn": "barn",
    "børnene": "barn",
    "hænder": "hånd",
    "fødder": "fod",
    "tænder": "tand",
    "skoene": "sko",
    "skoen": "sko",
}
WHOLE = {"billet", "toilet", "kabinet", "kvalitet", "paket", "tablet", "ballet"}
"""Their -et is no article: without it a billet would be a bil."""
SYNCOPE = re.compile(r"([^aeiouyæøå])e([lrn])$")


def keys(word: str, stem: str) -> set[str]:
    if word in WHOLE:
        return {word}
    return {stem, SYNCOPE.sub(r"\1\2", stem)}
