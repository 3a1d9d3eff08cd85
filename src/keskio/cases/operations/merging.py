"""Two cases turn out to be one; and to have been two after all.

A message keeps, as its origin, the stub it came from. So stubs within stubs come back whole, and
whatever was said after a merge stays where it was said.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from keskio.cases.events import (
    CaseAssigned,
    CaseGaveBack,
    CaseMerged,
    CaseTookIn,
    CaseUnmerged,
)
from keskio.cases.models import ActiveTime, Case, Merge, Message, State
from keskio.cases.operations.locking import CaseIsMerged, lock_two
from keskio.cases.operations.telling import CaseIsSpam, NothingWouldRemain, said_in
from keskio.cases.turns import addresses_in, unanswered
from keskio.cases.waiting import WAITING_FIELDS, wait_again, wait_since
from keskio.clients import queries as clients
from keskio.journal.actors import Actor
from keskio.journal.events import Event
from keskio.journal.operations import Happening, record_all
from keskio.kit.transactions import require_transaction

CHANGED_FIELDS = [*WAITING_FIELDS, "participants", "customer", "assignee", "last_message_at"]


class CaseNotMerged(Exception):
    """It is no stub."""


def merge_case(*, case_id: int, into_id: int, actor: Actor, now: datetime) -> Case:
    """Tell all of a case in another one; what is left is a stub that leads there.

    The other waits for us if either did, by the sooner promise. Returns the other. Raises SameCase,
    DifferentClients, CaseIsMerged, CaseIsSpam, Case.DoesNotExist.
    """
    stub, case = lock_two(case_id, into_id)
    if case.state == State.SPAM:
        raise CaseIsSpam
    merge = _remember(stub, case, now=now)
    _hand_over(stub, case)
    _take_in(stub, case)
    stub.state, stub.merged_into = State.MERGED, case
    stub.save(update_fields=["state", "merged_into"])
    case.save(update_fields=CHANGED_FIELDS)
    events: list[Event] = [
        CaseMerged(case_id=stub.pk, into_id=case.pk),
        CaseTookIn(case_id=case.pk, merged_id=stub.pk, state=case.state),
    ]
    if merge.assignee_given:
        events.append(CaseAssigned(case_id=case.pk, agent_id=case.assignee_id))
    record_all([Happening(event, case.client_id, actor, now) for event in events])
    return case


def unmerge_case(*, case_id: int, actor: Actor, now: datetime) -> Case:
    """Give a stub back what it had, as it was; what came later stays where it came.

    What somebody has since moved elsewhere stays there too. Raises CaseNotMerged, CaseIsMerged when
    the other is a stub by now and must come back first, NothingWouldRemain, Case.DoesNotExist.
    """
    stub, case = _lock_merged(case_id)
    messages = said_in(case)
    family = _family(stub)
    back = [message for message in messages if message.origin_id in family]
    staying = [message for message in messages if message.origin_id not in family]
    if not back or not staying:
        raise NothingWouldRemain
    _give_back(stub, case, family)
    merge = Merge.objects.get(case=stub)
    taken_back = merge.assignee_given and case.assignee_id == stub.assignee_id
    if taken_back:
        case.assignee_id = None
    _let_go(case, merge, staying, now=now)
    _come_back(stub, merge, now=now)
    merge.delete()
    events: list[Event] = [
        CaseUnmerged(
            case_id=stub.pk,
            from_id=case.pk,
            message_ids=[message.pk for message in back],
            state=stub.state,
        ),
        CaseGaveBack(case_id=case.pk, unmerged_id=stub.pk, state=case.state),
    ]
    if taken_back:
        events.append(CaseAssigned(case_id=case.pk, agent_id=None))
    record_all([Happening(event, case.client_id, actor, now) for event in events])
    return stub


def _remember(stub: Case, case: Case, *, now: datetime) -> Merge:
    """How `case` stands on its own, without others that wait in it since before."""
    merge = Merge(
        client_id=case.client_id,
        case=stub,
        state=stub.state,
        participants_added=[one for one in stub.participants if one not in case.participants],
        assignee_given=case.assignee_id is None and stub.assignee_id is not None,
        merged_at=now,
    )
    before = _stubs_of(case).order_by("id").last()
    if before and _waits_since_then(case, before):
        for name in (*WAITING_FIELDS, "seen_at"):
            _set_target(merge, name, getattr(before, _target(name)))
    else:
        for name in WAITING_FIELDS:
            _set_target(merge, name, getattr(case, _column(name)))
        merge.target_seen_at = now
    merge.save()
    return merge


def _waits_since_then(case: Case, merge: Merge) -> bool:
    """Whether the case has not rested since."""
    since = case.waiting_since
    return case.waits_for_us and since is not None and since <= merge.merged_at


def _hand_over(stub: Case, case: Case) -> None:
    """A visit counted in both, which no page makes, stays with the stub."""
    counted = ActiveTime.objects.filter(case=case).values_list("agent", "visit")
    twice = [
        spent.pk
        for spent in ActiveTime.objects.filter(case=stub)
        if (spent.agent_id, spent.visit) in set(counted)
    ]
    moved = {"case": case, "origin": Coalesce(F("origin"), stub.pk)}
    ActiveTime.objects.filter(case=stub).exclude(pk__in=twice).update(**moved)
    Message.objects.filter(case=stub).update(**moved)


def _take_in(stub: Case, case: Case) -> None:
    case.participants = list(dict.fromkeys([*case.participants, *stub.participants]))
    case.last_message_at = max(case.last_message_at, stub.last_message_at)
    case.customer_id = case.customer_id or stub.customer_id
    case.assignee_id = case.assignee_id or stub.assignee_id
    if stub.waits_for_us and stub.waiting_since and stub.promised_at:
        wait_since(case, stub.waiting_since, promised_at=stub.promised_at)


def _lock_merged(case_id: int) -> tuple[Case, Case]:
    require_transaction()
    into_id = Case.objects.values_list("merged_into", flat=True).get(pk=case_id)
    if into_id is None:
        raise CaseNotMerged
    both = Case.objects.select_for_update(of=("self",)).filter(pk__in=[case_id, into_id])
    locked = {case.pk: case for case in both.order_by("pk")}
    stub, case = locked[case_id], locked[into_id]
    if stub.merged_into_id != into_id:  # somebody was quicker
        raise CaseNotMerged
    if case.state == State.MERGED:
        raise CaseIsMerged(case)
    return stub, case


def _family(stub: Case) -> set[int]:
    """The stub and whatever was merged into it before."""
    family, newest = {stub.pk}, {stub.pk}
    while newest:
        newest = set(Case.objects.filter(merged_into__in=newest).values_list("pk", flat=True))
        family |= newest
    return family


def _give_back(stub: Case, case: Case, family: Collection[int]) -> None:
    for lent in (
        Message.objects.filter(case=case, origin__in=family),
        ActiveTime.objects.filter(case=case, origin__in=family),
    ):
        lent.update(case=stub)
    Message.objects.filter(case=stub, origin=stub).update(origin=None)
    ActiveTime.objects.filter(case=stub, origin=stub).update(origin=None)


def _let_go(case: Case, merge: Merge, staying: Sequence[Message], *, now: datetime) -> None:
    """The case that gives back stands as it would without the stub."""
    still_on_it = addresses_in(staying)
    case.participants = [
        one
        for one in case.participants
        if one not in merge.participants_added or one in still_on_it
    ]
    case.last_message_at = max(message.created_at for message in staying)
    if _waits_since_then(case, merge):
        _stand_alone(case, merge, staying, now=now)
    case.save(update_fields=CHANGED_FIELDS)


def _stand_alone(case: Case, merge: Merge, staying: Sequence[Message], *, now: datetime) -> None:
    inbox = clients.inbox(case.inbox_id)
    waits = [
        (message.created_at, clients.promise_of(inbox, now=message.created_at))
        for message in unanswered(staying)
        if message.created_at > merge.target_seen_at
    ]
    others = _stubs_of(case).filter(state=State.OPEN).exclude(pk=merge.pk)
    waits += [(other.case.waiting_since, other.case.promised_at) for other in others]  # type: ignore[misc]
    _stand(case, merge, now=now)
    for since, promised_at in waits:
        wait_since(case, since, promised_at=promised_at)


def _stand(case: Case, merge: Merge, *, now: datetime) -> None:
    """As it stood before the merge, unless that was a rest which is over by now."""
    if _is_over(merge.target_state, merge.target_snoozed_until, now):
        wait_again(case, inbox=clients.inbox(case.inbox_id), now=now)
        return
    for name in WAITING_FIELDS:
        setattr(case, _column(name), getattr(merge, _target(name)))


def _come_back(stub: Case, merge: Merge, *, now: datetime) -> None:
    rest_is_over = _is_over(merge.state, stub.snoozed_until, now)
    stub.state, stub.merged_into = State(merge.state), None
    if rest_is_over:
        wait_again(stub, inbox=clients.inbox(stub.inbox_id), now=now)
    stub.save(update_fields=[*WAITING_FIELDS, "merged_into"])


def _is_over(state: str, until: datetime | None, now: datetime) -> bool:
    return state == State.SNOOZED and (until is None or until <= now)


def _stubs_of(case: Case) -> QuerySet[Merge]:
    return Merge.objects.filter(case__merged_into=case).select_related("case")


def _column(name: str) -> str:
    return f"{name}_id" if name in {"reason", "status"} else name


def _target(name: str) -> str:
    return f"target_{_column(name)}"


def _set_target(merge: Merge, name: str, value: object) -> None:
    setattr(merge, _target(name), value)
