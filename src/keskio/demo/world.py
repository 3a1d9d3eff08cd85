"""Makes the demo world: Kohtaamo, its clients and agents, and three weeks of mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.module_loading import import_string

from keskio.channels.sending import Sender
from keskio.clients import operations as clients
from keskio.clients import queries as client_queries
from keskio.demo import carrying, prepared
from keskio.demo.cast import Cast, Inbox
from keskio.demo.companies import COMPANIES, Company, InboxOf
from keskio.demo.people import PASSWORD, PEOPLE, Person
from keskio.demo.playing import BRINGER, Player
from keskio.demo.records import add_record_address, put_on_record
from keskio.demo.stories import every_story
from keskio.journal.actors import Actor
from keskio.journal.catching_up import catch_up
from keskio.kit.scopes import SYSTEM, writing
from keskio.staff import operations as staff
from keskio.staff.models import Presence
from keskio.staff.rights import EVERY_RIGHT

BEFORE = timedelta(days=40)
"""How long before now everybody began here."""


@dataclass(frozen=True)
class LogIn:
    email: str
    says: str


def load(*, now: datetime) -> Sequence[LogIn]:
    """Make the world, whole or not at all, unless it is there; who may sign in."""
    with writing(SYSTEM):
        if not _is_there():
            _make(now)
    return [_log_in(person) for person in PEOPLE if person.signs_in]


def _is_there() -> bool:
    slugs = [company.slug for company in COMPANIES]
    return client_queries.every_client().filter(slug__in=slugs).exists()


def _make(now: datetime) -> None:
    cast, post = Cast(), _Post(now)
    for company in COMPANIES:
        _found(company, cast, now - BEFORE)
    for person in PEOPLE:
        _employ(person, cast, now - BEFORE)
    add_record_address(cast, at=now - BEFORE)
    defined = carrying.define(cast, at=now - BEFORE)
    prepared.prepare(cast, defined, at=now - BEFORE)
    player = Player(cast, catch_up=post.catch_up)
    player.play(every_story(), now=now)
    post.catch_up(now)
    carrying.load_cases(cast, defined, case_of=player.case_of, now=now)
    prepared.leave_for_tomorrow(cast, case_of=player.case_of, now=now)
    put_on_record(cast, now=now)
    for person in PEOPLE:
        _show(person, person.presence, cast, now)
    post.catch_up(now)


class _Post:
    """Has everybody hear what has happened, and puts what is to be sent into the outbox."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._subscribers = import_string(settings.SUBSCRIBERS)
        outbox = f"file:{settings.DATA_DIR / 'outbox'}"
        self._sender = Sender(clock=lambda: self._at, url=outbox)

    def catch_up(self, at: datetime) -> None:
        self._at = at
        catch_up(subscribers=self._subscribers, now=at)
        while self._sender.turn():
            pass


def _found(company: Company, cast: Cast, at: datetime) -> None:
    client = clients.add_client(
        name=company.name,
        slug=company.slug,
        language=company.language,
        time_zone=company.time_zone,
        opens_at=company.opens_at,
        closes_at=company.closes_at,
        open_days=company.open_days,
        actor=BRINGER,
        now=at,
    )
    for inbox in company.inboxes:
        _open(inbox, client.pk, at)
        cast.inboxes[inbox.address] = Inbox(client.pk, inbox.name, inbox.language, client.zone)
    for name in company.reasons:
        reason = clients.add_reason(client_id=client.pk, name=name, actor=BRINGER, now=at)
        cast.reasons[client.pk, name] = reason.pk
    cast.clients[company.slug] = client.pk


def _open(inbox: InboxOf, client_id: int, at: datetime) -> None:
    clients.add_inbox(
        client_id=client_id,
        name=inbox.name,
        address=inbox.address,
        language=inbox.language,
        answer_within_hours=inbox.answer_within_hours,
        signature=inbox.signature,
        actor=BRINGER,
        now=at,
    )


def _employ(person: Person, cast: Cast, at: datetime) -> None:
    agent = staff.add_agent(
        email=person.email,
        name=person.name,
        role=person.role,
        password=PASSWORD if person.signs_in else None,
        language=person.language,
        time_zone=person.time_zone,
        client_ids=[cast.clients[slug] for slug in person.serves],
        own_rights=EVERY_RIGHT,
        actor=BRINGER,
        now=at,
    )
    cast.agents[person.key] = agent.pk
    _show(person, Presence.HERE, cast, at)


def _show(person: Person, presence: Presence, cast: Cast, at: datetime) -> None:
    agent_id = cast.agents[person.key]
    staff.set_presence(agent_id=agent_id, presence=presence, actor=Actor.agent(agent_id), now=at)


def _log_in(person: Person) -> LogIn:
    served = " and ".join(company.name for company in COMPANIES if company.slug in person.serves)
    says = f"{PASSWORD}    {person.name}, {person.role}, {person.language}, sees {served}"
    return LogIn(person.email, says)
