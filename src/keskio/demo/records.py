"""What is on record without having been work: a mail of an employee's own, and a call noted."""

from datetime import datetime, timedelta

from keskio.cases import operations as cases
from keskio.cases.models import Conversation
from keskio.channels import operations as channels
from keskio.channels.reception import take_in
from keskio.clients import operations as clients
from keskio.clients import queries as client_queries
from keskio.clients.models import InboxKind
from keskio.customers import operations as customers
from keskio.demo import post
from keskio.demo.cast import Cast
from keskio.demo.companies import RAUTA
from keskio.demo.telling import day, paragraphs
from keskio.journal.actors import Actor
from keskio.kit.scopes import Scope, writing

BRINGER = Actor("demo")
RECORD = "muistiin@rautajasaha.example"
SERVER = "mx.kohtaamo.example"
JENNI = "Jenni Korhonen <jenni@kohtaamo.example>"
CARPENTER = "Tapio Lehtonen <tapio@lehtosenpuu.example>"
SUBJECT = "Kurssipaikka perjantaina"
MAIL = """
Hei Tapio,

sovittiin näin: varasin sinulle paikan perjantain moottorisahakurssille, kello yhdeksän myymälän
pihalla. Suojahousut saat lainaksi meiltä.

Jenni
"""
MIKKO = ("Mikko Lahtinen", "mikko.lahtinen@posti.example")
AT = timedelta(minutes=3)
CALL = """
Mikko soitti myymälään: kokeili suojahousuja, koko 52 on sopiva. Hakee ne lauantaina, pidetään yksi
pari sivussa.
"""


def add_record_address(cast: Cast, *, at: datetime) -> None:
    """Known before the stories begin, and so is the mail server whose word counts."""
    clients.add_inbox(
        client_id=_client(cast),
        name=f"{RAUTA.name}, muistiin",
        address=RECORD,
        language=RAUTA.language,
        kind=InboxKind.RECORDS,
        acknowledges=False,
        actor=BRINGER,
        now=at,
    )
    channels.trust_servers(names=[SERVER], actor=BRINGER, now=at)


def put_on_record(cast: Cast, *, now: datetime) -> None:
    """The last that happened before now."""
    _write_elsewhere(cast, now)
    _note_a_call(cast, now)


def _write_elsewhere(cast: Cast, now: datetime) -> None:
    """From her own mail program, with the record address in Bcc: only the envelope names it."""
    zone = next(one.zone for one in cast.inboxes.values() if one.client_id == _client(cast))
    at = day(2, "15:20").instant(now=now, zone=zone)
    raw = post.letter(
        author=JENNI,
        to=CARPENTER,
        subject=SUBJECT,
        text=paragraphs(MAIL),
        message_id=f"<kurssi.{at:%Y%m%d}@kohtaamo.example>",
        at=at,
        headers=[("Authentication-Results", f"{SERVER}; dmarc=pass header.from=kohtaamo.example")],
    )
    take_in(
        raw,
        recipient=RECORD,
        envelope_from=post.address_of(JENNI),
        actor=BRINGER,
        now=lambda: now - AT,
    )


def _note_a_call(cast: Cast, now: datetime) -> None:
    name, address = MIKKO
    jenni, client_id = cast.agents["jenni"], _client(cast)
    with writing(Scope.of([client_id])):
        mikko = customers.recognise_customer(
            client_id=client_id,
            claim=customers.Claim(kind="email", value=address, name=name),
            actor=Actor.agent(jenni),
            now=now - AT,
        )
        inbox = client_queries.answering_inbox(client_id)
        if inbox is not None:
            cases.note_contact(
                inbox=inbox,
                customer_id=mikko.pk,
                channel=Conversation.Channel.PHONE,
                text=paragraphs(CALL),
                actor=Actor.agent(jenni),
                agent_id=jenni,
                now=now - AT,
            )


def _client(cast: Cast) -> int:
    return cast.clients[RAUTA.slug]
