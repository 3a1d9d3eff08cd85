"""What cases of a client can carry: its tags, its own statuses, its own fields.

What is removed is no longer offered or shown, but stays: the stories of cases go on naming it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Max

from keskio.clients.events import DefinitionAdded, DefinitionChanged, DefinitionRemoved
from keskio.clients.models import (
    Client,
    Colour,
    Definition,
    Field,
    FieldKind,
    Status,
    StatusOf,
    Tag,
)
from keskio.clients.settings import BadSetting
from keskio.journal.actors import Actor
from keskio.journal.operations import record
from keskio.kit.changes import changes

D = TypeVar("D", bound=Definition)

COLOURS, FIELD_KINDS = tuple(Colour), tuple(FieldKind)
AT_MOST = {Tag: 500, Status: 40, Field: 60}
"""So many of each a client can have: a list that nobody can overlook helps nobody."""
TOLD = ("name", "colour", "state", "kind", "choices", "required", "position")
CHOICES_AT_MOST, NAME_LENGTH = 100, 60


def add_tag(
    *, client_id: int, name: str, colour: Colour = Colour.STONE, actor: Actor, now: datetime
) -> Tag:
    """Raises BadSetting, Client.DoesNotExist."""
    _require(colour, Colour, "colour")
    tag = Tag(client_id=client_id, name=name, colour=colour)
    return _add(tag, actor=actor, now=now)


def change_tag(
    *,
    tag_id: int,
    name: str | None = None,
    colour: Colour | None = None,
    actor: Actor,
    now: datetime,
) -> Tag:
    """None leaves as it is. Raises BadSetting, Tag.DoesNotExist."""
    tag = _locked(Tag, tag_id)
    if colour is not None:
        _require(colour, Colour, "colour")
        tag.colour = colour
    return _change(tag, name, ["colour"], actor=actor, now=now)


def remove_tag(*, tag_id: int, actor: Actor, now: datetime) -> None:
    """Raises Tag.DoesNotExist."""
    _remove(_locked(Tag, tag_id), actor=actor, now=now)


def add_status(
    *, client_id: int, name: str, state: StatusOf, actor: Actor, now: datetime
) -> Status:
    """One that says more of a state, at the end of the list.

    Raises BadSetting, Client.DoesNotExist.
    """
    _require(state, StatusOf, "state")
    status = Status(client_id=client_id, name=name, state=state)
    return _add(status, actor=actor, now=now)


def change_status(
    *,
    status_id: int,
    name: str | None = None,
    position: int | None = None,
    actor: Actor,
    now: datetime,
) -> Status:
    """Its state stays: cases have it in that state. Raises BadSetting, Status.DoesNotExist."""
    status = _locked(Status, status_id)
    _move(status, position)
    return _change(status, name, ["position"], actor=actor, now=now)


def remove_status(*, status_id: int, actor: Actor, now: datetime) -> None:
    """Raises Status.DoesNotExist."""
    _remove(_locked(Status, status_id), actor=actor, now=now)


def add_field(
    *,
    client_id: int,
    name: str,
    kind: FieldKind,
    choices: Sequence[str] = (),
    required: bool = False,
    actor: Actor,
    now: datetime,
) -> Field:
    """At the end of the list; `required`: before a case can be resolved.

    Raises BadSetting, Client.DoesNotExist.
    """
    _require(kind, FieldKind, "kind")
    field = Field(client_id=client_id, name=name, kind=kind, required=required)
    field.choices = _checked_choices(field, choices)
    return _add(field, actor=actor, now=now)


def change_field(
    *,
    field_id: int,
    name: str | None = None,
    choices: Sequence[str] | None = None,
    required: bool | None = None,
    position: int | None = None,
    actor: Actor,
    now: datetime,
) -> Field:
    """Its kind stays: cases have values of it. Raises BadSetting, Field.DoesNotExist."""
    field = _locked(Field, field_id)
    if choices is not None:
        field.choices = _checked_choices(field, choices)
    if required is not None:
        field.required = required
    _move(field, position)
    return _change(field, name, ["choices", "required", "position"], actor=actor, now=now)


def remove_field(*, field_id: int, actor: Actor, now: datetime) -> None:
    """Raises Field.DoesNotExist."""
    _remove(_locked(Field, field_id), actor=actor, now=now)


def _locked(model: type[D], pk: int) -> D:
    found: D = model._default_manager.select_for_update().get(pk=pk, removed_at__isnull=True)  # noqa: SLF001
    return found


def _add(definition: D, *, actor: Actor, now: datetime) -> D:
    Client.objects.select_for_update().get(pk=definition.client_id)
    definition.name = _checked_name(definition, definition.name)
    present = _present(definition)
    if len(present) >= AT_MOST[type(definition)]:
        raise BadSetting("name", f"{len(present)} are there already, and nobody overlooks more")
    last = type(definition)._default_manager.filter(client_id=definition.client_id)  # noqa: SLF001
    definition.position = (last.aggregate(last=Max("position"))["last"] or 0) + 1
    definition.save(force_insert=True)
    event = DefinitionAdded(
        client_id=definition.client_id,
        what=definition.what,
        definition_id=definition.pk,
        changes=changes({}, _told(definition)),
    )
    record(event, client_id=definition.client_id, actor=actor, at=now)
    return definition


def _change(
    definition: D, name: str | None, fields: Sequence[str], *, actor: Actor, now: datetime
) -> D:
    if name is not None:
        definition.name = _checked_name(definition, name)
    before = _told(_locked(type(definition), definition.pk))
    definition.save(update_fields=["name", *fields])
    event = DefinitionChanged(
        client_id=definition.client_id,
        what=definition.what,
        definition_id=definition.pk,
        changes=changes(before, _told(definition)),
    )
    record(event, client_id=definition.client_id, actor=actor, at=now)
    return definition


def _remove(definition: Definition, *, actor: Actor, now: datetime) -> None:
    definition.removed_at = now
    definition.save(update_fields=["removed_at"])
    told = _told(definition)
    event = DefinitionRemoved(
        client_id=definition.client_id,
        what=definition.what,
        definition_id=definition.pk,
        changes=changes(told, dict.fromkeys(told)),
    )
    record(event, client_id=definition.client_id, actor=actor, at=now)


def _told(definition: Definition) -> dict[str, Any]:
    """What the audit says of it; nothing where nothing is said."""
    said = {name: getattr(definition, name, None) for name in TOLD}
    return {name: value for name, value in said.items() if value not in (None, "", [])}


def _present(definition: Definition) -> list[Definition]:
    rows = type(definition)._default_manager.filter(client_id=definition.client_id)  # noqa: SLF001
    return list(rows.filter(removed_at__isnull=True).exclude(pk=definition.pk))


def _checked_name(definition: Definition, name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > NAME_LENGTH or not name.isprintable():
        raise BadSetting("name", f"a line of at most {NAME_LENGTH} letters")
    if name.casefold() in {one.name.casefold() for one in _present(definition)}:
        raise BadSetting("name", "another one has this name")
    return name


def _checked_choices(field: Field, choices: Sequence[str]) -> list[str]:
    wanted = list(dict.fromkeys(" ".join(one.split()) for one in choices if one.strip()))
    if field.kind != FieldKind.CHOICE:
        if wanted:
            raise BadSetting("choices", "only a field of the kind choice has some")
        return []
    if not 1 <= len(wanted) <= CHOICES_AT_MOST or any(len(one) > NAME_LENGTH for one in wanted):
        raise BadSetting("choices", f"1 to {CHOICES_AT_MOST} of them, {NAME_LENGTH} letters each")
    return wanted


def _move(definition: Definition, position: int | None) -> None:
    if position is not None:
        if not 1 <= position <= 32_000:  # noqa: PLR2004 - what the column holds
            raise BadSetting("position", "a number from 1")
        definition.position = position


def _require(
    value: str, among: type[Colour] | type[FieldKind] | type[StatusOf], field: str
) -> None:
    if value not in among:
        raise BadSetting(field, f"one of {', '.join(among.values)}")
