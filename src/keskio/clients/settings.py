"""What a setting may be, wherever people or programs choose one."""

from datetime import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.core.validators import validate_email, validate_slug

from keskio.clients.models import LANGUAGES
from keskio.clients.rules import normalise_address


class BadSetting(Exception):
    """A value that something cannot have; says which and why."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field, self.why = field, why


def require_name(name: str) -> None:
    """Raises BadSetting."""
    if not name.strip() or any(ord(sign) < ord(" ") for sign in name):
        raise BadSetting("name", "one line with something in it")


def require_hours(opens_at: time, closes_at: time, open_days: str) -> None:
    """Raises BadSetting."""
    if opens_at >= closes_at or not open_days or set(open_days) - set("1234567"):
        raise BadSetting("opens_at", "somebody must answer at some time, on days 1 to 7")


def require_language(language: str) -> None:
    """Raises BadSetting."""
    if language not in dict(LANGUAGES):
        raise BadSetting("language", "not one of those spoken here")


def require_zone(name: str) -> None:
    """Raises BadSetting."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadSetting("time_zone", "no such time zone") from error


def require_slug(slug: str) -> None:
    """Raises BadSetting."""
    try:
        validate_slug(slug)
    except ValidationError as error:
        raise BadSetting("slug", "only letters, digits, - and _") from error


def checked_address(address: str) -> str:
    """A mail address in the form in which it is compared. Raises BadSetting."""
    address = normalise_address(address)
    try:
        validate_email(address)
    except ValidationError as error:
        raise BadSetting("address", "no mail address") from error
    return address
