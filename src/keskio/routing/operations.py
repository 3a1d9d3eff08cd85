"""Every write in the line."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from keskio.cases import operations as cases
from keskio.cases import queries as case_queries
from keskio.cases.models import Priority
from keskio.journal.actors import Actor
from keskio.journal.operations import Happening, record, record_all, recorded_together
from keskio.kit.bulk import insert_rows, update_rows
from keskio.kit.prepared import prepared
from keskio.routing.claiming import claim_first
from keskio.routing.events import (
    WorkItemEnded,
    WorkItemMade,
    WorkItemReleased,
    WorkItemTaken,
)
from keskio.routing.models import WorkItem
from keskio.staff import queries as staff
from keskio.staff.rights import Right
from keskio.staff.viewers import Viewer

if TYPE_CHECKING:
    from keskio.cases.models import Case


class NothingWaits(Exception):
    """Nobody is in the line whom this viewer may help."""


class TakenBySomeoneElse(Exception):
    """Another agent has the item."""


class CannotTake(Exception):
    """Only a person with the right to can take work; a program's token must stand for one."""


def put_in_line(*, case_ids: Sequence[int], actor: Actor, now: datetime) -> list[WorkItem]:
    """Give each case that waits for us its one work item; the items made.

    The agent who has the case gets it at once if present: nobody explains twice.
    """
    cases = case_queries.locked_cases(case_ids)
    in_line = {item.case_id for item in _items_of(cases)}
    waiting = [case for pk, case in cases.items() if case.waits_for_us and pk not in in_line]
    working = _working_teams(waiting)
    items = [_item(case, working, now=now) for case in waiting]
    insert_rows(items)
    made = [
        WorkItemMade(case_id=item.case_id, item_id=item.pk, agent_id=item.agent_id)
        for item in items
    ]
    record_all(
        [
            Happening(event, item.client_id, actor, now)
            for event, item in zip(made, items, strict=True)
        ]
    )
    return items


def end_items(*, case_ids: Collection[int], actor: Actor, now: datetime) -> list[WorkItem]:
    """Take cases out of the line, unless they wait for us again by now; the items ended."""
    cases = case_queries.locked_cases(case_ids)
    over = [pk for pk, case in cases.items() if not case.waits_for_us]
    items = _locked_items_of(over)
    for item in items:
        item.ended_at = now
    update_rows(items, fields=["ended_at"])
    record_all(
        [
            Happening(
                WorkItemEnded(case_id=item.case_id, item_id=item.pk), item.client_id, actor, now
            )
            for item in items
        ]
    )
    return items


def settle_items(*, case_ids: Collection[int], actor: Actor, now: datetime) -> None:
    """What is told in these cases has changed: each that waits has its one item, others none.

    The item keeps the sooner promise.
    """
    put_in_line(case_ids=list(case_ids), actor=actor, now=now)
    end_items(case_ids=case_ids, actor=actor, now=now)
    cases = case_queries.locked_cases(case_ids)
    items = _locked_items_of(cases)
    for item in items:
        item.promised_at = cases[item.case_id].promised_at or item.promised_at
    update_rows(items, fields=["promised_at"])


def take_next(*, viewer: Viewer, actor: Actor, now: datetime) -> WorkItem:
    """The next free item of the viewer's clients and teams, claimed for them.

    The urgent first, then the high, then all others; of the same, whose promise is soonest. Claims
    are atomic over all processes: two agents never get the same. Raises NothingWaits, CannotTake.
    """
    agent_id = viewer.agent_id
    if agent_id is None or not viewer.may(Right.TAKE):
        raise CannotTake
    item = claim_first(viewer.clients, viewer.teams, closed=viewer.closed_inboxes)
    if item is None:
        raise NothingWaits
    with recorded_together():
        cases.assign_case(
            case_id=item.case_id, agent_id=agent_id, is_served=True, actor=actor, now=now
        )
        return _hold(item, agent_id=agent_id, actor=actor, now=now)


def take_item(*, case_id: int, agent_id: int, actor: Actor, now: datetime) -> WorkItem | None:
    """Take a certain case, if it is in the line. Raises TakenBySomeoneElse, CannotServe."""
    item = _item_of(case_id)
    if item is None or item.agent_id == agent_id:
        return item
    if item.agent_id is not None:
        raise TakenBySomeoneElse
    cases.assign_case(case_id=case_id, agent_id=agent_id, actor=actor, now=now)
    return _hold(item, agent_id=agent_id, actor=actor, now=now)


def follow_assignees(*, given: Mapping[int, int | None], actor: Actor, now: datetime) -> None:
    """Cases were given to somebody, or to nobody: their items go along.

    Nothing waits in the hand of who is away: until they are back, whoever is next may take it.
    """
    for item in _items_of(given):
        if item.agent_id != given[item.case_id]:  # else it was assigned by taking the item
            _follow(item.case_id, given[item.case_id], actor=actor, now=now)


