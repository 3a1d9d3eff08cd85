"""What an index is asked for: words, the beginnings of words, and words in a row."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Token:
    text: str


@dataclass(frozen=True)
class Prefix:
    text: str


@dataclass(frozen=True)
class Phrase:
    words: tuple[str, ...]


Atom = Token | Prefix | Phrase
Clause = Sequence[Atom]
"""Any of them."""
Conjunction = Sequence[Clause]
"""All of them."""


@dataclass(frozen=True)
class Expression:
    """All of the clauses and none of the conjunctions, in what is marked `within`."""

    all_of: Conjunction
    none_of: Sequence[Conjunction]
    within: Clause
