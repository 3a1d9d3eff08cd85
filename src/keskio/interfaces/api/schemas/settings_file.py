"""Settings as a file."""

from typing import Any

from pydantic import Field

from keskio.interfaces.api.fields import Shown


class DifferenceShown(Shown):
    section: str = Field(examples=["clients"])
    key: str = Field(examples=["rauta-saha"])
    is_new: bool
    changes: dict[str, list[Any]] = Field(description="Each field, before and after.")
