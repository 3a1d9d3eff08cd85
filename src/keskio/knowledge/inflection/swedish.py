"""Swedish: Snowball's rules, the articles that they leave, and vowels that drop out."""

import re

IRREGULAR = {
    "böcker": "bok",
    "böckerna": "bok",
    "män": "man",
    "männen": "man",
    "händer": "hand",
    "händerna": "hand",
    "fötter": "fot",
    "fötterna": "fot",
    "tänder": "tand",
    "skon": "sko",
    "skorna": "sko",
    "skor": "sko",
}
WHOLE = {
    "order": "order",
    "ordern": "order",
    "ordrar": "order",
    "ordrarna": "order",
    "lager": "lager",
    "lagret": "lager",
    "manet": "manet",
}
"""What looks like another word's plural or article: an order is no ord."""
SYNCOPE = re.compile(r"([^aeiouyåäö])e([lrn])$")
ARTICLES = (
    re.compile(r"(?<=.{4})(?:an|ans|orna|ornas)$"),
    re.compile(r"(?<=.{4})(?:et|ets)$"),
    re.compile(r"(?<=[eo])(?:t|ts|n|ns)$"),
    re.compile(r"(?<=e[lr])(?:n|ns)$"),
)
SHORTEST = 4


def keys(word: str, stem: str) -> set[str]:
    if word in WHOLE:
        return {WHOLE[word]}
    found = {stem}
    for article in ARTICLES:
        bare = article.sub("", word)
        if bare != word and len(bare) >= SHORTEST:
            found.add(_without_vowel(bare))
    if word.endswith("ns"):  # leverans: the s is no genitive
        found.add(word)
    return found | {SYNCOPE.sub(r"\1\2", key) for key in found}


def _without_vowel(word: str) -> str:
    """As Snowball leaves it: faktur, beställning, meddeland."""
    return word[:-1] if word[-1] in "ae" else word
