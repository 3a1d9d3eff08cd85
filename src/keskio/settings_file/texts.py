"""Canned responses, whom each client wants to hear nothing of, and views that people share."""

from typing import Any

from pydantic import Field

from keskio.cases import operations as cases
from keskio.cases import queries as case_queries
from keskio.cases.models import SavedView
from keskio.cases.queries import Sort, View
from keskio.clients.settings import BadSetting
from keskio.customers import operations as customers
from keskio.customers import queries as customer_queries
from keskio.settings_file.access import agent_of, team_of
from keskio.settings_file.organisation import client_of, every_client, inbox_of
from keskio.settings_file.sections import Address, Item, Section, Shape, Who
from keskio.staff.rights import Right


class _Canned(Shape):
    shortcut: str = Field(min_length=1, max_length=40)
    name: str = Field(min_length=1, max_length=100)
    texts: dict[str, str]
    """By language."""


class _CannedResponses(Shape):
    client: str
    responses: list[_Canned] = []


def _canned_responses() -> list[Item]:
    return [
        {
            "client": client.slug,
            "responses": [
                {
                    "shortcut": one.shortcut,
                    "name": one.name,
                    "texts": dict(sorted(one.texts.items())),
                }
                for one in sorted(
                    case_queries.canned_responses(clients=[client.pk]),
                    key=lambda one: one.shortcut,
                )
            ],
        }
        for client in every_client()
    ]


def _put_canned_responses(before: Item | None, after: Item, who: Who) -> None:
    client = client_of(after["client"])
    known = {one.shortcut: one for one in case_queries.canned_responses(clients=[client.pk])}
    wanted = {one["shortcut"]: one for one in after["responses"]}
    if len(wanted) < len(after["responses"]):
        raise BadSetting("shortcut", "one is there twice")
    for shortcut in known.keys() - wanted.keys():
        cases.delete_canned_response(canned_response_id=known[shortcut].pk, **who.said)
    for shortcut, one in wanted.items():
        response = known.get(shortcut)
        if response is None:
            cases.add_canned_response(client_id=client.pk, **one, **who.said)
        elif (response.name, response.texts) != (one["name"], one["texts"]):
            cases.change_canned_response(canned_response_id=response.pk, **one, **who.said)


CANNED_RESPONSES = Section(
    "canned_responses",
    "client",
    _CannedResponses,
    _canned_responses,
    _put_canned_responses,
    Right.MANAGE_TEXTS,
)


class _Blocked(Shape):
    client: str
    senders: list[Address] = []
    """Addresses, and domains without @."""


def _blocked() -> list[Item]:
    found = customer_queries.every_blocked_sender()
    return [
        {
            "client": client.slug,
            "senders": sorted(one.value for one in found if one.client_id == client.pk),
        }
        for client in every_client()
    ]


def _put_blocked(before: Item | None, after: Item, who: Who) -> None:
    client = client_of(after["client"])
    every = customer_queries.every_blocked_sender()
    known = {one.value: one.pk for one in every if one.client_id == client.pk}
    for value in known.keys() - set(after["senders"]):
        customers.unblock_sender(blocked_id=known[value], **who.said)
    for value in after["senders"]:
        customers.block_sender(client_id=client.pk, value=value, **who.said)


BLOCKED_SENDERS = Section(
    "blocked_senders", "client", _Blocked, _blocked, _put_blocked, Right.MANAGE_SETTINGS
)


class _View(Shape):
    name: str = Field(min_length=1, max_length=80)
    client: str | None = None
    """Shared with all who serve it; else with the team."""
    team: str | None = None
    view: View
    sort: Sort | None = None
    only_client: str | None = None
    only_inbox: Address | None = None
    only_agent: Address | None = None
    only_language: str = ""
    columns: list[str] = []


class _Views(Shape):
    owner: Address
    views: list[_View] = []


def _views() -> list[Item]:
    """Those that are shared; what people keep for themselves is theirs."""
    found: dict[str, list[Item]] = {}
    for one in case_queries.every_shared_view():
        found.setdefault(one.owner.email, []).append(_shown(one))
    return [{"owner": owner, "views": views} for owner, views in found.items()]


def _shown(one: SavedView) -> Item:
    return {
        "name": one.name,
        "client": one.shared_with.slug if one.shared_with else None,
        "team": one.shared_with_team.name if one.shared_with_team else None,
        "view": one.view,
        "sort": one.sort or None,
        "only_client": one.narrowed_to.slug if one.narrowed_to else None,
        "only_inbox": one.inbox.address if one.inbox else None,
        "only_agent": one.agent.email if one.agent else None,
        "only_language": one.language,
        "columns": one.columns,
    }


def _put_views(before: Item | None, after: Item, who: Who) -> None:
    owner = agent_of(after["owner"])
    known = {one["name"]: one for one in before["views"]} if before else {}
    wanted = {one["name"]: one for one in after["views"]}
    shared = case_queries.every_shared_view().filter(owner=owner)
    for one in shared.exclude(name__in=wanted):
        cases.remove_view(view_id=one.pk, owner_id=owner.pk, **who.said)
    for name, view in wanted.items():
        if view != known.get(name):
            _put_view(owner.pk, view, who)


def _put_view(owner_id: int, asked: Item, who: Who) -> None:
    """Raises BadSetting, BadView."""
    if (asked["client"] is None) == (asked["team"] is None):
        raise BadSetting("views", f"{asked['name']} is shared with a client or with a team")
    content = cases.ViewContent(
        view=View(asked["view"]),
        sort=Sort(asked["sort"]) if asked["sort"] else None,
        client_id=client_of(asked["only_client"]).pk if asked["only_client"] else None,
        inbox_id=inbox_of(asked["only_inbox"]).pk if asked["only_inbox"] else None,
        agent_id=agent_of(asked["only_agent"]).pk if asked["only_agent"] else None,
        language=asked["only_language"],
        columns=asked["columns"],
    )
    shared: dict[str, Any] = {
        "shared_with": client_of(asked["client"]).pk if asked["client"] else None,
        "team_id": team_of(asked["team"]).pk if asked["team"] else None,
    }
    cases.save_view(owner_id=owner_id, name=asked["name"], content=content, **shared, **who.said)


VIEWS = Section("views", "owner", _Views, _views, _put_views, Right.MANAGE_VIEWS)
