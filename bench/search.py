"""Search over many messages, for who serves two small clients of twenty, and for who serves all.

Called as the page calls it, reading anew and snippets included; and the page itself, over HTTP.
A message has three sentences of its language and a few dozen words of which some are common and
most are rare, as words are.
"""

import itertools
import random
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.utils import timezone

from bench.figures import Figure, figure, in_milliseconds
from bench.letters import SENTENCES, SUBJECTS
from bench.pages import asked_over_http, sign_in
from bench.world import LONG_AGO, NOW, Desk, add_agent, open_desk
from keskio.cases.models import Case, Conversation, Message, State
from keskio.cases.operations import index_customers_after, index_messages
from keskio.cases.queries import Order, search
from keskio.customers.models import Customer, Identity
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.staff import queries as staff

if TYPE_CHECKING:
    from bench.one import Asked
    from keskio.staff.viewers import Viewer

CLIENTS = 20
CHUNK = 600
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
    seconds, spent_at = [], time.process_time()
    for text in texts:
        began_at = time.perf_counter()
        with reading(viewer.scope):
            search(viewer=viewer, text=text, order=order, now=timezone.now())
        seconds.append(time.perf_counter() - began_at)
    spent = 1000 * (time.process_time() - spent_at) / len(texts)
    return [
        *in_milliseconds(what, seconds[len(seconds) // 20 :], 0.5, 0.95),
        figure(f"{what}, our own CPU", spent, "ms"),
    ]


def _size() -> Figure:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size('knowledge_indexrow')")
            (size,) = cursor.fetchone()
        else:
            size = (settings.DATA_DIR / "keskio.sqlite3").stat().st_size
    return figure("index (SQLite: whole database)", size / 1e6, "MB")


def _fill(desk: Desk, vocabulary: Sequence[str], messages: int, chance: random.Random) -> float:
    """CPU milliseconds that it took to index a message."""
    weights = list(itertools.accumulate(1 / rank for rank in range(1, CLIENTS + 1)))
    likely = list(itertools.accumulate(1 / rank for rank in range(1, WORDS + 1)))
    spent = 0.0
    for start in range(0, messages, CHUNK):
        at = LONG_AGO + (NOW - LONG_AGO) * (start / messages)
        with writing(SYSTEM):
            cases = _cases(desk, weights, min(CHUNK, messages - start) // TOGETHER, at, chance)
            said = list(_messages(cases, vocabulary, likely, chance))
            Message.objects.bulk_create(said)
            began_at = time.process_time()
            index_messages([one.pk for one in said])
            spent += time.process_time() - began_at
    _settle()
    return 1000 * spent / messages


def _settle() -> None:
    last: int | None = 0
    while last is not None:
        with writing(SYSTEM):
            last = index_customers_after(last, limit=CHUNK)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _cases(
    desk: Desk, weights: Sequence[float], count: int, at: object, chance: random.Random
) -> list[Case]:
    inboxes = chance.choices(desk.inboxes, cum_weights=weights, k=count)
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    customers = [
        Customer(client_id=inbox.client_id, name=chance.choice(names), created_at=at)
        for inbox in inboxes
    ]
    Customer.objects.bulk_create(customers)
    Identity.objects.bulk_create(
        Identity(
            client_id=one.client_id,
            customer=one,
            kind="email",
            value=f"person{chance.getrandbits(40)}@mail.example",
            created_at=at,
        )
        for one in customers
    )
    cases = [
        Case(
            client_id=inbox.client_id,
            inbox=inbox,
            customer=customer,
            state=chance.choice((State.OPEN, State.WAITING, State.RESOLVED, State.RESOLVED)),
            assignee=desk.agent if chance.random() < 0.5 else None,
            opened_at=at,
            last_message_at=at,
        )
        for inbox, customer in zip(inboxes, customers, strict=True)
    ]
    for case in cases:
        case.language = chance.choice(list(SENTENCES))
        case.subject = f"{SUBJECTS[case.language]} {chance.randrange(100_000)}"
    return list(Case.objects.bulk_create(cases))


def _messages(
    cases: Sequence[Case], vocabulary: Sequence[str], likely: Sequence[float], chance: random.Random
) -> Iterator[Message]:
    talks = [
        Conversation(client_id=one.client_id, inbox=one.inbox, opened_at=one.opened_at)
        for one in cases
    ]
    Conversation.objects.bulk_create(talks)
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
                author_address=f"person{case.pk}@mail.example",
                to=[["", case.inbox.address]],
                subject=case.subject,
                text=f"{' '.join(chance.choices(sentences, k=3))}\n\n{' '.join(words)}.",
                message_id=f"<{case.pk}.{number}@mail.example>",
                sent_at=case.opened_at + timedelta(minutes=number),
                created_at=case.opened_at + timedelta(minutes=number),
            )
