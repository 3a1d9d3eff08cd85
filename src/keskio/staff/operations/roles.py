"""Roles that an installation makes for itself, and of whom two steps are asked."""

from collections.abc import Collection
from datetime import datetime

from keskio.clients.settings import BadSetting, require_slug
from keskio.journal.actors import Actor
from keskio.journal.operations import record
from keskio.kit.changes import changes
from keskio.kit.scopes import INSTALLATION
from keskio.staff.events import RoleAdded, RoleChanged, RoleRemoved, SecondStepAsked
from keskio.staff.models import Agent, OwnRole, SecondStep, Token
from keskio.staff.operations.granting import UnknownRole, require_within
from keskio.staff.queries import is_role
from keskio.staff.rights import OF_THE_INSTALLATION, Right, names_of, rights_in, written


class RoleTaken(Exception):
    """Another role has this short name."""


class RoleInUse(Exception):
    """Somebody, or a token that works, has it."""


def add_role(
    *,
    slug: str,
    name: str,
    rights: Collection[Right],
    own_rights: Collection[Right],
    actor: Actor,
    now: datetime,
) -> OwnRole:
    """Raises RoleTaken, BadSetting, AboveYourOwn."""
    require_slug(slug)
    _require_sense(rights)
    require_within(rights, own_rights)
    if is_role(slug):
        raise RoleTaken(slug)
    role = OwnRole.objects.create(slug=slug, name=name, rights=written(rights))
    event = RoleAdded(role=slug, changes=changes({}, _told(role)))
    record(event, client_id=INSTALLATION, actor=actor, at=now)
    return role


def change_role(
    *,
    slug: str,
    name: str,
    rights: Collection[Right],
    own_rights: Collection[Right],
    actor: Actor,
    now: datetime,
) -> OwnRole:
    """Whoever has it may more or less at the next page.

    Nobody changes a role that may what they may not. Raises AboveYourOwn, BadSetting,
    OwnRole.DoesNotExist (also for a role that comes along).
    """
    role = OwnRole.objects.select_for_update().get(slug=slug)
    _require_sense(rights)
    require_within(set(rights) | rights_in(role.rights), own_rights)
    before = _told(role)
    role.name, role.rights = name, written(rights)
    role.save(update_fields=["name", "rights"])
    if changed := changes(before, _told(role)):
        event = RoleChanged(role=slug, changes=changed)
        record(event, client_id=INSTALLATION, actor=actor, at=now)
    return role


def remove_role(*, slug: str, own_rights: Collection[Right], actor: Actor, now: datetime) -> None:
    """Raises RoleInUse, AboveYourOwn, OwnRole.DoesNotExist (also for one that comes along)."""
    role = OwnRole.objects.select_for_update().get(slug=slug)
    require_within(rights_in(role.rights), own_rights)
    working = Token.objects.filter(role=slug, revoked_at__isnull=True)
    if Agent.objects.filter(role=slug).exists() or working.exists():
        raise RoleInUse
    told = _told(role)
    role.delete()
    SecondStep.objects.filter(role=slug).delete()
    event = RoleRemoved(role=slug, changes={name: [value, None] for name, value in told.items()})
    record(event, client_id=INSTALLATION, actor=actor, at=now)


def ask_second_step(*, role: str, asked: bool, actor: Actor, now: datetime) -> None:
    """Whether who has this role (empty: everybody) must sign in with two steps.

    Who does not yet is led to setting it up at the next page. Raises UnknownRole.
    """
    if role and not is_role(role):
        raise UnknownRole(role)
    before = SecondStep.objects.select_for_update().filter(role=role)
    if before.exists() == asked:
        return
    if asked:
        SecondStep.objects.create(role=role)
    else:
        before.delete()
    event = SecondStepAsked(role=role, changes={"second_step": [not asked, asked]})
    record(event, client_id=INSTALLATION, actor=actor, at=now)


def _told(role: OwnRole) -> dict[str, object]:
    return {"name": role.name, "rights": names_of(rights_in(role.rights))}


def _require_sense(rights: Collection[Right]) -> None:
    """Raises BadSetting."""
    everywhere = Right.EVERY_CLIENT in rights
    if not everywhere and (alone := set(rights) & OF_THE_INSTALLATION):
        raise BadSetting("rights", f"{min(alone)} concerns every client: add every_client")
