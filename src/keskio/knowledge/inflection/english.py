"""English: Snowball's rules, and words that bend by none."""

IRREGULAR = {
    "children": "child",
    "men": "man",
    "women": "woman",
    "people": "person",
    "feet": "foot",
    "paid": "pay",
    "sent": "send",
    "bought": "buy",
    "broke": "break",
    "broken": "break",
    "lost": "lose",
    "knives": "knife",
    "shelves": "shelf",
    "mice": "mouse",
}
WHOLE = {
    "university": "university",
    "universities": "university",
    "organization": "organization",
    "organizations": "organization",
    "organisation": "organization",
    "organisations": "organization",
    "general": "general",
    "generally": "general",
}
"""Snowball takes them for forms of universe, organ and generate."""


def keys(word: str, stem: str) -> set[str]:
    return {WHOLE.get(word, stem)}
