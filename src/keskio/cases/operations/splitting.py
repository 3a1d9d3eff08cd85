"""A message belongs elsewhere: in a case of its own, or in another that there is."""

from collections.abc import Sequence
from datetime import datetime

from keskio.cases.events import CaseAssigned, MessagesJoined, MessagesLeft
from keskio.cases.models import Case, Link, Message, State
from keskio.cases.operations.linking import tie
from keskio.cases.operations.locking import lock_case, lock_two
from keskio.cases.operations.telling import CaseIsSpam, NothingWouldRemain, said_in
from keskio.cases.turns import addresses_in, is_answer, unanswered
from keskio.cases.waiting import WAITING_FIELDS, rest, wait_since
from keskio.clients import queries as clients
from keskio.customers import queries as customers
from keskio.journal.actors import Actor
from keskio.journal.events import Event
from keskio.journal.operations import Happening, record_all

SOURCE_FIELDS = [*WAITING_FIELDS, "last_message_at"]
TARGET_FIELDS = [*SOURCE_FIELDS, "participants"]


def split_message(
    *, message_id: int, and_following: bool = False, actor: Actor, now: datetime
) -> Case:
    """Tell a message, and perhaps what follows it, in a new case linked to the old.

    The new case waits for us if what it has from the customer was not answered. Raises
    NothingWouldRemain, CaseIsMerged, Message.DoesNotExist.
    """
    source = lock_case(_case_of(message_id))
    said = said_in(source)
    leaving = _leaving(said, message_id, and_following=and_following)
    case = _new_case(source, said, leaving, now=now)
    case.save()
    _tell_elsewhere(leaving, case)
    _is_left(source, said, leaving)
    _record(source, case, leaving, new_case=True, actor=actor, now=now)
    tie(case, source, why=Link.Why.SPLIT, actor=actor, now=now)
    return case


def move_message(*, message_id: int, to_id: int, actor: Actor, now: datetime) -> Case:
    """Tell a message in another case of the client; which waits for us if it was unanswered.

    Returns the other. Raises SameCase, DifferentClients, CaseIsMerged, CaseIsSpam,
    NothingWouldRemain, Message.DoesNotExist, Case.DoesNotExist.
    """
    source, case = lock_two(_case_of(message_id), to_id)
    if case.state == State.SPAM:
        raise CaseIsSpam
    said = said_in(source)
    leaving = _leaving(said, message_id, and_following=False)
    _join(case, source, said, leaving)
    _tell_elsewhere(leaving, case)
    _is_left(source, said, leaving)
    _record(source, case, leaving, new_case=False, actor=actor, now=now)
    return case


def _case_of(message_id: int) -> int:
    return Message.objects.values_list("case", flat=True).get(pk=message_id)


def _leaving(said: Sequence[Message], message_id: int, *, and_following: bool) -> list[Message]:
    """Raises Message.DoesNotExist when somebody has moved it meanwhile."""
    chosen = [message for message in said if message.pk == message_id]
    if not chosen:
        raise Message.DoesNotExist
    if and_following:
        chosen = [message for message in said if message.pk >= message_id]
    if len(chosen) == len(said):
        raise NothingWouldRemain
    return chosen


def _new_case(
    source: Case, said: Sequence[Message], leaving: Sequence[Message], *, now: datetime
) -> Case:
    first = leaving[0]
    case = Case(
        client_id=source.client_id,
        inbox_id=first.conversation.inbox_id,
        customer_id=_customer_of(leaving, source),
        subject=first.subject or source.subject,
        state=State.WAITING,
        assignee_id=source.assignee_id,
        language=source.language,
        participants=_participants(leaving, source),
        opened_at=now,
        last_message_at=leaving[-1].created_at,
    )
    if source.has_ended:
        case.state, case.outcome = State(source.state), source.outcome
        case.resolved_at, case.reason_id = source.resolved_at, source.reason_id
    _wait_for_answer(case, source, said, leaving)
    return case


def _customer_of(messages: Sequence[Message], source: Case) -> int | None:
    """Whoever wrote, if it is another than the one that the case is about."""
    author = next((one.author_address for one in messages if one.direction == "in"), "")
    known = author and customers.customer_at(author, client_id=source.client_id)
    is_another = known and author not in source.participants[:1]
    return known.pk if known and is_another else source.customer_id


def _participants(messages: Sequence[Message], source: Case) -> list[str]:
    """Those of the source who were on these messages: we are never among them."""
    on_them = addresses_in(messages)
    return [one for one in source.participants if one in on_them] or source.participants


def _join(case: Case, source: Case, said: Sequence[Message], leaving: Sequence[Message]) -> None:
    joined = [*case.participants, *_participants(leaving, source)]
    case.participants = list(dict.fromkeys(joined))
    case.last_message_at = max(case.last_message_at, leaving[-1].created_at)
    _wait_for_answer(case, source, said, leaving)
    case.save(update_fields=TARGET_FIELDS)


def _wait_for_answer(
    case: Case, source: Case, said: Sequence[Message], leaving: Sequence[Message]
) -> None:
    """By what the customer was promised when the message came."""
    if source.has_ended:
        return
    inbox = clients.inbox(case.inbox_id)
    for message in unanswered(said):
        if message in leaving:
            since = message.created_at
            wait_since(case, since, promised_at=clients.promise_of(inbox, now=since))


def _tell_elsewhere(messages: Sequence[Message], case: Case) -> None:
    moved = Message.objects.filter(pk__in=[message.pk for message in messages])
    moved.update(case=case, origin=None)


def _is_left(source: Case, said: Sequence[Message], leaving: Sequence[Message]) -> None:
    """It waits for the customer if what has left was all that waited for an answer."""
    staying = [message for message in said if message not in leaving]
    waited, still_waits = set(unanswered(said)) & set(leaving), unanswered(staying)
    if source.waits_for_us and waited and not still_waits and any(map(is_answer, staying)):
        rest(source, State.WAITING)
    source.last_message_at = max(message.created_at for message in staying)
    source.save(update_fields=SOURCE_FIELDS)


def _record(
    source: Case,
    case: Case,
    messages: Sequence[Message],
    *,
    new_case: bool,
    actor: Actor,
    now: datetime,
) -> None:
    ids = [message.pk for message in messages]
    events: list[Event] = [
        MessagesLeft(
            case_id=source.pk,
            to_id=case.pk,
            message_ids=ids,
            new_case=new_case,
            state=source.state,
        ),
        MessagesJoined(
            case_id=case.pk,
            from_id=source.pk,
            message_ids=ids,
            new_case=new_case,
            state=case.state,
        ),
    ]
    if new_case and case.assignee_id:
        events.append(CaseAssigned(case_id=case.pk, agent_id=case.assignee_id))
    record_all([Happening(event, case.client_id, actor, now) for event in events])
