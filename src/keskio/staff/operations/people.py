"""Who works here: added, invited, changed, gone and back again."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator

from keskio.clients.settings import checked_address, require_language, require_zone
from keskio.journal.actors import Actor
from keskio.journal.events import Event
from keskio.journal.operations import record
from keskio.kit.changes import changes
from keskio.kit.scopes import INSTALLATION
from keskio.staff.events import (
    AgentAdded,
    AgentChanged,
    AgentDeactivated,
    AgentInvited,
    AgentJoined,
    AgentReactivated,
    AgentServes,
    PasswordReset,
    PresenceChanged,
    SecondStepReset,
)
from keskio.staff.models import Agent, Membership, Presence, Role
from keskio.staff.operations.granting import (
    lock_agent_below,
    require_another_administrator,
    require_role_within,
)
from keskio.staff.operations.tokens import revoke_tokens_of
from keskio.staff.rights import Right

SETTINGS = {"name", "email", "role", "language", "time_zone"}


class EmailTaken(Exception):
    """Another agent signs in with this address."""


class NoSuchInvitation(Exception):
    """It was used, replaced by a later one, or its agent has left."""


class NotASetting(Exception):
    """An agent has nothing by this name that can be set."""


class HasLeft(Exception):
    """Nobody who was deactivated is invited or given a new password."""


def add_agent(
    *,
    email: str,
    name: str,
    role: str = Role.AGENT,
    password: str | None = None,
    language: str = "en",
    time_zone: str = "Europe/Helsinki",
    client_ids: Collection[int] = (),
    own_rights: Collection[Right],
    actor: Actor,
    now: datetime,
) -> Agent:
    """Without a password the agent chooses one when invited, or by "forgotten".

    `own_rights` are those of whoever asks. Raises EmailTaken, BadSetting, UnknownRole,
    AboveYourOwn.
    """
    require_role_within(role, own_rights)
    email = _free_address(email)
    require_language(language)
    require_zone(time_zone)
    agent = Agent(
        email=email, name=name, role=role, language=language, time_zone=time_zone, joined_at=now
    )
    agent.set_password(password)
    agent.save(force_insert=True)
    _record(AgentAdded(agent_id=agent.pk, role=role), actor, now)
    serve_clients(agent_id=agent.pk, client_ids=client_ids, actor=actor, now=now)
    return agent


def change_agent(
    *,
    agent_id: int,
    settings: dict[str, Any],
    own_rights: Collection[Right],
    actor: Actor,
    now: datetime,
) -> Agent:
    """Change any of SETTINGS; the same again changes nothing.

    Raises AboveYourOwn, LastAdministrator, UnknownRole, EmailTaken, BadSetting, NotASetting,
    Agent.DoesNotExist.
    """
    if unknown := set(settings) - SETTINGS:
        raise NotASetting(min(unknown))
    agent = lock_agent_below(agent_id, own_rights)
    before = {name: getattr(agent, name) for name in settings}
    after = before | settings
    if "email" in settings:
        after["email"] = _free_address(settings["email"], agent)
    require_language(after.get("language", agent.language))
    require_zone(after.get("time_zone", agent.time_zone))
    if after.get("role", agent.role) != agent.role:
        require_role_within(after["role"], own_rights)
        require_another_administrator(agent)
    changed = changes(before, after)
    for name in changed:
        setattr(agent, name, after[name])
    if changed:
        agent.save(update_fields=list(changed))
        _record(AgentChanged(agent_id=agent_id, changes=changed), actor, now)
    return agent


def serve_clients(
    *, agent_id: int, client_ids: Collection[int], actor: Actor, now: datetime
) -> None:
    """Let the agent serve exactly these clients; the same again changes nothing."""
    memberships = Membership.objects.filter(agent_id=agent_id)
    before = sorted(memberships.values_list("client_id", flat=True))
    if before == sorted(set(client_ids)):
        return
    memberships.exclude(client__in=client_ids).delete()
    Membership.objects.bulk_create(
        (Membership(agent_id=agent_id, client_id=client_id) for client_id in client_ids),
        ignore_conflicts=True,
    )
    served = AgentServes(agent_id=agent_id, client_ids=sorted(set(client_ids)), before=before)
    _record(served, actor, now)


def invite_agent(
    *, agent_id: int, own_rights: Collection[Right], actor: Actor, now: datetime
) -> Agent:
    """From now on the link of this invitation alone lets them choose a password.

    Raises AboveYourOwn, HasLeft, Agent.DoesNotExist.
    """
    agent = _present_below(agent_id, own_rights)
    agent.invited_at = now
    agent.save(update_fields=["invited_at"])
    _record(AgentInvited(agent_id=agent_id), actor, now)
    return agent


def reset_password(
    *, agent_id: int, own_rights: Collection[Right], actor: Actor, now: datetime
) -> Agent:
    """The old one is worth nothing from now on, all sessions end; they are invited anew.

    Raises AboveYourOwn, HasLeft, Agent.DoesNotExist.
    """
    agent = _present_below(agent_id, own_rights)
    agent.set_unusable_password()
    agent.invited_at = now
    _end_sessions(agent, "password", "invited_at")
    _record(PasswordReset(agent_id=agent_id), actor, now)
    return agent


def accept_invitation(
    *, agent_id: int, invited_at: datetime, password: str, actor: Actor, now: datetime
) -> Agent:
    """They choose their own password; the link is used up. Raises NoSuchInvitation."""
    invited = Agent.objects.select_for_update().filter(pk=agent_id, is_active=True)
    agent = invited.filter(invited_at=invited_at).first()
    if agent is None:
        raise NoSuchInvitation
    agent.set_password(password)
    agent.invited_at = None
    _end_sessions(agent, "password", "invited_at")
    _record(AgentJoined(agent_id=agent_id), actor, now)
    return agent


def reset_second_step(
    *, agent_id: int, own_rights: Collection[Right], actor: Actor, now: datetime
) -> Agent:
    """Who has lost the telephone signs in with the password alone, until it is set up anew.

    Raises AboveYourOwn, Agent.DoesNotExist.
    """
    agent = lock_agent_below(agent_id, own_rights)
    Authenticator.objects.filter(user=agent_id).delete()
    _end_sessions(agent)
    _record(SecondStepReset(agent_id=agent_id), actor, now)
    return agent


def deactivate_agent(
    *, agent_id: int, own_rights: Collection[Right], actor: Actor, now: datetime
) -> Agent:
    """Sessions, tokens and invitations end at once; cases go back to the line as this is heard.

    Raises AboveYourOwn, LastAdministrator, Agent.DoesNotExist.
    """
    agent = lock_agent_below(agent_id, own_rights)
    if not agent.is_active:
        return agent
    require_another_administrator(agent)
    was_away = agent.presence == Presence.AWAY
    agent.is_active, agent.invited_at, agent.presence = False, None, Presence.AWAY
    _end_sessions(agent, "is_active", "invited_at", "presence")
    revoke_tokens_of(agent_id, actor=actor, now=now)
    _record(AgentDeactivated(agent_id=agent_id), actor, now)
    if not was_away:
        _record(PresenceChanged(agent_id=agent_id, presence=Presence.AWAY), actor, now)
    return agent


def reactivate_agent(
    *, agent_id: int, own_rights: Collection[Right], actor: Actor, now: datetime
) -> Agent:
    """They sign in as before; tokens are made anew. Raises AboveYourOwn, Agent.DoesNotExist."""
    agent = lock_agent_below(agent_id, own_rights)
    if not agent.is_active:
        agent.is_active = True
        agent.save(update_fields=["is_active"])
        _record(AgentReactivated(agent_id=agent_id), actor, now)
    return agent


def _free_address(email: str, agent: Agent | None = None) -> str:
    email = checked_address(email)
    others = Agent.objects.filter(email=email)
    if (others.exclude(pk=agent.pk) if agent else others).exists():
        raise EmailTaken(email)
    return email


def _present_below(agent_id: int, own_rights: Collection[Right]) -> Agent:
    agent = lock_agent_below(agent_id, own_rights)
    if not agent.is_active:
        raise HasLeft
    return agent


def _end_sessions(agent: Agent, *fields: str) -> None:
    agent.sign_ins_ended += 1
    agent.save(update_fields=["sign_ins_ended", *fields])


def _record(event: Event, actor: Actor, now: datetime) -> None:
    record(event, client_id=INSTALLATION, actor=actor, at=now)
