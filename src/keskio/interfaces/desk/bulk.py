"""What can be done to many cases at once; one entry here is all it takes."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keskio.cases import operations
from keskio.cases import queries as cases
from keskio.cases.models import Outcome
from keskio.interfaces.desk.access import DeskRequest
from keskio.interfaces.desk.asked import is_id
from keskio.interfaces.desk.forms import SnoozeForm
from keskio.staff.rights import Right
from keskio.staff.viewers import Viewer

Change = Callable[[int], object]
"""Does it to the case of this id."""


class NotChosen(Exception):
    """What the change needs was left open, or makes no sense."""


@dataclass(frozen=True)
class BulkAction:
    """`fields` is a template shown before it is done, where something must be chosen."""

    name: Promise
    icon: str
    key: str
    change: Callable[[DeskRequest, QueryDict], Change]
    """Reads what was chosen, once for all of the cases. Raises NotChosen."""
    needs: Right
    fields: str = ""


def _assign(request: DeskRequest, chosen: QueryDict) -> Change:
    return _give(request, chosen.get("agent", ""))


def _assign_to_me(request: DeskRequest, chosen: QueryDict) -> Change:
    return _give(request, str(request.user.pk))


def _give(request: DeskRequest, agent: str) -> Change:
    if agent and not is_id(agent):
        raise NotChosen
    return lambda case_id: operations.assign_case(
        case_id=case_id,
        agent_id=int(agent) if agent else None,
        actor=request.viewer.actor,
        now=request.now,
    )


def _snooze(request: DeskRequest, chosen: QueryDict) -> Change:
    form = SnoozeForm(chosen)
    until = form.moment() if form.is_valid() else None
    if until is None:
        raise NotChosen
    return lambda case_id: operations.snooze_case(
        case_id=case_id, until=until, actor=request.viewer.actor, now=request.now
    )


def _resolve(request: DeskRequest, chosen: QueryDict) -> Change:
    outcome = chosen.get("outcome", "")
    if outcome not in cases.outcomes():
        raise NotChosen
    return lambda case_id: operations.resolve_case(
        case_id=case_id,
        reason_id=None,
        outcome=Outcome(outcome),
        actor=request.viewer.actor,
        now=request.now,
    )


def _reopen(request: DeskRequest, chosen: QueryDict) -> Change:
    reopen = partial(operations.reopen_case, actor=request.viewer.actor, now=request.now)
    return lambda case_id: reopen(case_id=case_id)


BULK: dict[str, BulkAction] = {
    "to-me": BulkAction(_("To me"), "person", "a", _assign_to_me, Right.TAKE),
    "assign": BulkAction(_("Give"), "hand", "h", _assign, Right.ASSIGN, "desk/bulk/assign.html"),
    "snooze": BulkAction(
        _("Snooze"), "snooze", "s", _snooze, Right.RESOLVE, "desk/bulk/snooze.html"
    ),
    "resolve": BulkAction(
        _("Resolve"), "check", "e", _resolve, Right.RESOLVE, "desk/bulk/resolve.html"
    ),
    "reopen": BulkAction(_("Reopen"), "reopen", "o", _reopen, Right.RESOLVE),
}
"""By the name under which the form asks for it."""


def offered(viewer: Viewer) -> dict[str, BulkAction]:
    """Those that the viewer may do, by name."""
    return {name: action for name, action in BULK.items() if viewer.may(action.needs)}
