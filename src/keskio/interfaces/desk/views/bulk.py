"""Many cases at once, and taking back what was just done."""

from collections import Counter
from collections.abc import Iterable
from functools import partial

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from keskio.cases import operations
from keskio.cases import queries as cases
from keskio.cases.undoing import Change, unseal
from keskio.interfaces.desk import bulk, undoing
from keskio.interfaces.desk.access import DeskRequest, for_agents
from keskio.interfaces.desk.asked import is_id
from keskio.interfaces.desk.words import REFUSED, refusal_in_words
from keskio.kit.scopes import writing

AT_MOST = 200


@for_agents
@require_POST
def change_many(request: DeskRequest) -> HttpResponse:
    """`do` names the change, `case` each case; every case is changed by itself."""
    action = bulk.BULK.get(request.POST.get("do", ""))
    ids = request.POST.getlist("case")
    if action is None or len(ids) > AT_MOST or not all(map(is_id, ids)):
        return HttpResponseBadRequest()
    if not request.viewer.may(action.needs):
        raise PermissionDenied
    try:
        change = action.change(request, request.POST)
    except bulk.NotChosen:
        messages.warning(request, _("Nothing was changed: something is not chosen yet."))
        return redirect(where_they_were(request))
    changes, refused = _change_each(request, [int(one) for one in ids], change)
    _tell(request, len(ids) - refused.total(), changes, refused)
    return redirect(where_they_were(request))


@for_agents
@require_POST
def undo(request: DeskRequest) -> HttpResponse:
    """Put back each case of a change, as long as nobody has changed it since."""
    undone = 0
    try:
        changes = unseal(request.POST.get("sealed", ""), actor=str(request.viewer.actor))
    except operations.CannotUndo:
        changes = []
    for change in changes:
        undone += _undo_one(request, change)
    if undone:
        messages.success(request, _("Undone."))
    if undone < max(len(changes), 1):
        messages.warning(request, _("This cannot be undone any more: it has changed since."))
    return redirect(where_they_were(request))


def where_they_were(request: DeskRequest) -> str:
    before = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(before, {request.get_host()})
    return before if ours else reverse("cases")


def _change_each(
    request: DeskRequest, ids: Iterable[int], change: bulk.Change
) -> tuple[list[Change], Counter[str]]:
    changes: list[Change] = []
    refused: Counter[str] = Counter()
    for case_id in ids:
        try:
            with writing(request.viewer.scope):
                made = undoing.changing(request, case_id, partial(change, case_id))
            changes += [made] if made else []
        except REFUSED as refusal:
            refused[refusal_in_words(refusal)] += 1
        except ObjectDoesNotExist:
            refused[_("It is not there any more, or not yours to change.")] += 1
    return changes, refused


def _tell(request: DeskRequest, done: int, changes: list[Change], refused: "Counter[str]") -> None:
    if done:
        said = ngettext("%(count)d case changed.", "%(count)d cases changed.", done)
        undoing.tell_done(request, said % {"count": done}, changes)
    for why, count in refused.items():
        said = ngettext(
            "%(count)d case was left as it is: %(why)s",
            "%(count)d cases were left as they are: %(why)s",
            count,
        )
        messages.warning(request, said % {"count": count, "why": why})


def _undo_one(request: DeskRequest, change: Change) -> bool:
    try:
        with writing(request.viewer.scope):
            cases.case(change.case_id, viewer=request.viewer)
            operations.undo_change(change=change, actor=request.viewer.actor, now=request.now)
    except (operations.CannotUndo, ObjectDoesNotExist):
        return False
    return True
