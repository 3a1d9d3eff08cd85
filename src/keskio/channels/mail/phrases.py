"""Many phrases looked up in one text quickly."""

import re

START = re.compile(r"\b\w{1,3}")


def starts(text: str) -> frozenset[str]:
    """The first three letters of every word: what `Phrases` asks before it searches."""
    return frozenset(START.findall(text))


def listed(phrases: str) -> tuple[str, ...]:
    """The phrases of a text that `|` parts; blanks at their ends count."""
    return tuple(phrases.split("|"))


class Phrases:
    """Phrases that begin where a word begins and may end within one."""

    def __init__(self, phrases: str) -> None:
        self._by_start: dict[str, list[str]] = {}
        for phrase in listed(phrases):
            start = START.search(phrase)
            self._by_start.setdefault(start[0] if start else "", []).append(phrase)

    def found(self, text: str, among: frozenset[str]) -> list[str]:
        """The phrases that `text` holds; `among` is `starts(text)`."""
        return [
            phrase
            for start in self._by_start.keys() & among
            for phrase in self._by_start[start]
            if phrase in text
        ]

    def any(self, text: str, among: frozenset[str]) -> bool:
        return bool(self.found(text, among))
