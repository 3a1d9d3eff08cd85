"""Bodies larger than Django keeps in memory for a form: read here, within the upload limit."""

from typing import TypeVar

import pydantic
import pydantic_core
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from keskio.interfaces.api.problems import BAD_REQUEST, Refused

A = TypeVar("A", bound=pydantic.BaseModel)


def read_raw(request: HttpRequest, *, limit: int) -> bytes:
    """Raises RequestDataTooBig."""
    body: bytes = request.read(limit + 1)
    if len(body) > limit:
        raise RequestDataTooBig
    return body


def read_json(request: HttpRequest, model: type[A]) -> A:
    """Raises RequestDataTooBig, Refused, pydantic.ValidationError."""
    raw = read_raw(request, limit=settings.MAX_UPLOAD_BYTES)
    try:
        asked = pydantic_core.from_json(raw)
    except ValueError as error:
        raise Refused(BAD_REQUEST, "The body is no JSON.") from error
    return model.model_validate(asked)
