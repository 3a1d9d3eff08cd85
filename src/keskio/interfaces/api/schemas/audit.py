"""The audit: settings changed."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BeforeValidator, Field

from keskio.interfaces.api.fields import Shown
from keskio.interfaces.api.paging import Paging


class AuditFilter(Paging):
    actor: str = Field("", max_length=100, pattern=r"^[^\x00]*$", examples=["agent:3"])
    subject: str = Field("", max_length=100, pattern=r"^[^\x00]*$", examples=["client:1"])
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None


class SettingChanged(Shown):
    id: int
    kind: str = Field(examples=["inbox_changed"])
    subject: str = Field(validation_alias="stream", examples=["client:1"])
    actor: Annotated[str, BeforeValidator(str)]
    happened_at: datetime
    payload: dict[str, Any] = Field(
        description="`changes`, where there are any: each field with its value before and after."
    )
