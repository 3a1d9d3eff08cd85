"""Mail addresses as people type them, and as a message keeps them. No database."""

from collections.abc import Iterable, Sequence
from email.utils import getaddresses

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

Addresses = Sequence[tuple[str, str]]
"""Pairs of name and address."""
NAME_LENGTH = 200
MAX_RECIPIENTS = 200


class NoRecipient(Exception):
    """Nobody to send it to, or something that is no address; says which."""


def checked(recipients: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each once, in lower case, on one line, so that nothing adds a header. Raises NoRecipient."""
    found: dict[str, str] = {}
    for name, address in recipients:
        try:
            validate_email(address)
        except ValidationError as error:
            raise NoRecipient(address) from error
        found.setdefault(address.lower(), _on_one_line(name))
    if len(found) > MAX_RECIPIENTS:
        raise NoRecipient(f"more than {MAX_RECIPIENTS}")
    return [(name, address) for address, name in found.items()]


def parsed(typed: str) -> list[tuple[str, str]]:
    """What stands in a field of addresses, parted by commas. Raises NoRecipient."""
    return checked([pair for pair in getaddresses([typed.replace(";", ",")]) if any(pair)])


def typed(recipients: Iterable[Sequence[str]]) -> str:
    """As a field of addresses shows them."""
    return ", ".join(
        f"{_quoted(name)} <{address}>" if name else address for name, address in recipients
    )


def _quoted(name: str) -> str:
    plain = name.replace('"', "").replace("\\", "")
    return f'"{plain}"' if set(plain) & set(",;<>@()[]:") else plain


def _on_one_line(name: str) -> str:
    shown = "".join(char if char.isprintable() else " " for char in name)
    return " ".join(shown.split())[:NAME_LENGTH]