def rank_items(*, case_ids: Collection[int], actor: Actor, now: datetime) -> None:
    """The priority of cases changed: their items stand in the line accordingly."""
    cases = case_queries.locked_cases(case_ids)
    items = _locked_items_of(cases)
    for item in items:
        item.rank = _rank(cases[item.case_id])
    update_rows(items, fields=["rank"])


def follow_teams(*, case_ids: Collection[int], actor: Actor, now: datetime) -> None:
    """Cases were given to teams, or released: their items go along, out of everybody's hand."""
    cases = case_queries.locked_cases(case_ids)
    working = _working_teams(cases.values())
    for item in _locked_items_of(cases):
        case = cases[item.case_id]
        item.team_id = case.team_id if (case.team_id, case.client_id) in working else None
        update_rows([item], fields=["team"])
        if item.agent_id is not None and case.assignee_id is None:
            _release(item, actor=actor, now=now)


def free_from_team(*, team_id: int, actor: Actor, now: datetime) -> None:
    """A team is no more, or serves fewer clients: what it cannot take, everybody may."""
    held = WorkItem.objects.filter(team=team_id, ended_at__isnull=True).order_by("case")
    follow_teams(case_ids=list(held.values_list("case", flat=True)), actor=actor, now=now)


def release_items(*, agent_id: int, actor: Actor, now: datetime) -> int:
    """Who has left has nothing in hand: all of it goes back into the line; how many."""
    in_hand = WorkItem.objects.filter(agent=agent_id, ended_at__isnull=True).order_by("case")
    items = [_item_of(case_id) for case_id in in_hand.values_list("case", flat=True)]
    mine = [item for item in items if item and item.agent_id == agent_id]
    for item in mine:
        _release(item, actor=actor, now=now)
    return len(mine)


def _follow(case_id: int, agent_id: int | None, *, actor: Actor, now: datetime) -> None:
    item = _item_of(case_id)
    if item is None or item.agent_id == agent_id:
        return
    if agent_id is not None and not staff.is_away(staff.agent(agent_id)):
        _hold(item, agent_id=agent_id, actor=actor, now=now)
    else:
        _release(item, actor=actor, now=now)


def _item(case: "Case", working: Collection[tuple[int, int]], *, now: datetime) -> WorkItem:
    agent_id = _last_agent_if_present(case.assignee_id, now)
    return WorkItem(
        client_id=case.client_id,
        case=case,
        created_at=case.waiting_since or now,
        promised_at=case.promised_at or now,
        agent_id=agent_id,
        team_id=case.team_id if (case.team_id, case.client_id) in working else None,
        rank=_rank(case),
        taken_at=now if agent_id else None,
    )


def _rank(case: "Case") -> int:
    return Priority(case.priority).rank


def _working_teams(cases: Iterable["Case"]) -> set[tuple[int, int]]:
    """Those of the cases' teams that can take them, with the clients they serve."""
    wanted = {case.client_id for case in cases if case.team_id}
    return {(team.pk, client) for client in wanted for team in staff.teams_serving(client)}


def _item_of(case_id: int) -> WorkItem | None:
    """Its row locked, the case's first: whoever needs both takes them in this order."""
    case_queries.locked_case(case_id)
    return next(iter(_locked_items_of([case_id])), None)


@prepared
def _items_of(case_ids: Collection[int]) -> QuerySet[WorkItem]:
    return WorkItem.objects.filter(case__in=case_ids, ended_at__isnull=True)


@prepared
def _locked_items_of(case_ids: Collection[int]) -> QuerySet[WorkItem]:
    items = WorkItem.objects.filter(case__in=case_ids, ended_at__isnull=True)
    return items.select_for_update(of=("self",)).order_by("case")


def _last_agent_if_present(agent_id: int | None, now: datetime) -> int | None:
    if agent_id is None:
        return None
    return agent_id if staff.is_present(staff.agent(agent_id), now=now) else None


def _hold(item: WorkItem, *, agent_id: int, actor: Actor, now: datetime) -> WorkItem:
    item.agent_id, item.taken_at = agent_id, now
    update_rows([item], fields=["agent", "taken_at"])
    event = WorkItemTaken(case_id=item.case_id, item_id=item.pk, agent_id=agent_id)
    record(event, client_id=item.client_id, actor=actor, at=now)
    return item


def _release(item: WorkItem, *, actor: Actor, now: datetime) -> None:
    if item.agent_id is None:
        return
    event = WorkItemReleased(case_id=item.case_id, item_id=item.pk, agent_id=item.agent_id)
    item.agent_id = item.taken_at = None
    item.save(update_fields=["agent", "taken_at"])
    record(event, client_id=item.client_id, actor=actor, at=now)
