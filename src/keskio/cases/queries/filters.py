"""What may be said of a case in the search field: `is:open`, `tag:urgent`, `agent:jenni`."""

from collections.abc import Callable, Collection, Mapping

from django.db.models import Q

from keskio.cases.models import CaseTag, State
from keskio.clients import queries as clients
from keskio.knowledge.rules import Asked
from keskio.knowledge.words import folded, words_in
from keskio.staff.viewers import Viewer

CaseFilter = Callable[[str, Viewer], Q]
"""What cases must be like when `name:value` is asked for."""
NOTHING = Q(pk__in=[])
STATES = {
    "open": State.OPEN,
    "waiting": State.WAITING,
    "answered": State.WAITING,
    "snoozed": State.SNOOZED,
    "resolved": State.RESOLVED,
    "closed": State.RESOLVED,
}
ME, NOBODY = ("me", "mine"), ("nobody", "none")


def _is(value: str, viewer: Viewer) -> Q:
    said = value.lower()
    if said in ME:
        return _agent("me", viewer)
    if said == "unassigned":
        return _agent("nobody", viewer)
    return Q(state=STATES[said]) if said in STATES else NOTHING


def _in(value: str, viewer: Viewer) -> Q:
    return Q(inbox__name__icontains=value) | Q(inbox__address__istartswith=value)


def _agent(value: str, viewer: Viewer) -> Q:
    said = value.lower()
    if said in ME:
        return Q(assignee=viewer.agent_id) if viewer.agent_id else NOTHING
    if said in NOBODY:
        return Q(assignee__isnull=True)
    return Q(assignee__name__icontains=value) | Q(assignee__email__istartswith=value)


def _tag(value: str, viewer: Viewer) -> Q:
    """The beginning of its name is enough."""
    tagged = CaseTag.objects.filter(client__in=viewer.clients, tag__removed_at__isnull=True)
    return Q(pk__in=tagged.filter(tag__name__istartswith=value).values("case"))


CASE_FILTERS: Mapping[str, CaseFilter] = {
    "is": _is,
    "in": _in,
    "agent": _agent,
    "with": _agent,
    "tag": _tag,
}
"""A room's own noun that cases carry gets its filter here: a name, and what it asks of a case."""
CLIENT = "client"
KNOWN = (*CASE_FILTERS, CLIENT)


def filtered(asked: Asked, *, viewer: Viewer) -> Q:
    """What is asked of cases themselves."""
    wanted = Q()
    for one in asked.filters:
        if one.name in CASE_FILTERS:
            condition = CASE_FILTERS[one.name](one.value, viewer)
            wanted &= ~condition if one.is_excluded else condition
    return wanted


def asks_of_cases(asked: Asked) -> bool:
    return any(one.name in KNOWN for one in asked.filters)


def clients_asked_for(asked: Asked, *, viewer: Viewer) -> Collection[int]:
    """Those of the viewer's whom `client:` leaves (one query if it is said)."""
    said = [one for one in asked.filters if one.name == CLIENT]
    if not said:
        return viewer.clients
    served = {
        one.pk: f" {_plain(one.name)} {one.slug}" for one in clients.clients_among(viewer.clients)
    }
    left = set(served)
    for one in said:
        named = {pk for pk, name in served.items() if f" {_plain(one.value)}" in name}
        left = left - named if one.is_excluded else left & named
    return left


def _plain(name: str) -> str:
    return " ".join(folded(word) for word in words_in(name))
