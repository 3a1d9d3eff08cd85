"""Senders that make themselves look like somebody else."""

import re
import unicodedata

_ADDRESS = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+\.\w{2,}")
_SCRIPTS = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}
"""Those whose letters pass for each other's."""
_LIKE_LATIN = set("аеорсухіјѕһԁԛԝӏվհոսցοαυνρτικ")


def is_lookalike(*, name: str, address: str) -> bool:
    """Whether the name shows another address, or letters are not those that they seem."""
    shown = {found.casefold() for found in _ADDRESS.findall(unicodedata.normalize("NFKC", name))}
    if shown - {address.casefold()}:
        return True
    local, _, domain = address.rpartition("@")
    labels = [_decoded(label) for label in domain.split(".")]
    return any(_is_mixed(word) for word in (*name.split(), local, *labels)) or any(
        _is_disguised(label) for label in labels
    )


def _decoded(label: str) -> str:
    try:
        return label.encode("ascii").decode("idna") if label.startswith("xn--") else label
    except UnicodeError:
        return label


def _is_mixed(word: str) -> bool:
    scripts = {unicodedata.name(char, "").partition(" ")[0] for char in word if char.isalpha()}
    return len(scripts & _SCRIPTS) > 1


def _is_disguised(label: str) -> bool:
    """All of another script, and every letter of it looks Latin."""
    letters = {char for char in label.casefold() if char.isalpha()}
    return bool(letters) and letters <= _LIKE_LATIN
