"""Who is spoken to in a note: `@` and the name of a colleague. No database."""

import re
from collections.abc import Iterable


def mentioned(text: str, names: Iterable[tuple[int, str]]) -> set[int]:
    """By id; the longest name that fits counts, and two colleagues of one name are both meant."""
    by_name: dict[str, set[int]] = {}
    for pk, name in names:
        by_name.setdefault(name.casefold(), set()).add(pk)
    longest_first = sorted(filter(None, by_name), key=len, reverse=True)
    if not longest_first:
        return set()
    known = "|".join(map(re.escape, longest_first))
    found = re.findall(rf"(?<!\w)@({known})(?!\w)", text.casefold())
    return {pk for name in found for pk in by_name[name]}
