"""Nobody gives what they do not have, and somebody can always administer."""

from collections.abc import Collection

from keskio.staff.models import Agent, Role
from keskio.staff.queries import is_role, rights_of
from keskio.staff.rights import Right


class AboveYourOwn(Exception):
    """It would give, or take over, a right that whoever asks does not have."""


class LastAdministrator(Exception):
    """Nobody would be left who may administer."""


class UnknownRole(Exception):
    """No role has this name."""


def require_role_within(role: str, own_rights: Collection[Right]) -> None:
    """Raises UnknownRole, AboveYourOwn."""
    if not is_role(role):
        raise UnknownRole(role)
    require_within(rights_of(role), own_rights)


def require_within(rights: Collection[Right], own_rights: Collection[Right]) -> None:
    """Raises AboveYourOwn."""
    if above := set(rights) - set(own_rights):
        raise AboveYourOwn(", ".join(sorted(above)))


def lock_agent_below(agent_id: int, own_rights: Collection[Right]) -> Agent:
    """Who is above whoever asks is not theirs to change, or a new address would be a way up.

    Raises AboveYourOwn, Agent.DoesNotExist.
    """
    agent = Agent.objects.select_for_update().get(pk=agent_id)
    require_within(rights_of(agent.role), own_rights)
    return agent


def require_another_administrator(agent: Agent) -> None:
    """Before this one ceases to be one; all are locked, so two cannot go at once.

    Raises LastAdministrator.
    """
    if agent.role != Role.ADMINISTRATOR or not agent.is_active:
        return
    active = Agent.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True)
    if not any(one.pk != agent.pk for one in active.order_by("pk")):
        raise LastAdministrator
