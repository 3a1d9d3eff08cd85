"""Lists, a page at a time: a cursor names a place in the list, so pages never overlap."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from pydantic import Field

from keskio.interfaces.api.fields import MAX_ID, Asked, Shown
from keskio.interfaces.api.problems import BAD_CURSOR, Refused

S = TypeVar("S", bound=Shown)
M = TypeVar("M", bound=Model)


class Paging(Asked):
    after: str = Field(
        "", max_length=200, description="The `next` of the page before; empty for the first page."
    )
    limit: int = Field(50, ge=1, le=200, description="How many at most.")


class Page(Shown, Generic[S]):
    items: list[S]
    next: str | None = Field(
        description="Send it as `after` to get the next page; null on the last. Also in `Link`."
    )


def each(shown: type[S]) -> Callable[[Iterable[object]], list[S]]:
    """Rows that need nothing but themselves to be shown."""
    return lambda rows: [shown.model_validate(row) for row in rows]


def newest_first(
    rows: QuerySet[M], paging: Paging, into: Callable[[Sequence[M]], list[S]]
) -> Page[S]:
    """A page of rows that are ordered by id, the highest first. Raises Refused."""
    if paging.after:
        rows = rows.filter(pk__lt=_id_in(paging.after))
    return _page(rows, paging, into)


def oldest_first(
    rows: QuerySet[M], paging: Paging, into: Callable[[Sequence[M]], list[S]]
) -> Page[S]:
    """A page of rows that are ordered by id, the lowest first. Raises Refused."""
    if paging.after:
        rows = rows.filter(pk__gt=_id_in(paging.after))
    return _page(rows, paging, into)


def linked(page: Page[S], request: HttpRequest, response: HttpResponse) -> Page[S]:
    """The page, with the address of the next one in the `Link` header (RFC 8288)."""
    if page.next is not None:
        asked = request.GET.copy()
        asked["after"] = page.next
        response["Link"] = f'<{request.path}?{asked.urlencode()}>; rel="next"'
    return page


def sealed(place: str) -> str:
    """A cursor: nobody should read or build one."""
    return urlsafe_b64encode(place.encode()).decode().rstrip("=")


def opened(cursor: str) -> str:
    """The place that a cursor names. Raises Refused."""
    try:
        return urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except ValueError as error:
        raise Refused(BAD_CURSOR) from error


def _page(rows: QuerySet[M], paging: Paging, into: Callable[[Sequence[M]], list[S]]) -> Page[S]:
    found = list(rows[: paging.limit + 1])
    kept = found[: paging.limit]
    more = len(found) > paging.limit
    return Page(items=into(kept), next=sealed(str(kept[-1].pk)) if more else None)


def _id_in(cursor: str) -> int:
    place = opened(cursor)
    if not (place.isascii() and place.isdecimal() and int(place) <= MAX_ID):
        raise Refused(BAD_CURSOR)
    return int(place)
