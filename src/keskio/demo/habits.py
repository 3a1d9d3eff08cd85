"""What the demo's people have set up for themselves: canned responses, views they share, a role of
the shops' own, and who is not listened to any more.
"""

from collections.abc import Mapping
from datetime import datetime

from keskio.cases import operations as cases
from keskio.cases.queries import Sort, View
from keskio.customers import operations as customers
from keskio.demo.carrying import Defined
from keskio.demo.cast import Cast
from keskio.demo.companies import AUTOPESU, KAARI, RAUTA
from keskio.demo.playing import BRINGER
from keskio.journal.actors import Actor
from keskio.staff import operations as staff
from keskio.staff.rights import EVERY_RIGHT, Right

COUNTER = (Right.READ_CASES, Right.NOTE, Right.READ_CUSTOMERS, Right.NOTE_CONTACTS)
RESPONSES: Mapping[str, Mapping[tuple[str, str], Mapping[str, str]]] = {
    RAUTA.slug: {
        ("asked", "We ask the shop"): {
            "fi": "Hei {{ customer.name }},\n\nkysyn asiaa myymälästä ja palaan siihen tänään.",
            "sv": "Hej {{ customer.name }},\n\njag frågar i butiken och återkommer i dag.",
            "en": "Hello {{ customer.name }},\n\nI am asking the shop and will be back today.",
        },
        ("return", "How to send it back"): {
            "fi": "Palautus on maksuton. Kirjoita pakettiin tapauksen numero #{{ case.number }}.",
            "en": "Sending it back costs nothing. Write #{{ case.number }} on the parcel.",
        },
    },
    KAARI.slug: {
        ("freeze", "The membership can rest"): {
            "da": "Hej {{ customer.name }},\n\nmedlemskabet kan hvile i op til tre måneder.",
            "pl": "Dzień dobry,\n\nczłonkostwo można zawiesić na okres do trzech miesięcy.",
            "en": "Hello {{ customer.name }},\n\nyour membership can rest for up to three months.",
        },
    },
    AUTOPESU.slug: {
        ("esko", "Esko polishes by hand"): {
            "fi": "Esko kiillottaa käsin, yhden auton kerrallaan. Ehdotan aikaa, kun hän on vapaa.",
            "en": "Esko polishes by hand, one car at a time. I will offer a time when he is free.",
        },
    },
}
BLOCKED = {RAUTA.slug: ["cheap-saws.example"], KAARI.slug: ["offers@muscle.example"]}


def settle_in(cast: Cast, defined: Defined, *, at: datetime) -> None:
    """People, companies and teams must be there."""
    for slug, responses in RESPONSES.items():
        for (shortcut, name), texts in responses.items():
            cases.add_canned_response(
                client_id=cast.clients[slug],
                name=name,
                shortcut=shortcut,
                texts=texts,
                actor=BRINGER,
                now=at,
            )
    for slug, senders in BLOCKED.items():
        for sender in senders:
            customers.block_sender(
                client_id=cast.clients[slug], value=sender, actor=BRINGER, now=at
            )
    staff.add_role(
        slug="shop-counter",
        name="Shop counter",
        rights=COUNTER,
        own_rights=EVERY_RIGHT,
        actor=BRINGER,
        now=at,
    )
    _share_views(cast, defined, at)


def _share_views(cast: Cast, defined: Defined, at: datetime) -> None:
    """A supervisor's, one for a company and one for a team."""
    veikko, rauta = cast.agents["veikko"], cast.clients[RAUTA.slug]
    cases.save_view(
        owner_id=veikko,
        name="Longest waits, hardware",
        content=cases.ViewContent(view=View.WAITING, sort=Sort.LONGEST, client_id=rauta),
        shared_with=rauta,
        actor=Actor.agent(veikko),
        now=at,
    )
    emil, kaari = cast.agents["emil"], cast.clients[KAARI.slug]
    cases.save_view(
        owner_id=emil,
        name="Quiet for long",
        content=cases.ViewContent(view=View.ALL, sort=Sort.OLDEST, client_id=kaari),
        team_id=defined.teams["Memberships"],
        actor=Actor.agent(emil),
        now=at,
    )
