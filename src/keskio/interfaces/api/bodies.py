"""Bodies larger than Django keeps in memory for a form: read here, within the upload limit."""

from typing import TypeVar

import pydantic
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

A = TypeVar("A", bound=pydantic.BaseModel)


def read_raw(request: HttpRequest, *, limit: int) -> bytes:
    """Raises RequestDataTooBig."""
    body: bytes = request.read(limit + 1)
    if len(body) > limit:
        raise RequestDataTooBig
    return body


def read_json(request: HttpRequest, model: type[A]) -> A:
    """Raises RequestDataTooBig, pydantic.ValidationError."""
    return model.model_validate_json(read_raw(request, limit=settings.MAX_UPLOAD_BYTES))
