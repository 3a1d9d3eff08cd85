"""Roles, who must sign in with two steps, and people. Passwords and tokens are not settings."""

from typing import Any

from pydantic import Field

from keskio.clients import queries as clients
from keskio.clients.settings import BadSetting
from keskio.settings_file.sections import Address, Item, Section, Shape, Who
from keskio.staff import operations
from keskio.staff import queries as staff
from keskio.staff.models import Agent, Role, Team
from keskio.staff.rights import PRESETS, Right, names_of, rights_in

EVERYBODY = "everybody"


class _Role(Shape):
    slug: str = Field(pattern=r"^[a-z0-9-]{1,50}$")
    name: str = Field(min_length=1, max_length=100)
    rights: list[Right] = []


def _roles() -> list[Item]:
    found = [
        {"slug": one.slug, "name": one.name, "rights": names_of(rights_in(one.rights))}
        for one in staff.own_roles()
    ]
    return sorted(found, key=lambda one: str(one["slug"]))


def _put_role(before: Item | None, after: Item, who: Who) -> None:
    put = operations.add_role if before is None else operations.change_role
    rights = [Right(name) for name in after["rights"]]
    put(
        slug=after["slug"],
        name=after["name"],
        rights=rights,
        own_rights=who.own_rights,
        **who.said,
    )


ROLES = Section("roles", "slug", _Role, _roles, _put_role, Right.MANAGE_PEOPLE)


class _SigningIn(Shape):
    role: str
    second_step: bool


def _signing_in() -> list[Item]:
    asked = staff.roles_with_second_step()
    own = sorted(role.slug for role in staff.own_roles())
    everybody: Item = {"role": EVERYBODY, "second_step": "" in asked}
    slugs = [str(one) for one in (*PRESETS, *own)]
    return [everybody, *({"role": one, "second_step": one in asked} for one in slugs)]


def _put_signing_in(before: Item | None, after: Item, who: Who) -> None:
    role = "" if after["role"] == EVERYBODY else after["role"]
    operations.ask_second_step(role=role, asked=after["second_step"], **who.said)


SIGNING_IN = Section(
    "signing_in", "role", _SigningIn, _signing_in, _put_signing_in, Right.MANAGE_PEOPLE
)


class _Person(Shape):
    address: Address
    name: str = Field(min_length=1, max_length=200)
    role: str = Role.AGENT.value
    language: str = "en"
    time_zone: str = "Europe/Helsinki"
    clients: list[str] = []
    active: bool = True


def _people() -> list[Item]:
    slugs = dict(clients.every_client().values_list("pk", "slug"))
    served = staff.clients_served()
    return [
        {
            "address": one.email,
            "name": one.name,
            "role": str(one.role),
            "language": one.language,
            "time_zone": one.time_zone,
            "clients": sorted(slugs[pk] for pk in served.get(one.pk, [])),
            "active": one.is_active,
        }
        for one in sorted(staff.every_agent(), key=lambda one: one.email)
    ]


def _put_person(before: Item | None, after: Item, who: Who) -> None:
    """Nobody is invited by a file: that is done on the page of people."""
    settings = {name: after[name] for name in ("name", "role", "language", "time_zone")}
    said: dict[str, Any] = {"own_rights": who.own_rights, **who.said}
    if before is None:
        agent = operations.add_agent(email=after["address"], **settings, **said)
    else:
        agent = agent_of(after["address"])
        if after["active"] and not agent.is_active:
            operations.reactivate_agent(agent_id=agent.pk, **said)
        operations.change_agent(agent_id=agent.pk, settings=settings, **said)
    operations.serve_clients(agent_id=agent.pk, client_ids=_ids(after["clients"]), **who.said)
    if not after["active"] and agent.is_active:
        operations.deactivate_agent(agent_id=agent.pk, **said)


def agent_of(address: str) -> Agent:
    """Raises BadSetting."""
    for one in staff.every_agent():
        if one.email == address:
            return one
    raise BadSetting("address", f"nobody signs in as {address}")


def _ids(slugs: list[str]) -> list[int]:
    known = dict(clients.every_client().values_list("slug", "pk"))
    if unknown := set(slugs) - set(known):
        raise BadSetting("clients", f"no client has the slug {min(unknown)}")
    return [known[slug] for slug in slugs]


PEOPLE = Section("people", "address", _Person, _people, _put_person, Right.MANAGE_PEOPLE)


class _Team(Shape):
    name: str = Field(min_length=1, max_length=100)
    members: list[Address] = []
    clients: list[str] = []


def _teams() -> list[Item]:
    return [
        {
            "name": one.name,
            "members": sorted(
                member.agent.email for member in one.members.all() if member.agent.is_active
            ),
            "clients": sorted(served.client.slug for served in one.clients.all()),
        }
        for one in staff.every_team()
    ]


def _put_team(before: Item | None, after: Item, who: Who) -> None:
    known = {one.email: one.pk for one in staff.every_agent()}
    if unknown := set(after["members"]) - set(known):
        raise BadSetting("members", f"nobody signs in as {min(unknown)}")
    settings: dict[str, Any] = {
        "name": after["name"],
        "agent_ids": [known[address] for address in after["members"]],
        "client_ids": _ids(after["clients"]),
        **who.said,
    }
    if before is None:
        operations.add_team(**settings)
    else:
        operations.change_team(team_id=team_of(after["name"]).pk, **settings)


def team_of(name: str) -> Team:
    """Raises BadSetting."""
    for one in staff.every_team():
        if one.name == name:
            return one
    raise BadSetting("team", f"no team has the name {name}")


TEAMS = Section("teams", "name", _Team, _teams, _put_team, Right.MANAGE_PEOPLE)
