"""What was searched for, and what was found."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pydantic import Field

from keskio.cases.queries import Order
from keskio.interfaces.api.fields import Shown, Words
from keskio.interfaces.api.paging import Page, Paging
from keskio.interfaces.api.schemas.cases import CaseRow
from keskio.interfaces.api.schemas.customers import CustomerShown

if TYPE_CHECKING:
    from keskio.cases.queries import Hit
    from keskio.knowledge.snippets import Part


class SearchAsked(Paging):
    q: Words = Field(description="What to search for.", examples=["invoice is:open"])
    order: Order = Field(
        Order.BEST,
        description="`best`: words in subjects and names first, then words as written, then other"
        " forms of them, the newest first in each; `newest`.",
    )
    limit: int = Field(25, ge=1, le=50, description="How many cases at most.")


class PartShown(Shown):
    """A piece of a text, not escaped."""

    text: str
    is_hit: bool


class FoundCase(Shown):
    """A case, with the best of its messages that were found."""

    case: CaseRow
    message_id: int | None = Field(description="Null: the case itself was found.")
    subject: list[PartShown]
    snippet: list[PartShown] = Field(description="Where the message says it.")

    @classmethod
    def of(cls, hit: "Hit") -> "FoundCase":
        return cls(
            case=CaseRow.model_validate(hit.case),
            message_id=hit.message.pk if hit.message else None,
            subject=_parts(hit.subject),
            snippet=_parts(hit.snippet),
        )


class FoundPage(Page[FoundCase]):
    customers: list[CustomerShown] = Field(description="On the first page only, five at most.")


def _parts(parts: "Sequence[Part]") -> list[PartShown]:
    return [PartShown.model_validate(one) for one in parts]
