"""Finnish: Snowball's rules, consonant gradation, and stems that show only when a word bends."""

import re

IRREGULAR = {
    "mies": "miehe",
    "miehen": "miehe",
    "kiuas": "kiukaa",
    "rikki": "rikki",
    "aika": "aja",
    "ajan": "aja",
}
CASES = re.compile(r"(?<=.{3})(?:ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|ksi|n|t)$")
PLURALS = re.compile(
    r"(?<=.{3})(?:[oö]j[aä]|[oö]it[aä]|[oö]iden|[oö]jen|[oö]i(?:ss|st|ll|lt)[aä])$"
)
GRADES = (
    (re.compile(r"nk([aäeiouyö]*)$"), r"ng\1"),
    (re.compile(r"nt([aäeiouyö]*)$"), r"nn\1"),
    (re.compile(r"lt([aäeiouyö]*)$"), r"ll\1"),
    (re.compile(r"rt([aäeiouyö]*)$"), r"rr\1"),
    (re.compile(r"mp([aäeiouyö]*)$"), r"mm\1"),
    (re.compile(r"([kpt])\1([aäeiouyö]*)$"), r"\1\2"),
    (re.compile(r"([aäeiouyö])t([aäeiouyö]*)$"), r"\1d\2"),
    (re.compile(r"([aäeiouyö])p([aäeiouyö]*)$"), r"\1v\2"),
)
"""Strong to weak: kenkä, kengät; hinta, hinnan; katu, kadulla; kauppa, kaupan."""
HIDDEN = (
    (re.compile(r"([uyoöe])ks$"), r"\1s"),
    (re.compile(r"(uu|yy)(?:d|t|tt)$"), r"\1s"),
    (re.compile(r"ej$"), ""),
)
"""In stems: tilauks, jäsenyyd, ruuvej."""
SHOWN = (
    (re.compile(r"^(.{2,}[uyoö]s)t[aä]$"), r"\1"),
    (re.compile(r"^(.{2,})nen$"), r"\1s"),
    (re.compile(r"^(.{2,}i)n$"), r"\1m"),
    (re.compile(r"^(.{3,})[aä]s$"), r"\1"),
    (re.compile(r"^(.{1,})si$"), r"\1d"),
)
"""In words: tilausta, kirjautuminen, puhelin, asiakas, vesi."""
TRUSTED = 4
"""Shorter stems are what Snowball leaves when it takes a word's own end for a case."""
BARE = 3


def keys(word: str, stem: str) -> set[str]:
    stem = _doubled(word, stem)
    found = {_bare(word), _bare(CASES.sub("", word)), _bare(PLURALS.sub("", word))}
    if len(stem) >= TRUSTED or len(word) <= TRUSTED:
        found.add(_bare(stem))
    for pattern, instead in HIDDEN:
        if pattern.search(stem):
            found.add(pattern.sub(instead, stem))
    for pattern, instead in SHOWN:
        if pattern.match(word):
            found.add(_single(pattern.sub(instead, word)))
    return found | {_weak(key) for key in found}


def _bare(word: str) -> str:
    """Without the vowel that comes and goes: laite, laitteen; kauppa, kaupan."""
    return word[:-1] if len(word) > BARE and word[-1] in "aäei" else word


def _doubled(word: str, stem: str) -> str:
    """Snowball makes pallo a palo; only k, p and t are ever one of two."""
    same = next(
        (at for at, pair in enumerate(zip(word, stem, strict=False)) if pair[0] != pair[1]), 0
    )
    same = same or min(len(word), len(stem))
    if 0 < same < len(word) and word[same] == word[same - 1] and word[same] in "lnmrs":
        return stem[:same] + word[same] + stem[same:]
    return stem


def _single(key: str) -> str:
    return re.sub(r"([kpt])\1$", r"\1", key)


def _weak(key: str) -> str:
    for pattern, instead in GRADES:
        if pattern.search(key):
            return pattern.sub(instead, key)
    return key
