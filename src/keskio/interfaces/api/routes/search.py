"""Search, as at the desk."""

from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router

from keskio.cases import queries as cases
from keskio.interfaces.api.access import READ, ApiRequest
from keskio.interfaces.api.paging import linked, opened, sealed
from keskio.interfaces.api.schemas.search import FoundCase, FoundPage, SearchAsked
from keskio.kit.scopes import reading

router = Router(tags=["search"])


@router.get("/search", auth=READ, response=FoundPage, summary="Search cases and customers")
def search(
    request: ApiRequest, response: HttpResponse, asked: Annotated[SearchAsked, Query()]
) -> FoundPage:
    """Words in any of their forms, "words in a row", `begin*`, `-without`, `#123`, and filters:
    `from:` `to:` `before:` `after:` (days by UTC) `is:` `in:` `client:` `agent:` `tag:`
    `has:file`."""
    with reading(request.auth.scope):
        found = cases.search(
            viewer=request.auth,
            text=asked.q,
            order=asked.order,
            after=opened(asked.after),
            limit=asked.limit,
            now=request.now,
        )
        page = FoundPage.model_validate(
            {
                "items": [FoundCase.of(hit) for hit in found.hits],
                "customers": list(found.customers),
                "next": sealed(found.next) if found.next else None,
            }
        )
    linked(page, request, response)
    return page
