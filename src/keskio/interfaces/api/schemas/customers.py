"""Customers and the addresses they are recognised by."""

from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field

from keskio.interfaces.api.fields import Asked, Id, Line, MailAddress, Name, Shown, Words
from keskio.interfaces.api.paging import Paging


class CustomerFilter(Paging):
    words: Words = Field("", description="The start of a name or of an address.")


class IdentityShown(Shown):
    id: int
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


class NewCustomer(Asked):
    name: Name
    address: MailAddress | None = Field(None, description="By which they are recognised.")


class BlockedFilter(Paging):
    client: Id | None = Field(None, description="Of this client only.")


class BlockAsked(Asked):
    value: Line = Field(
        description="An address, or a domain for everybody there.", examples=["spam.example"]
    )


class BlockedShown(Shown):
    """What such a sender sends is kept in cases that are spam from the first."""

    id: int
    client_id: int
    value: str
    agent_id: int | None = Field(description="Who blocked it.")
    blocked_at: datetime
