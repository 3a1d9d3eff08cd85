"""Lists of cases, page by page, as fast for the smallest client as for the largest."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Aggregate, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, NullIf

from keskio.cases.models import Case, CaseTag, Priority
from keskio.cases.queries.ranges import count, first_ids, ranges_of
from keskio.cases.queries.views import EVERYTHING, KEYS, SORTS, Only, Sort, View, of_clients
from keskio.kit.prepared import prepared
from keskio.staff.viewers import Viewer

Of = TypeVar("Of", "Case", "Row")
PAGE = 50
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MAX_ID = 2**63 - 1
JOINED = (
    "client__name",
    "inbox__language",
    "customer__name",
    "assignee__name",
    "assignee__email",
)


class BadCursor(ValueError):
    """Not a place in the list that this installation has named."""


class NoSuchOrder(ValueError):
    """The view has no index for this order."""


@dataclass(frozen=True)
class CasePage:
    """Cases, what JOINED says of others joined, and where the next page begins."""

    cases: list[Case]
    next: str | None


class Row(NamedTuple):
    """What a row of a list shows of a case, and nothing else: fifty models cost more than these."""

    pk: int
    subject: str
    state: str
    language: str
    """Of the case, or of its inbox."""
    participants: list[str]
    opened_at: datetime
    last_message_at: datetime
    waiting_since: datetime | None
    promised_at: datetime | None
    snoozed_until: datetime | None
    resolved_at: datetime | None
    customer_id: int | None
    priority: int
    tag_ids: str
    """Parted by commas, in no order."""
    customer_name: str
    client_name: str
    agent_name: str


@dataclass(frozen=True)
class RowPage:
    rows: list[Row]
    next: str | None


def list_cases(
    *,
    viewer: Viewer,
    view: View,
    sort: Sort | None = None,
    only: Only = EVERYTHING,
    client_ids: Collection[int] = (),
    after: str = "",
    limit: int = PAGE,
) -> CasePage:
    """A page of the cases the viewer may see (two queries). Raises BadCursor, NoSuchOrder."""
    only = of_clients(client_ids) if client_ids else only
    sort = sort or SORTS[view][0]
    ids = _ids_of_page(viewer, view, only, sort, after, limit + 1)
    cases = _in_order(ids, listed(ids) if ids else [])
    more = len(cases) > limit
    return CasePage(cases[:limit], _cursor(cases[limit - 1], sort) if more else None)


def list_rows(
    *,
    viewer: Viewer,
    view: View,
    sort: Sort | None = None,
    only: Only = EVERYTHING,
    after: str = "",
    limit: int = PAGE,
) -> RowPage:
    """The same page for people to look at (two queries). Raises BadCursor, NoSuchOrder."""
    sort = sort or SORTS[view][0]
    ids = _ids_of_page(viewer, view, only, sort, after, limit + 1)
    rows = _in_order(ids, map(Row._make, _rows(ids)) if ids else [])
    more = len(rows) > limit
    return RowPage(rows[:limit], _cursor(rows[limit - 1], sort) if more else None)


def _ids_of_page(
    viewer: Viewer, view: View, only: Only, sort: Sort, after: str, limit: int
) -> list[int]:
    if sort not in SORTS[view]:
        raise NoSuchOrder(sort)
    place = _place(after, sort) if after else []
    return first_ids(ranges_of(viewer, view, only, sort), sort, place, limit)


def _in_order(ids: Sequence[int], found: Iterable[Of]) -> list[Of]:
    by_id = {one.pk: one for one in found}
    return [by_id[pk] for pk in ids if pk in by_id]


def count_cases(
    *,
    viewer: Viewer,
    view: View,
    only: Only = EVERYTHING,
    client_ids: Collection[int] = (),
) -> int:
    """How many there are, counted up to COUNTED_UP_TO (one query, or two where inboxes
    matter)."""
    only = of_clients(client_ids) if client_ids else only
    return count(ranges_of(viewer, view, only))


@prepared
def listed(ids: Collection[int]) -> QuerySet[Case]:
    """All of the cases, but of whom they belong to only what a list shows."""
    own = [field.name for field in Case._meta.concrete_fields]  # noqa: SLF001
    joined = Case.objects.select_related("client", "inbox", "customer", "assignee")
    return joined.only(*own, *JOINED).filter(pk__in=ids)


@prepared
def _rows(ids: Collection[int]) -> "QuerySet[Case, tuple[Any, ...]]":
    spoken = Coalesce(NullIf("language", Value("")), "inbox__language")
    nobody = Value("")
    tagged = CaseTag.objects.filter(case=OuterRef("pk")).order_by().values("case")
    tags = tagged.annotate(ids=_Joined("tag_id")).values("ids")
    listed = Case.objects.filter(pk__in=ids).annotate(spoken=spoken)
    return listed.values_list(
        "pk",
        "subject",
        "state",
        "spoken",
        "participants",
        "opened_at",
        "last_message_at",
        "waiting_since",
        "promised_at",
        "snoozed_until",
        "resolved_at",
        "customer_id",
        "priority",
        Coalesce(Subquery(tags), nobody, output_field=TextField()),
        Coalesce("customer__name", nobody),
        "client__name",
        Coalesce("assignee__name", nobody),
    )


class _Joined(Aggregate):
    """Numbers as one text, with commas between them."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, *args: Any, **kwargs: Any) -> Any:
        template = "STRING_AGG((%(expressions)s)::text, ',')"
        return self.as_sql(*args, template=template, **kwargs)


def cursor_at(case: Case) -> str:
    """Its place in a list with the latest message first."""
    return _named(case.last_message_at, case)


def place_in(cursor: str) -> tuple[datetime, int]:
    """The instant and the case that a cursor names. Raises BadCursor."""
    microseconds, _, pk = cursor.partition("_")
    try:
        return EPOCH + timedelta(microseconds=int(microseconds)), _number(pk)
    except (ValueError, OverflowError) as error:
        raise BadCursor(cursor) from error


def require_place(cursor: str, sort: Sort) -> None:
    """Raises BadCursor for what names no place in a list of this order."""
    if cursor:
        _place(cursor, sort)


def _named(at: datetime, case: Case | Row) -> str:
    return f"{(at - EPOCH) // timedelta(microseconds=1)}_{case.pk}"


def _cursor(case: Case | Row, sort: Sort) -> str:
    if sort == Sort.CUSTOMER:
        return f"{case.customer_id or 0}_{case.pk}"
    rank = f"{Priority(case.priority).rank}_" if sort == Sort.LINE else ""
    key = getattr(case, KEYS[sort].columns[-1]) or case.last_message_at
    return rank + _named(key, case)


def _place(cursor: str, sort: Sort) -> list[Any]:
    try:
        *rank, written, pk = cursor.split("_")
        if len(rank) + 2 != len(KEYS[sort].columns) + 1:
            raise BadCursor(cursor)
        if sort == Sort.CUSTOMER:
            return [_number(written, least=0), _number(pk)]
        at = EPOCH + timedelta(microseconds=int(written))
        ranks = [_number(one, least=0) for one in rank]
        return [*ranks, connection.ops.adapt_datetimefield_value(at), _number(pk)]
    except (ValueError, OverflowError) as error:
        raise BadCursor(cursor) from error


def _number(written: str, *, least: int = 1) -> int:
    """Raises ValueError for what no row can have."""
    if not least <= int(written) <= MAX_ID:
        raise ValueError(written)
    return int(written)
