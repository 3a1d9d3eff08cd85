"""Compare a file with what is set, and put it in: all of it or nothing."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from keskio.cases.operations import BadView
from keskio.clients.queries import forget_inboxes
from keskio.clients.settings import BadSetting
from keskio.customers.operations import CannotBlock
from keskio.journal.actors import Actor
from keskio.kit.changes import Changes, changes
from keskio.kit.scopes import SYSTEM, writing
from keskio.settings_file.registry import SECTIONS
from keskio.settings_file.sections import Item, Section, Who
from keskio.settings_file.text import Unreadable, read_text
from keskio.staff import operations as staff
from keskio.staff.rights import Right

REFUSED = (
    BadSetting,
    BadView,
    CannotBlock,
    staff.AboveYourOwn,
    staff.EmailTaken,
    staff.LastAdministrator,
    staff.RoleTaken,
    staff.UnknownRole,
)


class _OnlyLooking(Exception):
    """Takes back whatever was done."""


class Refused(Exception):
    """Nothing was changed; says every reason that was found."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Difference:
    """An item that is new, or what of it is to be otherwise."""

    section: str
    key: str
    is_new: bool
    changes: Changes


def compare_text(
    text: str, *, own_rights: Collection[Right], actor: Actor, now: datetime
) -> list[Difference]:
    """What applying would change; done and taken back, so whatever it would refuse is known.

    Raises Refused.
    """
    found: list[Difference] = []
    with suppress(_OnlyLooking), writing(SYSTEM):
        found += _put(text, Who(own_rights, actor, now))
        raise _OnlyLooking
    forget_inboxes()
    return found


def apply_text(
    text: str, *, own_rights: Collection[Right], actor: Actor, now: datetime
) -> list[Difference]:
    """What was changed. Raises Refused."""
    with writing(SYSTEM):
        return _put(text, Who(own_rights, actor, now))


def _put(text: str, who: Who) -> list[Difference]:
    asked = _checked(text, who)
    return [
        difference
        for section in SECTIONS
        if section.name in asked
        for difference in _put_section(section, asked[section.name], who)
    ]


def _put_section(section: Section, items: list[Item], who: Who) -> Iterator[Difference]:
    known = {item[section.key]: item for item in section.read()}
    for given in items:
        key = given[section.key]
        before = known.get(key)
        after = _complete(section, before, given)
        changed = changes(before or {}, after)
        says_nothing = not any(value for name, value in after.items() if name != section.key)
        if not changed or (before is None and says_nothing):
            continue
        try:
            section.put(before, after, who)
        except REFUSED as refusal:
            raise Refused(f"{section.name}, {key}: {_why(refusal)}") from refusal
        yield Difference(section.name, str(key), before is None, changed)


def _complete(section: Section, before: Item | None, given: Item) -> Item:
    if before is None:
        return section.shape(**given).model_dump(mode="json")
    return section.complete(before, given)


def _why(refusal: Exception) -> str:
    """For who reads files, in English as the files are."""
    said = str(refusal)
    if isinstance(refusal, BadSetting):
        return said
    words = " ".join((type(refusal).__doc__ or "").split())
    return f"{words} ({said})" if said else words


def _checked(text: str, who: Who) -> dict[str, list[Item]]:
    """Everything is looked at before anything is done. Raises Refused."""
    try:
        read = read_text(text)
    except Unreadable as error:
        raise Refused(str(error)) from error
    if read is None:
        return {}
    if not isinstance(read, dict):
        raise Refused("the file is no mapping of sections")
    known = {section.name: section for section in SECTIONS}
    reasons = [f"{name}: no section has this name" for name in read if name not in known]
    found: dict[str, list[Item]] = {}
    for name, items in read.items():
        if name in known:
            found[name] = list(_items(known[name], items, who, reasons))
    if reasons:
        raise Refused(*reasons)
    return found


def _items(section: Section, items: Any, who: Who, reasons: list[str]) -> Iterator[Item]:
    if section.right not in who.own_rights:
        reasons.append(f"{section.name}: it needs the right {section.right}")
    elif not isinstance(items, list | None):
        reasons.append(f"{section.name}: no list")
    else:
        seen: set[Any] = set()
        for place, item in enumerate(items or [], start=1):
            where = f"{section.name}, item {place}"
            checked = _item(section, item, where, reasons)
            if checked and checked[section.key] in seen:
                reasons.append(f"{where}: {checked[section.key]} is there twice")
            elif checked:
                seen.add(checked[section.key])
                yield checked


def _item(section: Section, item: Any, where: str, reasons: list[str]) -> Item | None:
    """Only what it says, as JSON has it; None with reasons for what does not fit."""
    if not isinstance(item, dict) or not all(isinstance(name, str) for name in item):
        reasons.append(f"{where}: no mapping of names")
        return None
    try:
        whole = section.shape(**item).model_dump(mode="json")
    except ValidationError as error:
        for fault in error.errors():
            place = ".".join(map(str, fault["loc"]))
            reasons.append(f"{where}, {place}: {fault['msg'].lower()}")
        return None
    return {name: whole[name] for name in item}
