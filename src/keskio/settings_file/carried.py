"""What cases of a client carry: its tags, statuses and fields, each a list for the whole client."""

from collections.abc import Callable, Iterable
from typing import Any

from pydantic import Field

from keskio.clients import operations
from keskio.clients import queries as clients
from keskio.clients.models import Client, Colour, Definition, FieldKind, StatusOf
from keskio.clients.settings import BadSetting
from keskio.settings_file.organisation import client_of, every_client
from keskio.settings_file.sections import Item, Section, Shape, Who
from keskio.staff.rights import Right

Wanted = dict[str, Any]


class _Tag(Shape):
    name: str = Field(min_length=1, max_length=60)
    colour: Colour = Colour.STONE


class _Tags(Shape):
    client: str
    tags: list[_Tag] = []


def _tags() -> list[Item]:
    return [
        {
            "client": client.slug,
            "tags": [
                {"name": one.name, "colour": str(one.colour)} for one in clients.tags_of(client.pk)
            ],
        }
        for client in every_client()
    ]


def _put_tags(before: Item | None, after: Item, who: Who) -> None:
    client = client_of(after["client"])
    known = {one.name: one for one in clients.tags_of(client.pk)}
    _remove_others(known, after["tags"], lambda pk: operations.remove_tag(tag_id=pk, **who.said))
    for one in after["tags"]:
        said: Wanted = {"name": one["name"], "colour": Colour(one["colour"]), **who.said}
        if one["name"] not in known:
            operations.add_tag(client_id=client.pk, **said)
        elif known[one["name"]].colour != one["colour"]:
            operations.change_tag(tag_id=known[one["name"]].pk, **said)


TAGS = Section("tags", "client", _Tags, _tags, _put_tags, Right.MANAGE_SETTINGS)


class _Status(Shape):
    name: str = Field(min_length=1, max_length=60)
    state: StatusOf


class _Statuses(Shape):
    client: str
    statuses: list[_Status] = []


def _statuses() -> list[Item]:
    return [
        {
            "client": client.slug,
            "statuses": [
                {"name": one.name, "state": str(one.state)}
                for one in clients.statuses_of(client.pk)
            ],
        }
        for client in every_client()
    ]


def _put_statuses(before: Item | None, after: Item, who: Who) -> None:
    """In the order of the list. Raises BadSetting."""
    client = client_of(after["client"])
    known = {one.name: one for one in clients.statuses_of(client.pk)}
    _remove_others(
        known, after["statuses"], lambda pk: operations.remove_status(status_id=pk, **who.said)
    )
    for one in after["statuses"]:
        state = StatusOf(one["state"])
        if one["name"] not in known:
            operations.add_status(client_id=client.pk, name=one["name"], state=state, **who.said)
        elif known[one["name"]].state != state:
            raise BadSetting("state", f"{one['name']} stays a status of {known[one['name']].state}")
    for pk, position in _moved(clients.statuses_of(client.pk), after["statuses"]):
        operations.change_status(status_id=pk, position=position, **who.said)


STATUSES = Section("statuses", "client", _Statuses, _statuses, _put_statuses, Right.MANAGE_SETTINGS)


class _Field(Shape):
    name: str = Field(min_length=1, max_length=60)
    kind: FieldKind
    choices: list[str] = []
    required: bool = False


class _Fields(Shape):
    client: str
    fields: list[_Field] = []


def _fields() -> list[Item]:
    return [
        {
            "client": client.slug,
            "fields": [
                {
                    "name": one.name,
                    "kind": str(one.kind),
                    "choices": one.choices,
                    "required": one.required,
                }
                for one in clients.fields_of(client.pk)
            ],
        }
        for client in every_client()
    ]


def _put_fields(before: Item | None, after: Item, who: Who) -> None:
    """In the order of the list. Raises BadSetting."""
    client = client_of(after["client"])
    known = {one.name: one for one in clients.fields_of(client.pk)}
    _remove_others(
        known, after["fields"], lambda pk: operations.remove_field(field_id=pk, **who.said)
    )
    for one in after["fields"]:
        _put_field(client, known.get(one["name"]), one, who)
    for pk, position in _moved(clients.fields_of(client.pk), after["fields"]):
        operations.change_field(field_id=pk, position=position, **who.said)


def _put_field(client: Client, known: Any, wanted: Wanted, who: Who) -> None:
    """Raises BadSetting."""
    said: Wanted = {"choices": wanted["choices"], "required": wanted["required"], **who.said}
    kind = FieldKind(wanted["kind"])
    if known is None:
        operations.add_field(client_id=client.pk, name=wanted["name"], kind=kind, **said)
    elif known.kind != kind:
        raise BadSetting("kind", f"{known.name} stays a field of the kind {known.kind}")
    elif (known.choices, known.required) != (wanted["choices"], wanted["required"]):
        operations.change_field(field_id=known.pk, **said)


FIELDS = Section("fields", "client", _Fields, _fields, _put_fields, Right.MANAGE_SETTINGS)


def _remove_others(
    known: dict[str, Any], wanted: list[Wanted], remove: Callable[[int], None]
) -> None:
    """What the list leaves out is offered no longer. Raises BadSetting for a list with twins."""
    names = [one["name"] for one in wanted]
    if twice := {name for name in names if names.count(name) > 1}:
        raise BadSetting("name", f"{min(twice)} is there twice")
    for name in known.keys() - set(names):
        remove(known[name].pk)


def _moved(found: Iterable[Definition], wanted: list[Wanted]) -> list[tuple[int, int]]:
    """Ids and places of those that stand elsewhere than the list has them: none, if in order."""
    there = list(found)
    names = [one["name"] for one in wanted]
    if [one.name for one in there] == names:
        return []
    return [(one.pk, names.index(one.name) + 1) for one in there]
