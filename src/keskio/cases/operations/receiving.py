"""Messages come in: each into the case it belongs to, or a new one.

Many at once, because they come by the thousand: what was said before is read in a few queries,
the messages find their places one after the other in memory, what is new is written together.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Max

from keskio.cases.events import CaseLinked, CaseOpened, CaseReopened, MessageReceived
from keskio.cases.incoming import IncomingFile, IncomingMessage, Reception
from keskio.cases.models import (
    Attachment,
    Case,
    Conversation,
    Link,
    Message,
    Outcome,
    State,
)
from keskio.cases.operations.linking import link_between
from keskio.cases.threading import Place, Said, place_of
from keskio.cases.waiting import WAITING_FIELDS, wait_again
from keskio.clients import queries as clients
from keskio.journal.events import Event
from keskio.journal.operations import Happening, record_all
from keskio.kit import blobs
from keskio.kit.bulk import insert_rows, update_rows

SUBJECT_LENGTH = 500
MAX_PARTICIPANTS = 200
CHANGED_FIELDS = [*WAITING_FIELDS, "participants", "customer", "last_message_at"]


@dataclass(frozen=True)
class Received:
    message: Message
    case: Case
    is_new_case: bool
    waits: bool
    """The case waits for us since this message, or still does."""
    reopened: bool
    linked_to: Case | None = None
    """What the new case's author answered to without being on it."""


def receive_messages(receptions: Sequence[Reception], *, client_id: int) -> list[Received]:
    """Store what came, in this order, all for one client.

    A case waits for us if a person wrote, or if what a person here wrote bounced. Who did it and
    when is said by each reception.
    """
    said = _SaidBefore(client_id, [reception.incoming for reception in receptions])
    received = [_receive(reception, said) for reception in receptions]
    _write(received, receptions)
    return received


def receive_message(reception: Reception) -> Received:
    """As receive_messages, for one."""
    return receive_messages([reception], client_id=reception.inbox.client_id)[0]


class _SaidBefore:
    """What was said in the cases that the messages may answer, those cases' rows locked.

    It grows with every message: the next may answer the one before.
    """

    def __init__(self, client_id: int, messages: Sequence[IncomingMessage]) -> None:
        referred, self._cases = _locked_as_told(client_id, messages)
        latest = _latest_conversations(self._cases)
        self._conversations = {
            id(self._cases[pk]): Conversation(pk=newest) for pk, newest in latest.items()
        }
        self._by_id: dict[str, list[Said]] = defaultdict(list)
        for row in referred:
            row.case = self._cases[row.case_id]
            self.add(row)

    def place_of(self, incoming: IncomingMessage) -> Place:
        named = self._cases.get(incoming.case_id or 0)
        while named is not None and named.merged_into_id:
            named = self._cases[named.merged_into_id]
        return place_of(incoming, said=self._by_id, named=named)

    def conversation_in(self, case: Case, *, at: datetime) -> Conversation:
        """The case's newest, begun with its first message; a new case has no number yet."""
        if id(case) not in self._conversations:
            self._conversations[id(case)] = _conversation(case, at)
        return self._conversations[id(case)]

    def add(self, message: Message) -> None:
        self._by_id[message.message_id].append(Said.by(message))


def _locked_as_told(
    client_id: int, messages: Sequence[IncomingMessage]
) -> tuple[list[Message], dict[int, Case]]:
    """What the messages refer to, with its cases locked, and where the stubs among them lead.

    A merge or a split may have moved what was referred to before its case was locked: then where
    it went is locked too.
    """
    named = {message.case_id for message in messages if message.case_id}
    cases: dict[int, Case] = {}
    asked: set[int] = set()
    while True:
        referred = _referred(client_id, messages)
        led_to = {case.merged_into_id for case in cases.values() if case.merged_into_id}
        wanted = {row.case_id for row in referred} | named | led_to
        if wanted <= asked:
            return referred, cases
        cases |= _locked_cases(client_id, wanted - asked)
        asked |= wanted
        is_settled = not connection.features.has_select_for_update
        if is_settled and not any(case.merged_into_id for case in cases.values()):
            return referred, cases


def _referred(client_id: int, messages: Sequence[IncomingMessage]) -> list[Message]:
    references = {one for message in messages for one in message.references}
    if not references:
        return []
    rows = Message.objects.filter(client_id=client_id, message_id__in=references)
    return list(rows.only("message_id", "case", "direction", "kind").order_by("id"))


def _locked_cases(client_id: int, ids: set[int]) -> dict[int, Case]:
    if not ids:
        return {}
    cases = Case.objects.select_for_update(of=("self",)).filter(client_id=client_id, pk__in=ids)
    return {case.pk: case for case in cases.order_by("pk")}


def _latest_conversations(cases: Iterable[int]) -> dict[int, int]:
    if not cases:
        return {}
    latest = Message.objects.filter(case__in=cases).values_list("case")
    return dict(latest.annotate(Max("conversation")))


def _receive(reception: Reception, said: _SaidBefore) -> Received:
    incoming, place = reception.incoming, _place(reception, said)
    waits = not incoming.is_automatic or (incoming.tells_of_failure and place.answers_ours)
    waits = waits and not reception.blocked
    if place.case is None:
        case, reopened = _new_case(reception), False
    else:
        case, reopened = place.case, _join(place.case, reception, waits=waits)
    conversation = said.conversation_in(case, at=reception.at)
    message = _message(case, conversation, incoming, at=reception.at)
    said.add(message)
    return Received(message, case, place.case is None, waits, reopened, place.linked_to)


