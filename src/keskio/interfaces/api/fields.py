"""What programs send, checked before any operation sees it."""

import re
from datetime import time
from typing import Annotated
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
)

MAX_ID = 2**63 - 1
CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"

Id = Annotated[int, Field(ge=1, le=MAX_ID)]
Text = Annotated[str, Field(max_length=1_000_000, pattern=r"^[^\x00]*$")]
"""A database may refuse NUL."""
Line = Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""Goes into headers and titles: no line ends."""
Name = Annotated[Line, Field(min_length=1, pattern=r"\S")]
Words = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class Asked(BaseModel):
    """What a program sends; a field that nobody knows is refused, since it may be a slip."""

    model_config = ConfigDict(extra="forbid")


class Shown(BaseModel):
    """What a program is shown, read from a row and what is joined to it."""

    model_config = ConfigDict(from_attributes=True)


def _mail_address(value: str) -> str:
    try:
        validate_email(value)
    except ValidationError as error:
        raise ValueError("no mail address") from error
    return value.lower()


def _language(value: str) -> str:
    if value not in dict(settings.LANGUAGES):
        raise ValueError("not one of those spoken here")
    return value


def _time_zone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (OSError, ValueError, LookupError) as error:
        raise ValueError("no such time zone") from error


def _clock(value: object) -> time:
    if isinstance(value, time):
        return value
    if isinstance(value, str) and re.fullmatch(CLOCK, value, re.ASCII):
        return time.fromisoformat(value)
    raise ValueError("no time of the day, such as 09:00")


Clock = Annotated[
    time,
    BeforeValidator(_clock),
    PlainSerializer(lambda value: f"{value:%H:%M}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": f"^{CLOCK}$", "examples": ["09:00"]}),
]
MailAddress = Annotated[
    str, Field(max_length=254, json_schema_extra={"format": "email"}), AfterValidator(_mail_address)
]
Language = Annotated[
    str,
    Field(json_schema_extra={"enum": [code for code, _ in settings.LANGUAGES]}),
    AfterValidator(_language),
]
TimeZone = Annotated[
    str,
    Field(max_length=64, examples=["Europe/Helsinki"]),
    AfterValidator(_time_zone),
]
