"""Clients with their reasons, and inboxes with who may enter them."""

from datetime import time
from typing import Annotated

from pydantic import BeforeValidator, Field

from keskio.clients import operations
from keskio.clients import queries as clients
from keskio.clients.models import Catches, Client, Inbox, InboxKind
from keskio.clients.operations import CLIENT_SETTINGS, INBOX_SETTINGS
from keskio.clients.settings import BadSetting
from keskio.kit.changes import plain
from keskio.settings_file.sections import Address, Item, Section, Shape, Who
from keskio.staff import operations as staff_operations
from keskio.staff import queries as staff
from keskio.staff.rights import Right

Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Days = Annotated[
    str,
    BeforeValidator(lambda value: str(value) if isinstance(value, int) else value),
    Field(pattern=r"^[1-7]{1,7}$"),
]
Name = Annotated[str, Field(min_length=1, max_length=200)]
ReasonName = Annotated[str, Field(min_length=1, max_length=100)]


class _Client(Shape):
    slug: str = Field(pattern=r"^[a-z0-9_-]{1,50}$")
    name: Name
    language: str = "en"
    time_zone: str = "Europe/Helsinki"
    opens_at: Clock = "09:00"
    closes_at: Clock = "17:00"
    open_days: Days = "12345"
    archived: bool = False
    reasons: list[ReasonName] = []
    archived_reasons: list[ReasonName] = []


def _clients() -> list[Item]:
    known = every_client()
    reasons = clients.every_reason_of([one.pk for one in known])
    return [
        {
            "slug": one.slug,
            **{name: plain(getattr(one, name)) for name in CLIENT_SETTINGS},
            "archived": one.archived_at is not None,
            "reasons": [
                reason.name
                for reason in reasons
                if reason.client_id == one.pk and reason.archived_at is None
            ],
            "archived_reasons": sorted(
                reason.name
                for reason in reasons
                if reason.client_id == one.pk and reason.archived_at is not None
            ),
        }
        for one in known
    ]


def every_client() -> list[Client]:
    """In the order of the file (one query)."""
    return sorted(clients.every_client(), key=lambda one: one.slug)


def _complete_client(before: Item, given: Item) -> Item:
    """Reasons that are offered no longer are archived, never lost."""
    after = before | given
    if "reasons" in given and "archived_reasons" not in given:
        there = {*before["reasons"], *before["archived_reasons"]}
        after["archived_reasons"] = sorted(there - set(given["reasons"]))
    return after


def _put_client(before: Item | None, after: Item, who: Who) -> None:
    settings = {name: after[name] for name in CLIENT_SETTINGS}
    for clock in ("opens_at", "closes_at"):
        settings[clock] = time.fromisoformat(settings[clock])
    if before is None:
        client = operations.add_client(slug=after["slug"], **settings, **who.said)
    else:
        client = client_of(after["slug"])
        operations.change_client(client_id=client.pk, settings=settings, **who.said)
    operations.archive_client(client_id=client.pk, archived=after["archived"], **who.said)
    _put_reasons(client, after, who)


def _put_reasons(client: Client, after: Item, who: Who) -> None:
    """Raises BadSetting."""
    offered, archived = after["reasons"], after["archived_reasons"]
    known = {one.name: one for one in clients.every_reason_of([client.pk])}
    if left_out := set(known) - {*offered, *archived}:
        raise BadSetting("reasons", f"{min(left_out)} is neither offered nor archived")
    if len({*offered, *archived}) != len(offered) + len(archived):
        raise BadSetting("reasons", "one is there twice")
    for name in (*offered, *archived):
        if name not in known:
            known[name] = operations.add_reason(client_id=client.pk, name=name, **who.said)
        operations.archive_reason(reason_id=known[name].pk, archived=name in archived, **who.said)
    ids = [known[name].pk for name in offered]
    operations.order_reasons(client_id=client.pk, reason_ids=ids, **who.said)


CLIENTS = Section(
    "clients", "slug", _Client, _clients, _put_client, Right.MANAGE_SETTINGS, _complete_client
)


class _Inbox(Shape):
    address: Address
    client: str
    name: Name
    language: str = "en"
    kind: InboxKind = InboxKind.SERVICE
    catches: Catches = Catches.OWN
    acknowledges: bool = True
    answer_within_hours: int = Field(8, ge=1, le=240)
    signature: str = Field("", max_length=10_000)
    archived: bool = False
    only_for: list[str] | None = None
    """The addresses of those who may enter; nothing: everybody who serves the client."""


def _inboxes() -> list[Item]:
    client_ids = [client.pk for client in clients.every_client()]
    doors = staff.doors()
    agents = {one.pk: one.email for one in staff.every_agent()}
    return [
        {
            "address": one.address,
            "client": one.client.slug,
            **{name: plain(getattr(one, name)) for name in _Inbox.model_fields if _is_own(name)},
            "archived": one.archived_at is not None,
            "only_for": sorted(agents[pk] for pk in doors[one.pk]) if one.pk in doors else None,
        }
        for one in clients.inboxes_of(client_ids)
    ]


def _is_own(name: str) -> bool:
    return name in INBOX_SETTINGS or name == "kind"


def _put_inbox(before: Item | None, after: Item, who: Who) -> None:
    """Raises BadSetting."""
    settings = {name: after[name] for name in INBOX_SETTINGS}
    settings["catches"] = Catches(settings["catches"])
    client = client_of(after["client"])
    if before is None:
        inbox = operations.add_inbox(
            client_id=client.pk,
            address=after["address"],
            kind=InboxKind(after["kind"]),
            **settings,
            **who.said,
        )
    else:
        inbox = inbox_of(after["address"])
        if inbox.client_id != client.pk:
            raise BadSetting("client", "an inbox stays with its client")
        if inbox.kind != after["kind"]:
            raise BadSetting("kind", "an inbox stays what it is")
        operations.change_inbox(inbox_id=inbox.pk, settings=settings, **who.said)
    operations.archive_inbox(inbox_id=inbox.pk, archived=after["archived"], **who.said)
    let_in = _agents(after["only_for"])
    staff_operations.set_door(inbox_id=inbox.pk, agent_ids=let_in, **who.said)


def client_of(slug: str) -> Client:
    """Raises BadSetting."""
    for one in clients.every_client():
        if one.slug == slug:
            return one
    raise BadSetting("client", f"no client has the slug {slug}")


def inbox_of(address: str) -> Inbox:
    """Raises BadSetting."""
    for one in clients.inboxes_of([client.pk for client in clients.every_client()]):
        if one.address == address:
            return one
    raise BadSetting("inbox", f"no inbox has the address {address}")


def _agents(addresses: list[str] | None) -> list[int] | None:
    """Raises BadSetting."""
    if addresses is None:
        return None
    known = {one.email: one.pk for one in staff.every_agent()}
    if unknown := set(addresses) - set(known):
        raise BadSetting("only_for", f"nobody signs in as {min(unknown)}")
    return [known[address] for address in addresses]


INBOXES = Section("inboxes", "address", _Inbox, _inboxes, _put_inbox, Right.MANAGE_SETTINGS)
