"""Cases by the million, written by the database itself: `fill` of bench/world.py takes hours.

Customers and cases alone, which is what a list reads. A table of draws holds the skew: each case
takes one for whose it is and another for how it stands.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from bench.letters import SENTENCES, SUBJECTS
from bench.world import LONG_AGO, NOW, STATES, add_agent
from keskio.cases.models import State
from keskio.clients import operations as clients
from keskio.clients.models import Inbox
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.kit.scopes import SYSTEM, writing
from keskio.staff.models import Agent

DRAWS = 100_003
"""Prime, so that steps of any other length pass all of them."""
AT_ONCE = 250_000
CASES_OF_CUSTOMER = 3
INBOXES = (("orders", "fi", 90), ("accounts", "en", 30), ("press", "sv", 1))
"""Beside the client's first one, which weighs 180: the last has a case in three hundred."""
CLIENTS = 20
AGENTS = 3
"""At each client; the first of them has most cases, and everyone has some."""
UNRESOLVED = 40
"""Of a hundred cases."""
HELD = 300
"""Cases that an agent has at once and that are not resolved, about."""
STATES_GROWN = STATES | {State.SPAM: 1}


@dataclass(frozen=True)
class Staffed:
    """A client with its inboxes and agents, from the one with most cases to the one with fewest."""

    inboxes: Sequence[Inbox]
    agents: Sequence[Agent]


def staff_each(inboxes: Sequence[Inbox]) -> list[Staffed]:
    with writing(SYSTEM):
        return [_staffed(inbox) for inbox in inboxes]


def fill_grown(staffed: Sequence[Staffed], *, cases: int, everyone: Agent) -> None:
    """Give the clients so many cases, the first of them most. SQL for both databases."""
    customers = cases // CASES_OF_CUSTOMER
    with writing(SYSTEM):
        _draw(staffed, everyone)
        for first in range(0, customers, AT_ONCE):
            _execute(CUSTOMERS, first, min(first + AT_ONCE, customers))
    for first in range(0, cases, AT_ONCE):
        with writing(SYSTEM):
            _execute(CASES, first, min(first + AT_ONCE, cases), customers=customers, cases=cases)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _staffed(first: Inbox) -> Staffed:
    slug = first.address.partition("@")[2]
    others = [
        clients.add_inbox(
            client_id=first.client_id,
            name=name.capitalize(),
            address=f"{name}@{slug}",
            language=language,
            actor=SYSTEM_ACTOR,
            now=LONG_AGO,
        )
        for name, language, _ in INBOXES
    ]
    agents = [add_agent(f"agent{number}@{slug}", [first.client_id]) for number in range(AGENTS)]
    return Staffed([first, *others], agents)


def _draw(staffed: Sequence[Staffed], everyone: Agent) -> None:
    """Whose: client, inbox and agent. How: state, language (of few cases its own), minutes."""
    chance = random.Random(2)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE whose (n integer PRIMARY KEY, client_id integer,"
            " inbox_id integer, agent_id integer)"
        )
        cursor.execute(
            "CREATE TEMPORARY TABLE how (n integer PRIMARY KEY, state varchar(20),"
            " language varchar(8), subject varchar(500), minutes integer)"
        )
        cursor.executemany(
            "INSERT INTO whose VALUES (%s, %s, %s, %s)", list(_whose(staffed, everyone, chance))
        )
        cursor.executemany("INSERT INTO how VALUES (%s, %s, %s, %s, %s)", list(_how(chance)))


def _whose(
    staffed: Sequence[Staffed], everyone: Agent, chance: random.Random
) -> Iterator[tuple[int, ...]]:
    shares = [1 / rank for rank in range(1, len(staffed) + 1)]
    of_inboxes = [180, *(weight for _, _, weight in INBOXES)]
    for number, one in enumerate(chance.choices(staffed, shares, k=DRAWS)):
        inbox = chance.choices(one.inboxes, of_inboxes)[0]
        agent = chance.choices([*one.agents, everyone], [6, 3, 1, 1])[0]
        yield number, inbox.client_id, inbox.pk, agent.pk


def _how(chance: random.Random) -> Iterator[tuple[int, str, str, str, int]]:
    states, weights = list(STATES_GROWN), list(STATES_GROWN.values())
    for number in range(DRAWS):
        state = chance.choices(states, weights)[0]
        language = chance.choices(["", *SENTENCES], [97, 0.1, 0.5, 0.5, 1, 1])[0]
        yield number, str(state), language, SUBJECTS[language or "en"], chance.randrange(6_000)


def _execute(sql: str, first: int, last: int, **counts: int) -> None:
    begins, ends = int(LONG_AGO.timestamp()), int(NOW.timestamp())
    between = f"({begins} + CAST({ends - begins} AS bigint) * i / {counts.get('cases', last)})"
    words = {
        "first": first,
        "last": last,
        "draws": DRAWS,
        "held": max(1, counts.get("cases", 0) * UNRESOLVED // 100 // (HELD * AGENTS * CLIENTS)),
        "opened": _at(between),
        "latest": _at(f"{between} + 60 * (minutes / 4)"),
        "promised": _at(f"{ends} + 60 * (minutes - 2000)"),
        "later": _at(f"{ends} + 60 * minutes"),
        "long_ago": _literal(LONG_AGO),
        "json": "jsonb" if connection.vendor == "postgresql" else "text",
    }
    with connection.cursor() as cursor:
        cursor.execute(sql.format(**words | counts))


def _at(seconds: str) -> str:
    if connection.vendor == "postgresql":
        return f"to_timestamp({seconds})"
    return f"datetime({seconds}, 'unixepoch')"


def _literal(at: datetime) -> str:
    return _at(str(int(at.timestamp())))


NUMBERS = """
    WITH RECURSIVE numbers(i) AS (
        SELECT {first} UNION ALL SELECT i + 1 FROM numbers WHERE i + 1 < {last}
    )
"""
CUSTOMERS = f"""
    INSERT INTO customers_customer (id, client_id, name, language, created_at)
    {NUMBERS}
    SELECT i + 1, client_id, 'Väinö Åkerlund ' || i, '', {{long_ago}}
    FROM numbers JOIN whose ON n = CAST(i AS bigint) * 7919 % {{draws}}
"""
CASES = f"""
    INSERT INTO cases_case (id, client_id, inbox_id, customer_id, subject, state, assignee_id,
        priority, language, participants, opened_at, last_message_at, waiting_since, promised_at,
        snoozed_until, resolved_at, outcome)
    {NUMBERS}
    SELECT i + 1, client_id, inbox_id, i % {{customers}} + 1, subject || ' ' || i, state,
        CASE WHEN state = 'resolved' OR i % {{held}} = 0 THEN agent_id END, 2, language,
        CAST('["person' || i || '@mail.example"]' AS {{json}}), {{opened}}, {{latest}},
        CASE WHEN state = 'open' THEN {{opened}} END,
        CASE WHEN state = 'open' THEN {{promised}} END,
        CASE WHEN state = 'snoozed' THEN {{later}} END,
        CASE WHEN state = 'resolved' THEN {{latest}} END,
        CASE WHEN state = 'resolved' THEN 'solved' ELSE '' END
    FROM numbers
    JOIN whose ON whose.n = CAST(i % {{customers}} AS bigint) * 7919 % {{draws}}
    JOIN how ON how.n = CAST(i AS bigint) * 104729 % {{draws}}
"""
