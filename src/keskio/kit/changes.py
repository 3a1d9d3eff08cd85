"""What changed, as the journal keeps it: each field with its value before and after."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

Changes = dict[str, list[Any]]


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    """Only the fields that differ, in the order of `after`, as JSON has them."""
    return {
        name: [plain(before.get(name)), plain(value)]
        for name, value in after.items()
        if before.get(name) != value
    }


def plain(value: Any) -> Any:
    """A value as JSON has it; a clock's time without seconds."""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return str(value)  # of an enumeration too
    return value
