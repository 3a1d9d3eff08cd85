"""Customers and the addresses they are recognised by."""

from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field

from keskio.interfaces.api.fields import Shown, Words
from keskio.interfaces.api.paging import Paging


class CustomerFilter(Paging):
    words: Words = Field("", description="The start of a name or of an address.")


class IdentityShown(Shown):
    kind: str
    value: str
    verified: bool


class CustomerShown(Shown):
    """A person or organisation that a client serves."""

    id: int
    client_id: int
    name: str = Field(description="As they call themselves; empty while only an address is known.")
    language: str
    created_at: datetime
    identities: Annotated[list[IdentityShown], BeforeValidator(lambda joined: joined.all())]
