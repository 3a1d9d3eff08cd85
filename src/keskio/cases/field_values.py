"""What can be said in a field of a client's own, and in which form it is kept."""

import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from keskio.clients.models import FieldKind

if TYPE_CHECKING:
    from keskio.clients.models import Field

Value = str | int | float | bool
TEXT_LENGTH, LINK_LENGTH = 2000, 1000
LARGEST = 10**15
"""Up to here a number is kept exactly."""
TRUTHS = {"yes": True, "true": True, "no": False, "false": False}

_is_link = URLValidator(schemes=["http", "https"])


class BadValue(ValueError):
    """Not what this field can say; tells which kind it wants."""

    def __init__(self, field: "Field") -> None:
        super().__init__(f"{field.name}: {WANTED[FieldKind(field.kind)]}")
        self.field = field


def checked_value(field: "Field", value: object) -> Value | None:
    """In the form in which it is kept; None when nothing is said. Raises BadValue."""
    if isinstance(value, str):
        value = value.strip()
    if value is None or value == "":
        return None
    try:
        return CHECKS[FieldKind(field.kind)](field, value)
    except (ValueError, OverflowError, ValidationError) as error:
        raise BadValue(field) from error


def _text(field: "Field", value: object) -> Value:
    text = _string(value, TEXT_LENGTH)
    if "\x00" in text:
        raise ValueError
    return text


def _number(field: "Field", value: object) -> Value:
    """With a comma or a point, as people write it: 19,90; spaces part thousands."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError  # noqa: TRY004 - as every other value that does not fit
    if isinstance(value, str):
        value = float("".join(value.split()).replace(",", "."))
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise ValueError
    return int(value) if value == int(value) else value


def _date(field: "Field", value: object) -> Value:
    return date.fromisoformat(_string(value, 10)).isoformat()


def _choice(field: "Field", value: object) -> Value:
    text = _string(value, TEXT_LENGTH)
    if text not in field.choices:
        raise ValueError
    return text


def _yes_no(field: "Field", value: object) -> Value:
    if isinstance(value, bool):
        return value
    truth = TRUTHS.get(_string(value, 5).lower())
    if truth is None:
        raise ValueError
    return truth


def _link(field: "Field", value: object) -> Value:
    text = _string(value, LINK_LENGTH)
    _is_link(text)
    return text


def _string(value: object, length: int) -> str:
    if not isinstance(value, str) or len(value) > length:
        raise ValueError
    return value


CHECKS: Mapping[FieldKind, "Callable[[Field, object], Value]"] = {
    FieldKind.TEXT: _text,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _date,
    FieldKind.CHOICE: _choice,
    FieldKind.YES_NO: _yes_no,
    FieldKind.LINK: _link,
}
WANTED: Mapping[FieldKind, str] = {
    FieldKind.TEXT: f"a text of at most {TEXT_LENGTH} letters",
    FieldKind.NUMBER: "a number",
    FieldKind.DATE: "a date such as 2026-03-31",
    FieldKind.CHOICE: "one of its choices",
    FieldKind.YES_NO: "yes or no",
    FieldKind.LINK: "an address that begins with http:// or https://",
}
