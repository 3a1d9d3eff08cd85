"""The lists of cases: the page of one, and the line beside a case as it is now."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from keskio.cases import queries as cases
from keskio.interfaces.desk import rows
from keskio.interfaces.desk.access import DeskRequest, for_agents
from keskio.interfaces.desk.asked import Asked, asked_at_the_line, is_id
from keskio.interfaces.desk.bulk import offered
from keskio.interfaces.desk.choices import choices_for
from keskio.interfaces.desk.pane import around, beside, page_of
from keskio.interfaces.desk.views.dialogs import outcome_choices, snooze_choices
from keskio.kit.scopes import reading
from keskio.staff.rights import Right
from keskio.staff.viewers import Viewer


@for_agents
@require_safe
def start(request: DeskRequest) -> HttpResponse:
    """Where somebody of this role begins."""
    if request.viewer.may(Right.READ_CASES):
        return redirect("cases")
    return redirect("note_contact" if request.viewer.may(Right.NOTE_CONTACTS) else "settings")


@for_agents
@require_safe
def case_list(request: DeskRequest) -> HttpResponse:
    asked = Asked.by(request.GET.dict(), request.viewer)
    with reading(request.viewer.scope):
        page = page_of(request.viewer, asked)
        shown = _columns(request.viewer, asked)
        bulk, tags = offered(request.viewer), choices_for(request.viewer).tags
        context = {
            "rows": [
                rows.row(case, shown, request.now, tags=tags, selects=bool(bulk))
                for case in page.rows
            ],
            "heads": [_head(name, asked) for name in shown],
            "columns": [(name, one.name, name in shown) for name, one in rows.COLUMNS.items()],
            "always": rows.ALWAYS,
            "next": asked.but(after=page.next).query if page.next else "",
            "bulk": [vars(action) | {"value": value} for value, action in bulk.items()],
            "outcomes": outcome_choices(),
            "snoozes": snooze_choices(request.now),
        } | around(request, asked)
        response = render(request, "desk/cases.html", context)
    asked.remember(response)
    return response


@for_agents
@require_safe
def line_now(request: DeskRequest) -> HttpResponse:
    """The line alone, for a page that keeps its own up to date; `case` is the one it shows."""
    asked, _ = asked_at_the_line(request, request.viewer)
    current = request.GET.get("case", "")
    with reading(request.viewer.scope):
        context = beside(request, asked, current=int(current) if is_id(current) else 0)
        return render(request, "desk/line.html", context)


def _columns(viewer: Viewer, asked: Asked) -> list[str]:
    """Those of the saved view, else the viewer's own, else the usual ones."""
    if asked.saved:
        own = cases.saved_view(asked.saved, viewer=viewer).columns
        if own:
            return rows.columns(own)
    return rows.columns(cases.columns_of(viewer.agent_id or 0))


def _head(name: str, asked: Asked) -> dict[str, Any]:
    """A column's head; where the view has an index for it, pressing it sorts."""
    column = rows.COLUMNS[name]
    sorts = [sort for sort in column.sorts if sort in cases.SORTS[asked.view]]
    here = asked.order in sorts
    following = next((sort for sort in sorts if sort != asked.order), None)
    return {
        "column": name,
        "name": column.name,
        "css": column.css,
        "address": asked.but(sort=following).query if following else "",
        "is_order": here,
        "sort": _direction(asked) if here else "",
    }


def _direction(asked: Asked) -> str:
    from_the_top = {cases.Sort.NEWEST, cases.Sort.CUSTOMER}
    return "descending" if asked.order in from_the_top else "ascending"
