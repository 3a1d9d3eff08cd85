"""Which list is asked for: in the address, or as this browser last had it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from keskio.cases.models import SavedView
from keskio.cases.queries import SORTS, BadCursor, Only, Sort, View, require_place
from keskio.staff.viewers import Viewer

COOKIE = "line"
KEPT_SECONDS = 30 * 24 * 3600
LONGEST = 500
LONGEST_ID = 18
"""Digits."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A list: which cases, narrowed to what, in which order, from where on."""

    view: View = View.WAITING
    sort: Sort | None = None
    client: int | None = None
    inbox: int | None = None
    agent: int | None = None
    language: str = ""
    saved: int | None = None
    after: str = ""

    @classmethod
    def by(cls, given: Mapping[str, Any], viewer: Viewer) -> "Asked":
        """Raises Http404 for what was never offered."""
        try:
            view = View(given.get("view", View.WAITING))
            sort = Sort(given["sort"]) if given.get("sort") else None
        except ValueError as error:
            raise Http404 from error
        if sort and sort not in SORTS[view]:
            sort = None
        client = _number(given, "client")
        if client and client not in viewer.clients:
            raise Http404
        language = given.get("language", "")
        if language and language not in dict(settings.LANGUAGES):
            raise Http404
        return cls(
            view=view,
            sort=sort,
            client=client,
            inbox=_number(given, "inbox"),
            agent=_number(given, "agent"),
            language=language,
            saved=_number(given, "saved"),
            after=given.get("after", ""),
        )

    @property
    def only(self) -> Only:
        return Only(
            client_ids=frozenset([self.client] if self.client else []),
            inbox_id=self.inbox,
            agent_id=self.agent,
            language=self.language,
        )

    @property
    def order(self) -> Sort:
        return self.sort or SORTS[self.view][0]

    @property
    def is_narrowed(self) -> bool:
        return self.only != Only()

    @property
    def query(self) -> str:
        """As it stands in an address, with its question mark."""
        return "?" + urlencode(self.named)

    @property
    def named(self) -> list[tuple[str, object]]:
        """What is asked, by the names it has in addresses and forms."""
        values = [
            ("view", self.view.value),
            ("sort", self.sort.value if self.sort else ""),
            ("client", self.client),
            ("inbox", self.inbox),
            ("agent", self.agent),
            ("language", self.language),
            ("saved", self.saved),
            ("after", self.after),
        ]
        return [(name, value) for name, value in values if value]

    def but(self, **changes: Any) -> "Asked":
        """The same from its beginning, with something changed."""
        return replace(self, **{"after": ""} | changes)

    def remember(self, response: HttpResponse) -> None:
        response.set_cookie(
            COOKIE,
            self.query[1:],
            max_age=KEPT_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )


NAMES = ("view", "sort", "client", "inbox", "agent", "language", "saved", "after")


def asked_at_the_line(request: HttpRequest, viewer: Viewer) -> tuple[Asked, bool]:
    """What stands beside a case, and whether its address says so: else it is as it last was."""
    if any(name in request.GET for name in NAMES):
        return Asked.by(request.GET.dict(), viewer), True
    kept = dict(parse_qsl(request.COOKIES.get(COOKIE, "")[:LONGEST]))
    try:
        asked = Asked.by(kept, viewer)
        require_place(asked.after, asked.order)
    except (Http404, BadCursor):
        return Asked(), False
    return asked, False


def asked_by_saved(saved: SavedView) -> Asked:
    """The list that a saved view names."""
    view = View(saved.view)
    return Asked(
        view=view,
        sort=Sort(saved.sort) if saved.sort else None,
        client=saved.narrowed_to_id,
        inbox=saved.inbox_id,
        agent=saved.agent_id,
        language=saved.language,
        saved=saved.pk,
    )


def _number(given: Mapping[str, Any], name: str) -> int | None:
    asked = given.get(name, "")
    if not asked:
        return None
    if not is_id(asked):
        raise Http404
    return int(asked)


def is_id(written: str) -> bool:
    """Whether a row could have this id; a database breaks on larger ones."""
    return written.isdecimal() and len(written) <= LONGEST_ID
