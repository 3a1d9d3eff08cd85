"""Decisions about who is meant, without a database."""

import re
from dataclasses import dataclass

EMAIL = re.compile(r"[^\s<>,;\"'()]{1,64}@[^\s<>,;\"'()]{1,255}")
PHONE = re.compile(r"\+?\(?\d[\d\s()./-]{3,30}\d")
BETWEEN = re.compile(r"[\s()./-]")
LEAST_DIGITS, MOST_DIGITS = 5, 15


@dataclass(frozen=True)
class Described:
    """What somebody wrote to say who it was: a name, an address, a number, or all of them."""

    name: str = ""
    email: str = ""
    phone: str = ""


def normalise_phone(written: str) -> str:
    """The form in which numbers are stored and compared; empty for what is no number."""
    number = BETWEEN.sub("", written)
    number = "+" + number[2:] if number.startswith("00") else number
    digits = number.removeprefix("+")
    fits = digits.isdecimal() and LEAST_DIGITS <= len(digits) <= MOST_DIGITS
    return number if fits and number.isascii() else ""


def described(written: str) -> Described:
    """`Mikko Virtanen 040 123 4567` is a name and a number."""
    rest, email, phone = written, "", ""
    if found := EMAIL.search(rest):
        email, rest = found[0].lower(), rest.replace(found[0], " ", 1)
    if found := PHONE.search(rest):
        phone = normalise_phone(found[0])
        rest = rest.replace(found[0], " ", 1) if phone else rest
    return Described(" ".join(rest.split()).strip(" ,;<>()")[:200], email, phone)
