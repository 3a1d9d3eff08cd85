"""The line beside a case, and what every list has: tabs, views, filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.functional import Promise

from keskio.cases import queries as cases
from keskio.cases.models import SavedView
from keskio.cases.queries import SORTS, View
from keskio.interfaces.desk.access import DeskRequest
from keskio.interfaces.desk.asked import Asked, asked_by_saved
from keskio.interfaces.desk.choices import choices_for
from keskio.interfaces.desk.counts import count_in_words
from keskio.interfaces.desk.rows import items
from keskio.interfaces.desk.words import SORT_NAMES, VIEWS
from keskio.staff.viewers import Viewer

COUNTED = (View.WAITING, View.MINE, View.ALL)
"""What presses; the rest is only looked up."""
COUNTED_VIEWS = 12
BESIDE = 25
"""Cases in the line beside a case: twice what a screen is high."""


@dataclass(frozen=True)
class Tab:
    name: str | Promise
    address: str
    count: str
    is_current: bool
    key: str = ""


@dataclass(frozen=True)
class Saved:
    """A saved view as it stands among the others."""

    view: SavedView
    address: str
    count: str
    is_current: bool
    is_own: bool


def page_of(viewer: Viewer, asked: Asked, *, limit: int = cases.PAGE) -> cases.RowPage:
    """Raises Http404 for a place that was never named."""
    try:
        return cases.list_rows(
            viewer=viewer,
            view=asked.view,
            sort=asked.order,
            only=asked.only,
            after=asked.after,
            limit=limit,
        )
    except ValueError as error:
        raise Http404 from error


def beside(request: DeskRequest, asked: Asked, *, current: int) -> dict[str, Any]:
    """The line at the left of a case."""
    page = page_of(request.viewer, asked, limit=BESIDE)
    return {
        "items": items(page.rows, current, request.now, choices_for(request.viewer).tags),
        "next": asked.but(after=page.next).query if page.next else "",
        "current": current,
    } | around(request, asked)


def around(request: DeskRequest, asked: Asked) -> dict[str, Any]:
    """What every list has around it."""
    return {
        "asked": asked,
        "tabs": [_tab(one, asked, request.viewer) for one in COUNTED],
        "others": [_tab(one, asked, request.viewer) for one in View if one not in COUNTED],
        "saved": _saved(request, asked),
        "sorts": [(sort.value, SORT_NAMES[sort]) for sort in SORTS[asked.view]],
        "choices": choices_for(request.viewer),
        "first": asked.but().query if asked.after else "",
        "view": asked.view,
        "has_filter": asked.is_narrowed,
    }


def _tab(one: View, asked: Asked, viewer: Viewer) -> Tab:
    order = asked.sort if asked.sort in SORTS[one] else None
    address = asked.but(view=one, sort=order, saved=None).query
    count = count_in_words(viewer, one, asked.only) if one in COUNTED else ""
    key = str(COUNTED.index(one) + 1) if one in COUNTED else ""
    return Tab(VIEWS[one], address, count, one == asked.view and not asked.saved, key)


def _saved(request: DeskRequest, asked: Asked) -> Sequence[Saved]:
    viewer = request.viewer
    return [
        _one_saved(view, asked, viewer, counts=number < COUNTED_VIEWS)
        for number, view in enumerate(cases.saved_views(viewer=viewer))
    ]


def _one_saved(view: SavedView, asked: Asked, viewer: Viewer, *, counts: bool) -> Saved:
    shown = asked_by_saved(view)
    return Saved(
        view=view,
        address=shown.query,
        count=count_in_words(viewer, shown.view, shown.only) if counts else "",
        is_current=view.pk == asked.saved,
        is_own=view.owner_id == viewer.agent_id,
    )
