"""What is prepared: canned responses, signatures, shared views, a role, an answer for tomorrow."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from keskio.cases import operations as cases
from keskio.cases import queries as case_queries
from keskio.cases.models import Draft
from keskio.cases.queries.views import Sort, View
from keskio.demo.carrying import Defined
from keskio.demo.cast import Cast
from keskio.demo.companies import AUTOPESU, KAARI, RAUTA
from keskio.demo.playing import BRINGER
from keskio.demo.telling import paragraphs
from keskio.journal.actors import Actor
from keskio.staff import operations as staff
from keskio.staff import queries as staff_queries
from keskio.staff.rights import EVERY_RIGHT, Right


@dataclass(frozen=True, kw_only=True)
class Canned:
    company: str
    name: str
    shortcut: str
    texts: Mapping[str, str]


CANNED = (
    Canned(
        company=RAUTA.slug,
        name="Return within 60 days",
        shortcut="return",
        texts={
            "fi": "Hei {{ customer.name }},\n\navaamattoman tuotteen voi palauttaa 60 päivän "
            "sisällä mihin tahansa myymälään, kuitti mukaan. Rahat tulevat noin kolmessa "
            "päivässä.\n\nTerveisin\n{{ agent.name }}",
            "sv": "Hej {{ customer.name }},\n\nen oöppnad vara kan lämnas tillbaka inom 60 dagar i "
            "vilken butik som helst, med kvitto. Pengarna kommer inom ungefär tre dagar.\n\n"
            "Vänliga hälsningar\n{{ agent.name }}",
            "en": "Hello {{ customer.name }},\n\nan unopened product can be returned to any shop "
            "within 60 days, with the receipt. The money follows in about three days.\n\n"
            "Kind regards\n{{ agent.name }}",
        },
    ),
    Canned(
        company=RAUTA.slug,
        name="A photo, please",
        shortcut="photo",
        texts={
            "fi": "Voisitko lähettää kuvan? Vastaa vain tähän viestiin, asia on numerolla "
            "{{ case.number }}.",
            "sv": "Kan du skicka en bild? Svara bara på det här mejlet, ärendet har nummer "
            "{{ case.number }}.",
            "en": "Could you send us a photo? Just answer this mail; your case is number "
            "{{ case.number }}.",
        },
    ),
    Canned(
        company=KAARI.slug,
        name="Pause a membership",
        shortcut="pause",
        texts={
            "da": "Hej {{ customer.name }},\n\ndu kan holde pause i op til tre måneder om året; "
            "det koster ikke noget. Fra hvilken dag skal den begynde?\n\nVenlig hilsen\n"
            "{{ agent.name }}",
            "pl": "Dzień dobry,\n\nkarnet można zawiesić bezpłatnie na maksymalnie trzy miesiące "
            "w roku. Od którego dnia?\n\nPozdrawiam\n{{ agent.name }}",
            "fi": "Hei {{ customer.name }},\n\njäsenyyden voi laittaa tauolle enintään kolmeksi "
            "kuukaudeksi vuodessa, maksutta. Mistä päivästä alkaen?\n\nTerveisin\n{{ agent.name }}",
            "sv": "Hej {{ customer.name }},\n\nmedlemskapet kan pausas i högst tre månader per år, "
            "utan kostnad. Från vilken dag?\n\nVänliga hälsningar\n{{ agent.name }}",
        },
    ),
    Canned(
        company=AUTOPESU.slug,
        name="Esko calls back",
        shortcut="esko",
        texts={
            "fi": "Esko soittaa sinulle itse ja sopii ajan. Mihin numeroon, ja mihin aikaan?",
            "sv": "Esko ringer dig själv och bokar en tid. På vilket nummer, och när?",
            "en": "Esko will call you himself to agree on a time. On which number, and when?",
        },
    ),
)
SIGNATURES = {
    "jenni": "Jenni Korhonen, sahat ja metsä",
    "veikko": "Veikko Laine, yritysmyynti",
    "mads": "Mads Kjær, medlemskaber",
}
VIEWS = {
    "Longest in the line": (View.WAITING, Sort.LONGEST, RAUTA.slug),
    "Memberships, newest first": (View.ALL, Sort.NEWEST, KAARI.slug),
}
"""Shared by the supervisor with who serves the company."""

LATER = "Tarjouspyyntö, 40 m kuormalavahyllyä"
OFFER = """
Hei,

kiitos piirroksesta. 40 metriä hyllyä, neljä tasoa, maksaa asennettuna 11 480 euroa (alv 0 %).
Asennus onnistuu viikolla 50, ja hinta on voimassa kuun loppuun.

Veikko
"""
MORNING = time(8)
COUNTER = (Right.READ_CASES, Right.NOTE, Right.READ_CUSTOMERS, Right.NOTE_CONTACTS)
"""What a role of the shops' own may."""


def prepare(cast: Cast, defined: Defined, *, at: datetime) -> None:
    """Before the first mail came."""
    for one in CANNED:
        cases.add_canned_response(
            client_id=cast.clients[one.company],
            name=one.name,
            shortcut=one.shortcut,
            texts=one.texts,
            actor=BRINGER,
            now=at,
        )
    for key, text in SIGNATURES.items():
        agent_id = cast.agents[key]
        staff.set_signature(agent_id=agent_id, text=text, actor=Actor.agent(agent_id), now=at)
    supervisor_id = cast.agents["veikko"]
    for name, (view, sort, slug) in VIEWS.items():
        client_id = cast.clients[slug]
        cases.save_view(
            owner_id=supervisor_id,
            name=name,
            content=cases.ViewContent(view=view, sort=sort, client_id=client_id),
            shared_with=client_id,
            actor=Actor.agent(supervisor_id),
            now=at,
        )
    emil_id, kaari_id = cast.agents["emil"], cast.clients[KAARI.slug]
    cases.save_view(
        owner_id=emil_id,
        name="Quiet for long",
        content=cases.ViewContent(view=View.ALL, sort=Sort.OLDEST, client_id=kaari_id),
        team_id=defined.teams["Memberships"],
        actor=Actor.agent(emil_id),
        now=at,
    )
    staff.add_role(
        slug="shop-counter",
        name="Shop counter",
        rights=COUNTER,
        own_rights=EVERY_RIGHT,
        actor=BRINGER,
        now=at,
    )


def leave_for_tomorrow(cast: Cast, *, case_of: Callable[[str], int], now: datetime) -> None:
    """Veikko has written an offer that leaves in the morning by itself."""
    case_id, veikko = case_of(LATER), staff_queries.agents_by_id([cast.agents["veikko"]])[0]
    said = case_queries.story_of(case_id, viewer=staff_queries.viewer_of(veikko))
    zone = ZoneInfo(veikko.time_zone)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    place = cases.DraftPlace(kind=Draft.Kind.REPLY, case_id=case_id)
    cases.save_draft(
        place=place,
        written=cases.Written(text=paragraphs(OFFER), to=said[0].author_address),
        agent_id=veikko.pk,
        actor=veikko.actor,
        now=now,
    )
    cases.schedule_reply(
        case_id=case_id,
        agent_id=veikko.pk,
        send_at=datetime.combine(tomorrow, MORNING, zone),
        last_seen=said[-1].pk,
        actor=veikko.actor,
        now=now,
    )
