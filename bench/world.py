"""A help desk that has been at work for a while, written straight into the tables.

Clients differ in size as they do in life: the second has half the cases of the first, the third a
third. A case has a question, an answer and a thank-you, and its journal.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection

from bench.letters import SENTENCES, SUBJECTS
from keskio.cases.events import (
    CaseAssigned,
    CaseOpened,
    CaseResolved,
    MessageReceived,
    NoteWritten,
    ReplyWritten,
)
from keskio.cases.models import Attachment, Case, Conversation, Message, State
from keskio.channels.models import Delivery
from keskio.clients import operations as clients
from keskio.clients.models import Inbox
from keskio.customers.models import Customer, Identity
from keskio.journal.actors import SYSTEM_ACTOR, Actor
from keskio.journal.events import Event
from keskio.journal.horizon import last_id
from keskio.journal.operations import Happening, enrol, record_all
from keskio.journal.subscribed import subscribers
from keskio.kit.database import migrate
from keskio.kit.scopes import SYSTEM, writing
from keskio.routing.models import WorkItem
from keskio.staff import operations as staff
from keskio.staff.models import Agent
from keskio.staff.rights import EVERY_RIGHT

NOW = datetime.now(UTC).replace(microsecond=0)
LONG_AGO = NOW - timedelta(days=200)
CHUNK = 1_000
STATES = {State.OPEN: 20, State.WAITING: 15, State.SNOOZED: 5, State.RESOLVED: 60}
MARKDOWN = "We **have** sent it:\n\n- on *Monday*\n- by [post](https://post.example/track?id=7)"
TRACKED = "See https://shop.example/orders/4711?from=mail and help@shop.example."
REASONS = ("Delivery", "Invoice", "Broken", "Account", "Praise")


@dataclass(frozen=True)
class Desk:
    """Inboxes of clients from the largest to the smallest, and an agent who serves them all."""

    inboxes: Sequence[Inbox]
    agent: Agent
    chance: random.Random


def open_desk(*, clients_count: int) -> Desk:
    """Its subscribers hear what happens once the desk is filled, not before."""
    migrate(directory=settings.DATA_DIR)
    with writing(SYSTEM):
        inboxes = [_add_client(number) for number in range(clients_count)]
        everyone = [inbox.client_id for inbox in inboxes]
        agent = add_agent("everyone@staff.example", everyone)
    return Desk(inboxes, agent, random.Random(0))


def add_agent(email: str, client_ids: Sequence[int]) -> Agent:
    return staff.add_agent(
        email=email,
        name=email.partition("@")[0].capitalize(),
        client_ids=client_ids,
        own_rights=EVERY_RIGHT,
        actor=SYSTEM_ACTOR,
        now=LONG_AGO,
    )


def fill(desk: Desk, *, cases: int, states: dict[State, int] = STATES) -> None:
    """Give the desk so many cases, and the line the open ones nobody has."""
    weights = [1 / rank for rank in range(1, len(desk.inboxes) + 1)]
    for start in range(0, cases, CHUNK):
        with writing(SYSTEM):
            count = min(CHUNK, cases - start)
            chosen = desk.chance.choices(desk.inboxes, weights, k=count)
            opened_at = LONG_AGO + (NOW - LONG_AGO) * (start / cases)
            _write([_story(desk, inbox, opened_at, states) for inbox in chosen])
    with writing(SYSTEM):
        enrol(subscribers=subscribers(), position=last_id())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def lengthen(case: Case, agent: Agent, *, messages: int) -> None:
    """Let customer and agent write so many messages into a case, as mail has them: plain and
    designed, with Cc, a file now and then, notes, and what the journal tells of it all."""
    chance = random.Random(3)
    with writing(SYSTEM):
        conversation = Conversation.objects.filter(messages__case=case).first()
        said = list(_exchange(case, conversation, agent, chance, messages))
        Message.objects.bulk_create(said)
        Attachment.objects.bulk_create(
            Attachment(
                client_id=case.client_id,
                message=one,
                name="lähete.pdf",
                content_type="application/pdf",
                size=48_213,
                digest="0" * 64,
            )
            for one in said[::9]
        )
        ours = [one for one in said if one.direction == Message.Direction.OUT]
        Delivery.objects.bulk_create(
            Delivery(
                client_id=case.client_id,
                message=one,
                recipients=[case.participants[0]],
                state=Delivery.State.SENT,
                attempts=1,
                created_at=one.created_at,
                sent_at=one.created_at,
            )
            for one in ours
        )
        record_all([_told(case, agent, one) for one in said])


def _exchange(
    case: Case, conversation: Conversation | None, agent: Agent, chance: random.Random, count: int
) -> Iterator[Message]:
    kinds = Message.Kind
    for number in range(count):
        language = chance.choice(list(SENTENCES))
        sentences = SENTENCES[language].split("|")
        paragraphs = [" ".join(chance.choices(sentences, k=4)) for _ in range(3)]
        turn = number % 4
        ours, note = turn == 1, turn == 3
        designed = "".join(f"<p>{one}</p>" for one in paragraphs)
        at = case.opened_at + timedelta(hours=4, minutes=20 * number)
        yield Message(
            client_id=case.client_id,
            case=case,
            conversation=conversation,
            kind=kinds.NOTE if note else kinds.MESSAGE,
            direction="internal" if note else "out" if ours else "in",
            agent=agent if ours or note else None,
            author_name="" if ours or note else "Väinö Åkerlund",
            author_address="" if ours or note else case.participants[0],
            to=[] if note else [["", case.participants[0] if ours else case.inbox.address]],
            cc=[["", f"colleague{number}@mail.example"]] if number % 5 == 0 and not note else [],
            subject=case.subject,
            text="\n\n".join([*paragraphs, MARKDOWN if ours else TRACKED]),
            html=f'<div>{designed}<img data-remote-src="https://shop.example/{number}.png"></div>'
            if turn == 0
            else "",
            full_text="" if ours or note else "\n\n".join([*paragraphs, TRACKED, "> " * 40]),
            message_id="" if note else f"<{case.pk}.long.{number}@mail.example>",
            sent_at=at,
            created_at=at,
        )


def _told(case: Case, agent: Agent, message: Message) -> Happening:
    if message.direction == Message.Direction.IN:
        by = Actor.customer(case.customer_id or 0)
        return Happening(_received(message), case.client_id, by, message.created_at)
    event = (
        NoteWritten(case_id=case.pk, message_id=message.pk)
        if message.kind == Message.Kind.NOTE
        else ReplyWritten(case_id=case.pk, message_id=message.pk)
    )
    return Happening(event, case.client_id, Actor.agent(agent.pk), message.created_at)


def _add_client(number: int) -> Inbox:
    client = clients.add_client(
        name=f"Company {number}", slug=f"company-{number}", actor=SYSTEM_ACTOR, now=LONG_AGO
    )
    for name in REASONS:
        clients.add_reason(client_id=client.pk, name=name, actor=SYSTEM_ACTOR, now=LONG_AGO)
    return clients.add_inbox(
        client_id=client.pk,
        name="Help",
        address=f"help@company-{number}.example",
        actor=SYSTEM_ACTOR,
        now=LONG_AGO,
    )


@dataclass(frozen=True)
class _Story:
    """One case with everything that belongs to it, not yet saved."""

    customer: Customer
    identity: Identity
    case: Case
    conversation: Conversation
    messages: Sequence[Message]


def _story(desk: Desk, inbox: Inbox, at: datetime, states: dict[State, int]) -> _Story:
    chance = desk.chance
    language = chance.choice(list(SENTENCES))
    address = f"person{chance.getrandbits(40)}@mail.example"
    customer = Customer(client_id=inbox.client_id, name="Väinö Åkerlund", created_at=at)
    identity = Identity(
        client_id=inbox.client_id, customer=customer, kind="email", value=address, created_at=at
    )
    state = chance.choices(list(states), list(states.values()))[0]
    case = _case(desk, inbox, customer, state, at)
    case.subject, case.participants = SUBJECTS[language], [address]
    conversation = Conversation(
        client_id=inbox.client_id, inbox=inbox, customer=customer, opened_at=at
    )
    story = _Story(customer, identity, case, conversation, [])
    messages = [_message(desk, story, language, number) for number in range(3)]
    return _Story(customer, identity, case, conversation, messages)


def _case(desk: Desk, inbox: Inbox, customer: Customer, state: State, at: datetime) -> Case:
    promised_at = NOW + timedelta(minutes=desk.chance.randrange(-600, 3_000))
    return Case(
        client_id=inbox.client_id,
        inbox=inbox,
        customer=customer,
        state=state,
        assignee=None if state == State.OPEN else desk.agent,
        opened_at=at,
        last_message_at=at + timedelta(hours=2),
        waiting_since=at if state == State.OPEN else None,
        promised_at=promised_at if state == State.OPEN else None,
        snoozed_until=NOW + timedelta(days=3) if state == State.SNOOZED else None,
        resolved_at=at + timedelta(hours=3) if state == State.RESOLVED else None,
        outcome="solved" if state == State.RESOLVED else "",
    )


def _message(desk: Desk, story: _Story, language: str, number: int) -> Message:
    ours, at = number == 1, story.case.opened_at + timedelta(hours=number)
    sentences = SENTENCES[language].split("|")
    return Message(
        client_id=story.case.client_id,
        case=story.case,
        conversation=story.conversation,
        kind=Message.Kind.MESSAGE,
        direction=Message.Direction.OUT if ours else Message.Direction.IN,
        agent=desk.agent if ours else None,
        author_name="" if ours else story.customer.name,
        author_address="" if ours else story.identity.value,
        to=[["", story.identity.value]] if ours else [["", story.case.inbox.address]],
        subject=story.case.subject,
        text="\n\n".join(" ".join(desk.chance.choices(sentences, k=5)) for _ in range(3)),
        message_id=f"<{desk.chance.getrandbits(64):x}@mail.example>",
        sent_at=at,
        created_at=at,
    )


def _write(stories: Sequence[_Story]) -> None:
    Customer.objects.bulk_create(story.customer for story in stories)
    Identity.objects.bulk_create(story.identity for story in stories)
    Case.objects.bulk_create(story.case for story in stories)
    Conversation.objects.bulk_create(story.conversation for story in stories)
    Message.objects.bulk_create(message for story in stories for message in story.messages)
    Delivery.objects.bulk_create(_delivery(story) for story in stories)
    record_all([happening for story in stories for happening in _happenings(story)])
    WorkItem.objects.bulk_create(
        _item(story.case) for story in stories if story.case.state == State.OPEN
    )


def _delivery(story: _Story) -> Delivery:
    return Delivery(
        client_id=story.case.client_id,
        message=story.messages[1],
        recipients=[story.identity.value],
        state=Delivery.State.SENT,
        attempts=1,
        created_at=story.messages[1].created_at,
        sent_at=story.messages[1].created_at,
    )


def _item(case: Case) -> WorkItem:
    return WorkItem(
        client_id=case.client_id,
        case=case,
        created_at=case.opened_at,
        promised_at=case.promised_at or case.opened_at,
    )


def _happenings(story: _Story) -> Iterator[Happening]:
    for event, by in _events(story):
        yield Happening(event, story.case.client_id, by, story.case.opened_at)


def _events(story: _Story) -> Iterator[tuple[Event, Actor]]:
    case, (question, answer, thanks) = story.case, story.messages
    sender = Actor.customer(story.customer.pk)
    yield (
        CaseOpened(
            case_id=case.pk, message_id=question.pk, inbox_id=case.inbox_id, automatic=False
        ),
        sender,
    )
    yield _received(question), sender
    if case.assignee_id:
        by = Actor.agent(case.assignee_id)
        yield CaseAssigned(case_id=case.pk, agent_id=case.assignee_id), by
        yield ReplyWritten(case_id=case.pk, message_id=answer.pk), by
    yield _received(thanks), sender
    if case.state == State.RESOLVED:
        yield CaseResolved(case_id=case.pk, reason_id=None, outcome="solved"), SYSTEM_ACTOR


def _received(message: Message) -> MessageReceived:
    return MessageReceived(
        case_id=message.case_id, message_id=message.pk, message_kind="message", waits=True
    )
