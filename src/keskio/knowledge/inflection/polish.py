"""Polish: Snowball's rules, vowels that come and go, and consonants that soften before -e."""

import re

IRREGULAR = {
    "psa": "pies",
    "psy": "pies",
    "psów": "pies",
    "psem": "pies",
    "dni": "dzień",
    "dnia": "dzień",
    "ludzie": "człowiek",
    "ludzi": "człowiek",
    "dzieci": "dziecko",
    "ręce": "ręka",
    "rąk": "ręka",
}
SOFTENED = (
    ("rze", "r"),
    ("dzie", "d"),
    ("cie", "t"),
    ("dze", "g"),
    ("ce", "k"),
    ("le", "ł"),
    ("ów", "ow"),
)
"""fakturze, samochodzie, koncie, drodze, paczce, stole, umów."""
FLEETING = re.compile(r"([^aeiouyąęó])i?e([kcnłr])$")
LAST_VOWEL = re.compile(r"([óą])([^aeiouyąęó]+)$")
CHANGED = {"ó": "o", "ą": "ę"}
SHORTEST = 3


def keys(word: str, stem: str) -> set[str]:
    found = {stem}
    for ending, hard in SOFTENED:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST - 1:
            found.add(word.removesuffix(ending) + hard)
    found |= {FLEETING.sub(r"\1\2", key) for key in found if len(key) > SHORTEST}
    return found | {LAST_VOWEL.sub(_changed, key) for key in found}


def _changed(match: re.Match[str]) -> str:
    return CHANGED[match[1]] + match[2]
