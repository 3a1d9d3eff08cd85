"""What the demo's cases carry: tags, fields, a team, a checklist, who follows, who is reminded."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from keskio.cases import operations as cases
from keskio.cases.models import Priority
from keskio.clients import operations as clients
from keskio.clients.models import Colour, FieldKind, StatusOf
from keskio.demo.cast import Cast
from keskio.demo.companies import AUTOPESU, KAARI, RAUTA
from keskio.demo.playing import BRINGER
from keskio.journal.actors import Actor
from keskio.staff import operations as staff

SHOP = "Shop"
TAGS = {
    RAUTA.slug: {
        "chainsaw": Colour.FERN,
        "damaged": Colour.LINGONBERRY,
        "company customer": Colour.SEA,
        "sale lost": Colour.CLOUDBERRY,
    },
    KAARI.slug: {"may leave": Colour.LINGONBERRY, "second club": Colour.SKY},
    AUTOPESU.slug: {"car is inside": Colour.LINGONBERRY, "polishing": Colour.HEATHER},
}
FIELDS: Mapping[str, Sequence[tuple[str, FieldKind, Sequence[str]]]] = {
    RAUTA.slug: [
        ("Order number", FieldKind.TEXT, ()),
        (SHOP, FieldKind.CHOICE, ("Lielahti", "Vantaa", "Turku")),
        ("Product page", FieldKind.LINK, ()),
    ],
    KAARI.slug: [
        ("Member number", FieldKind.NUMBER, ()),
        ("Leaves on", FieldKind.DATE, ()),
        ("Was called", FieldKind.YES_NO, ()),
    ],
    AUTOPESU.slug: [("Number plate", FieldKind.TEXT, ())],
}
STATUSES = {
    RAUTA.slug: [("shop is asked", StatusOf.OPEN), ("waits for a spare part", StatusOf.WAITING)],
    AUTOPESU.slug: [("Esko is asked", StatusOf.OPEN)],
}
TEAMS = {
    "Hardware experts": (("jenni", "veikko", "aino"), (RAUTA.slug,)),
    "Memberships": (("mads", "sofie", "agnieszka"), (KAARI.slug,)),
}


@dataclass(frozen=True, kw_only=True)
class Load:
    """What one case carries, and who put it there."""

    company: str
    who: str
    tags: Sequence[str] = ()
    fields: Mapping[str, str | int | bool] = field(default_factory=dict)
    priority: Priority | None = None
    status: str = ""
    team: str = ""
    steps: Sequence[str] = ()
    done: int = 0
    followed_by: Sequence[str] = ()
    reminds_in: timedelta | None = None


LOADS = {
    "Suojavarusteet moottorisahaan": Load(
        company=RAUTA.slug,
        who="jenni",
        tags=["chainsaw", "sale lost"],
        fields={SHOP: "Lielahti", "Order number": "L-20418"},
        priority=Priority.HIGH,
        status="shop is asked",
        steps=["Size L in Lielahti?", "Put a helmet aside", "Tell Mikko by four o'clock"],
        done=1,
        followed_by=["veikko"],
        reminds_in=timedelta(hours=2),
    ),
    "Kiuas tuli kolhiintuneena, kuvat liitteenä": Load(
        company=RAUTA.slug, who="aino", tags=["damaged"], fields={"Order number": "V-7741"}
    ),
    "Oven karmin mitoitus vanhaan hirsitaloon, jossa seinä on painunut vuosien varrella 4 cm": Load(
        company=RAUTA.slug, who="veikko", team="Hardware experts"
    ),
    "Fwd: Offer for 12 workbenches": Load(
        company=RAUTA.slug, who="veikko", tags=["company customer"], followed_by=["jenni"]
    ),
    "Opsigelse, jeg flytter til Odense": Load(
        company=KAARI.slug,
        who="sofie",
        tags=["may leave"],
        fields={"Member number": 480213, "Was called": True},
        team="Memberships",
    ),
    "Kan jeg lægge Aarhus Ø til mit årskort?": Load(
        company=KAARI.slug, who="mads", tags=["second club"]
    ),
    "Tvätten stannade halvvägs, bilen är inne": Load(
        company=AUTOPESU.slug,
        who="oskari",
        tags=["car is inside"],
        fields={"Number plate": "ABC-123"},
        priority=Priority.URGENT,
    ),
    "Eskon kiillotus: onko aikoja tammikuussa?": Load(
        company=AUTOPESU.slug, who="oskari", tags=["polishing"], status="Esko is asked"
    ),
}


@dataclass
class Defined:
    """Ids by company and name."""

    tags: dict[tuple[str, str], int] = field(default_factory=dict)
    fields: dict[tuple[str, str], int] = field(default_factory=dict)
    statuses: dict[tuple[str, str], int] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)


def define(cast: Cast, *, at: datetime) -> Defined:
    """What cases can carry; people and companies must be there."""
    defined = Defined()
    for slug, tags in TAGS.items():
        for name, colour in tags.items():
            tag = clients.add_tag(
                client_id=cast.clients[slug], name=name, colour=colour, actor=BRINGER, now=at
            )
            defined.tags[slug, name] = tag.pk
    for slug, fields in FIELDS.items():
        for name, kind, choices in fields:
            made = clients.add_field(
                client_id=cast.clients[slug],
                name=name,
                kind=kind,
                choices=choices,
                actor=BRINGER,
                now=at,
            )
            defined.fields[slug, name] = made.pk
    for slug, statuses in STATUSES.items():
        for name, state in statuses:
            status = clients.add_status(
                client_id=cast.clients[slug], name=name, state=state, actor=BRINGER, now=at
            )
            defined.statuses[slug, name] = status.pk
    for name, (members, served) in TEAMS.items():
        team = staff.add_team(
            name=name,
            agent_ids=[cast.agents[key] for key in members],
            client_ids=[cast.clients[slug] for slug in served],
            actor=BRINGER,
            now=at,
        )
        defined.teams[name] = team.pk
    return defined


def load_cases(
    cast: Cast, defined: Defined, *, case_of: Callable[[str], int], now: datetime
) -> None:
    """Put on the cases what they carry, in the last minutes."""
    for subject, load in LOADS.items():
        _put(load, cast, defined, case_id=case_of(subject), now=now)
        _hand_on(load, cast, defined, case_id=case_of(subject), now=now)


def _put(load: Load, cast: Cast, defined: Defined, *, case_id: int, now: datetime) -> None:
    actor = Actor.agent(cast.agents[load.who])
    for name in load.tags:
        tag_id = defined.tags[load.company, name]
        cases.tag_case(case_id=case_id, tag_id=tag_id, actor=actor, now=now)
    for name, value in load.fields.items():
        field_id = defined.fields[load.company, name]
        cases.set_field(case_id=case_id, field_id=field_id, value=value, actor=actor, now=now)
    if load.priority is not None:
        cases.set_priority(case_id=case_id, priority=load.priority, actor=actor, now=now)
    if load.status:
        status_id = defined.statuses[load.company, load.status]
        cases.set_status(case_id=case_id, status_id=status_id, actor=actor, now=now)


def _hand_on(load: Load, cast: Cast, defined: Defined, *, case_id: int, now: datetime) -> None:
    agent_id = cast.agents[load.who]
    actor = Actor.agent(agent_id)
    if load.team:
        cases.assign_team(case_id=case_id, team_id=defined.teams[load.team], actor=actor, now=now)
    for number, text in enumerate(load.steps):
        item = cases.add_checklist_item(case_id=case_id, text=text, actor=actor, now=now)
        if number < load.done:
            cases.check_item(case_id=case_id, item_id=item.pk, done=True, actor=actor, now=now)
    for key in load.followed_by:
        follower = cast.agents[key]
        cases.follow_case(case_id=case_id, agent_id=follower, actor=Actor.agent(follower), now=now)
    if load.reminds_in is not None:
        cases.set_reminder(
            case_id=case_id, agent_id=agent_id, due_at=now + load.reminds_in, actor=actor, now=now
        )
