"""Search over many messages, for who serves two small clients of twenty, and for who serves all.

Called as the page calls it, reading anew and snippets included; and the page itself, over HTTP.
A message has three sentences of its language and a few dozen words of which some are common and
most are rare, as words are. The index is filled in bulk.
"""

import itertools
import os
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.utils import timezone

from bench.figures import Figure, figure, in_milliseconds
from bench.letters import SENTENCES, SUBJECTS
from bench.pages import asked_over_http, sign_in
from bench.processor import spending
from bench.world import LONG_AGO, NOW, Desk, add_agent, open_desk
from keskio.cases.models import Case, Conversation, Message, State
from keskio.cases.operations import index_messages
from keskio.cases.queries import Order, search
from keskio.customers.models import Customer, Identity
from keskio.journal.delivery import BULK
from keskio.kit.bulk import insert_rows
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.knowledge import documents
from keskio.knowledge.documents import Document, Kind
from keskio.knowledge.operations import forget_documents, index_documents
from keskio.staff import queries as staff

if TYPE_CHECKING:
    from bench.one import Asked
    from keskio.staff.viewers import Viewer

CLIENTS = 20
CHUNK = 3_000
INDEXED_AS_EVER = 3_000
"""The last messages are indexed by the product's own way, and what that takes is measured."""
FILLING = {
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "maintenance_work_mem": "1GB",
}
"""What PostgreSQL is set to meanwhile."""
TOGETHER = 3
"""Messages in a case."""
WORDS = 50_000
SYLLABLES = [a + b for a in "bdfghjklmnprstv" for b in ("a", "e", "i", "o", "u", "an", "er", "ik")]
FIRST = ("Väinö", "Anna", "Søren", "Łucja", "Åsa", "Mary")
LAST = ("Åkerlund", "Virtanen", "Møller", "Wójcik", "Smith", "Lind")
COMMON = ("tilaus", "faktura", "order", "invoice", "beställning", "zamówienie", "paket", "konto")


def measure(asked: "Asked") -> list[Figure]:
    desk, chance = open_desk(clients_count=CLIENTS), random.Random(1)
    vocabulary = _vocabulary(chance)
    indexed = _fill(desk, vocabulary, asked.messages, chance)
    with writing(SYSTEM):
        small = add_agent("small@staff.example", [inbox.client_id for inbox in desk.inboxes[-2:]])
        cookie = sign_in(small)
    with reading(SYSTEM):
        viewers = {"two clients": staff.viewer_of(small), "all": staff.viewer_of(desk.agent)}
    figures = [figure("CPU a message indexed", indexed, "ms"), _size()]
    for who, viewer in viewers.items():
        for what, texts in _questions(vocabulary, chance, asked.rounds).items():
            figures += _measured(f"search, {who}, {what}", viewer, texts, Order.BEST)
        figures += _measured(
            f"search, {who}, common, newest first", viewer, [*COMMON] * 12, Order.NEWEST
        )
    paths = [f"/search/?q={word}" for word in ("tilaus", "faktura", "order")] * (asked.rounds // 3)
    with asked.installation.up() as running:
        figures += asked_over_http("search page, common", paths, cookie, running)
    return figures


def _vocabulary(chance: random.Random) -> list[str]:
    """The common first."""
    made: dict[str, None] = {}
    while len(made) < WORDS:
        made["".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4))))] = None
    return list(made)