def _place(reception: Reception, said: _SaidBefore) -> Place:
    """A blocked sender gets through to nobody: into its own spam, or a case of its own."""
    place = said.place_of(reception.incoming)
    is_open_to = not reception.blocked or (place.case and place.case.state == State.SPAM)
    return place if is_open_to else Place()


def _new_case(reception: Reception) -> Case:
    inbox, incoming, now = reception.inbox, reception.incoming, reception.at
    waits = not incoming.is_automatic and not reception.blocked
    rests, how = State.RESOLVED, Outcome.AUTOMATIC
    if reception.blocked:
        rests, how = State.SPAM, Outcome.SPAM
    return Case(
        client_id=inbox.client_id,
        inbox=inbox,
        customer=reception.customer,
        subject=incoming.subject[:SUBJECT_LENGTH],
        state=State.OPEN if waits else rests,
        outcome="" if waits else how,
        participants=_participants(reception),
        opened_at=now,
        last_message_at=now,
        waiting_since=now if waits else None,
        promised_at=clients.promise_of(inbox, now=now) if waits else None,
        resolved_at=None if waits else now,
    )


def _participants(reception: Reception) -> list[str]:
    """Who may write into the case from now on; the author first."""
    incoming = reception.incoming
    if incoming.is_automatic:
        others = incoming.about
    else:
        others = tuple(address for _, address in (*incoming.to, *incoming.cc))
    everybody = dict.fromkeys((incoming.author_address, *others))
    return [address for address in everybody if address and address not in reception.own_addresses][
        :MAX_PARTICIPANTS
    ]


def _join(case: Case, reception: Reception, *, waits: bool) -> bool:
    """Bring the case up to date with its new message; whether that reopened it."""
    if not reception.incoming.is_automatic:
        case.participants = list(dict.fromkeys([*case.participants, *_participants(reception)]))
    if case.customer_id is None:
        case.customer = reception.customer
    case.last_message_at = max(case.last_message_at, reception.at)
    if not waits or case.waits_for_us:
        return False
    wait_again(case, inbox=reception.inbox, now=reception.at)
    return True


def _conversation(case: Case, at: datetime) -> Conversation:
    return Conversation(
        client_id=case.client_id, inbox_id=case.inbox_id, customer_id=case.customer_id, opened_at=at
    )


def _message(
    case: Case, conversation: Conversation, incoming: IncomingMessage, *, at: datetime
) -> Message:
    cut = incoming.full_text != incoming.text
    return Message(
        client_id=case.client_id,
        case=case,
        conversation=conversation,
        kind=incoming.kind,
        direction=Message.Direction.IN,
        author_name=incoming.author_name[:200],
        author_address=incoming.author_address[:320],
        reply_to=incoming.reply_to[:320],
        to=incoming.to,
        cc=incoming.cc,
        subject=incoming.subject[:SUBJECT_LENGTH],
        text=incoming.text,
        full_text=incoming.full_text if cut else "",
        html=incoming.html,
        message_id=incoming.message_id,
        in_reply_to=incoming.in_reply_to,
        authentic=incoming.authentic,
        sent_at=incoming.sent_at,
        created_at=at,
    )


def _write(received: Sequence[Received], receptions: Sequence[Reception]) -> None:
    """Cases before what refers to them; the journal last."""
    opened = [one.case for one in received if one.is_new_case]
    joined = {one.case.pk: one.case for one in received if one.case.pk}
    insert_rows(opened)
    insert_rows(list(_links(received)))
    update_rows(list(joined.values()), fields=CHANGED_FIELDS)
    conversations = {id(one): one for one in (each.message.conversation for each in received)}
    insert_rows([one for one in conversations.values() if not one.pk])
    insert_rows([one.message for one in received])
    insert_rows(
        [
            _attachment(one.message, file)
            for one, reception in zip(received, receptions, strict=True)
            for file in reception.incoming.attachments
        ]
    )
    record_all(
        [
            Happening(event, one.case.client_id, reception.actor, reception.at)
            for one, reception in zip(received, receptions, strict=True)
            for event in _events(one)
        ]
    )


def _links(received: Sequence[Received]) -> Iterable[Link]:
    """All cases must have their numbers."""
    for one in received:
        if one.linked_to is not None:
            why, at = Link.Why.ANSWERED, one.message.created_at
            yield link_between(one.case, one.linked_to, why=why, at=at)


def _attachment(message: Message, file: IncomingFile) -> Attachment:
    return Attachment(
        client_id=message.client_id,
        message=message,
        name=file.name[:255],
        content_type=file.content_type[:127],
        size=len(file.content),
        digest=blobs.store(file.content),
        content_id=file.content_id[:255],
        inline=file.inline,
    )


def _events(received: Received) -> Iterable[Event]:
    case, message = received.case, received.message
    if received.is_new_case:
        yield CaseOpened(
            case_id=case.pk,
            message_id=message.pk,
            inbox_id=case.inbox_id,
            automatic=message.kind != Message.Kind.MESSAGE,
            spam=case.state == State.SPAM,
        )
    if received.reopened:
        yield CaseReopened(case_id=case.pk, message_id=message.pk)
    yield MessageReceived(
        case_id=case.pk, message_id=message.pk, message_kind=message.kind, waits=received.waits
    )
    if other := received.linked_to:
        why = Link.Why.ANSWERED
        yield CaseLinked(case_id=case.pk, other_id=other.pk, why=why)
        yield CaseLinked(case_id=other.pk, other_id=case.pk, why=why)