def _questions(
    vocabulary: Sequence[str], chance: random.Random, rounds: int
) -> dict[str, list[str]]:
    common = list(itertools.islice(itertools.cycle(COMMON), rounds))
    rare = chance.sample(vocabulary[WORDS // 4 :], rounds)
    often = chance.choices(vocabulary[20:300], k=rounds)
    return {
        "rare": rare,
        "common": common,
        "two words": [f"{one} {other}" for one, other in zip(common, often, strict=True)],
        "two words, rare": [f"{one} {other}" for one, other in zip(common, rare, strict=True)],
        "prefix": [f"{word[:4]}*" for word in (*common[: rounds // 2], *often[: rounds // 2])],
        "phrase": ['"order has still not arrived"', '"fakturan är fel"'] * (rounds // 2),
        "with filters": [f"{word} is:open after:100d -konto" for word in common],
    }


def _measured(what: str, viewer: "Viewer", texts: Sequence[str], order: Order) -> list[Figure]:
    seconds, spent = [], []
    for text in texts:
        before, began_at = _on_processors(), time.perf_counter()
        with reading(viewer.scope):
            search(viewer=viewer, text=text, order=order, now=timezone.now())
        seconds.append(time.perf_counter() - began_at)
        spent.append(_on_processors() - before)
    warm = len(texts) // 20
    return [
        *in_milliseconds(what, seconds[warm:], 0.5, 0.95),
        *in_milliseconds(f"  {what}, CPU with PostgreSQL's", spent[warm:], 0.5, 0.95),
    ]


def _on_processors() -> float:
    """Seconds, to the microsecond, that this process and its PostgreSQL backend were at work."""
    if connection.vendor != "postgresql":
        return time.process_time()
    pid = connection.connection.info.backend_pid if connection.connection else os.getpid()
    backend = Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii")
    return time.process_time() + int(backend.split()[0]) / 1e9


def _size() -> Figure:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size('knowledge_indexrow')")
            (size,) = cursor.fetchone()
        else:
            size = (settings.DATA_DIR / "keskio.sqlite3").stat().st_size
    return figure("index (SQLite: whole database)", size / 1e6, "MB")


def _fill(desk: Desk, vocabulary: Sequence[str], messages: int, chance: random.Random) -> float:
    """CPU milliseconds that it took to index a message, PostgreSQL's included."""
    documents.key_marks = cache(documents.key_marks.__wrapped__)
    weights = list(itertools.accumulate(1 / rank for rank in range(1, CLIENTS + 1)))
    likely = list(itertools.accumulate(1 / rank for rank in range(1, WORDS + 1)))
    last: list[int] = []
    with _without_index():
        for start in range(0, messages, CHUNK):
            at = LONG_AGO + (NOW - LONG_AGO) * (start / messages)
            with writing(SYSTEM):
                cases = _cases(desk, weights, min(CHUNK, messages - start) // TOGETHER, at, chance)
                said = list(_messages(cases, vocabulary, likely, chance))
                insert_rows(said)
                index_documents([*map(_told, said), *map(_of_customer, cases)])
            last = [one.pk for one in said]
    return _indexed_as_ever(last[-INDEXED_AS_EVER:])


def _indexed_as_ever(message_ids: Sequence[int]) -> float:
    with writing(SYSTEM):
        forget_documents(Kind.MESSAGE, message_ids)
    with spending(os.getpid()) as spent:
        for start in range(0, len(message_ids), BULK):
            with writing(SYSTEM):
                index_messages(message_ids[start : start + BULK])
    return 1000 * spent.processor / len(message_ids)


@contextmanager
def _without_index() -> Iterator[None]:
    """PostgreSQL makes the index of many rows at the end in a fraction of the time."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            yield
            cursor.execute("ANALYZE")
            return
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'knowledge_found'")
        (definition,) = cursor.fetchone()
        for name, value in FILLING.items():
            cursor.execute(f"SET {name} = '{value}'")
        cursor.execute("DROP INDEX knowledge_found")
        yield
        cursor.execute(definition)
        cursor.execute("VACUUM ANALYZE")
        for name in FILLING:
            cursor.execute(f"RESET {name}")


def _told(message: Message) -> Document:
    return Document(
        kind=Kind.MESSAGE,
        ref_id=message.pk,
        client_id=message.client_id,
        at=message.created_at,
        title=message.subject,
        senders=[message.author_name, message.author_address],
        recipients=[message.to[0][1]],
        text=message.text,
        language=message.case.language,
    )


def _of_customer(case: Case) -> Document:
    return Document(
        kind=Kind.CUSTOMER,
        ref_id=case.customer_id or 0,
        client_id=case.client_id,
        at=case.opened_at,
        senders=[case.customer.name if case.customer else "", case.participants[0]],
        language=case.language,
    )


def _cases(
    desk: Desk, weights: Sequence[float], count: int, at: datetime, chance: random.Random
) -> list[Case]:
    inboxes = chance.choices(desk.inboxes, cum_weights=weights, k=count)
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    customers = [
        Customer(client_id=inbox.client_id, name=chance.choice(names), created_at=at)
        for inbox in inboxes
    ]
    insert_rows(customers)
    insert_rows(identities := [_identity(one, chance) for one in customers])
    cases = [
        Case(
            client_id=inbox.client_id,
            inbox=inbox,
            customer=customer,
            state=chance.choice((State.OPEN, State.WAITING, State.RESOLVED, State.RESOLVED)),
            assignee=desk.agent if chance.random() < 0.5 else None,
            participants=[identity.value],
            opened_at=at,
            last_message_at=at,
        )
        for inbox, customer, identity in zip(inboxes, customers, identities, strict=True)
    ]
    for case in cases:
        case.language = chance.choice(list(SENTENCES))
        case.subject = f"{SUBJECTS[case.language]} {chance.randrange(100_000)}"
    insert_rows(cases)
    return cases


def _identity(customer: Customer, chance: random.Random) -> Identity:
    return Identity(
        client_id=customer.client_id,
        customer=customer,
        kind="email",
        value=f"person{chance.getrandbits(40)}@mail.example",
        created_at=customer.created_at,
    )


def _messages(
    cases: Sequence[Case], vocabulary: Sequence[str], likely: Sequence[float], chance: random.Random
) -> Iterator[Message]:
    talks = [
        Conversation(client_id=one.client_id, inbox=one.inbox, opened_at=one.opened_at)
        for one in cases
    ]
    insert_rows(talks)
    for number in range(TOGETHER):
        for case, talk in zip(cases, talks, strict=True):
            sentences = SENTENCES[case.language].split("|")
            words = chance.choices(vocabulary, cum_weights=likely, k=30)
            yield Message(
                client_id=case.client_id,
                case=case,
                conversation=talk,
                kind=Message.Kind.MESSAGE,
                direction=Message.Direction.IN,
                author_name=case.customer.name if case.customer else "",
                author_address=case.participants[0],
                to=[["", case.inbox.address]],
                subject=case.subject,
                text=f"{' '.join(chance.choices(sentences, k=3))}\n\n{' '.join(words)}.",
                message_id=f"<{case.pk}.{number}@mail.example>",
                sent_at=case.opened_at + timedelta(minutes=number),
                created_at=case.opened_at + timedelta(minutes=number),
            )
