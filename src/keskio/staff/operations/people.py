"""Every write about agents, whom they serve, their presence, and tokens."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from keskio.clients.settings import checked_address, require_language, require_zone
from keskio.journal.actors import Actor
from keskio.journal.operations import record
from keskio.kit.scopes import INSTALLATION
from keskio.staff.events import (
    AgentAdded,
    AgentServes,
    PresenceChanged,
    TokenMade,
    TokenRevoked,
)
from keskio.staff.models import Agent, Membership, Presence, Role, Token

SCOPES = ("read", "write", "admin")
SIGNATURE_LENGTH = 2_000
SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is known when an agent was last here: a write a minute, not a click."""


class EmailTaken(Exception):
    """Another agent signs in with this address."""


class UnknownScope(Exception):
    """Not one of SCOPES."""


def add_agent(
    *,
    email: str,
    name: str,
    role: Role = Role.AGENT,
    password: str | None = None,
    language: str = "en",
    time_zone: str = "Europe/Helsinki",
    client_ids: Collection[int] = (),
    actor: Actor,
    now: datetime,
) -> Agent:
    """Without a password the agent chooses one by "forgotten". Raises EmailTaken, BadSetting."""
    email = checked_address(email)
    require_language(language)
    require_zone(time_zone)
    if Agent.objects.filter(email=email).exists():
        raise EmailTaken(email)
    agent = Agent(
        email=email, name=name, role=role, language=language, time_zone=time_zone, joined_at=now
    )
    agent.set_password(password)
    agent.save(force_insert=True)
    event = AgentAdded(agent_id=agent.pk, role=role)
    record(event, client_id=INSTALLATION, actor=actor, at=now)
    serve_clients(agent_id=agent.pk, client_ids=client_ids, actor=actor, now=now)
    return agent


def serve_clients(
    *, agent_id: int, client_ids: Collection[int], actor: Actor, now: datetime
) -> None:
    """Let the agent serve exactly these clients."""
    memberships = Membership.objects.filter(agent_id=agent_id)
    memberships.exclude(client__in=client_ids).delete()
    Membership.objects.bulk_create(
        (Membership(agent_id=agent_id, client_id=client_id) for client_id in client_ids),
        ignore_conflicts=True,
    )
    event = AgentServes(agent_id=agent_id, client_ids=sorted(client_ids))
    record(event, client_id=INSTALLATION, actor=actor, at=now)


def set_presence(*, agent_id: int, presence: Presence, actor: Actor, now: datetime) -> Agent:
    """Raises Agent.DoesNotExist."""
    agent = Agent.objects.select_for_update().get(pk=agent_id)
    changed = agent.presence != presence
    agent.presence, agent.seen_at = presence, now
    agent.save(update_fields=["presence", "seen_at"])
    if changed:
        event = PresenceChanged(agent_id=agent_id, presence=presence)
        record(event, client_id=INSTALLATION, actor=actor, at=now)
    return agent


def set_language(*, agent_id: int, language: str, actor: Actor, now: datetime) -> None:
    """The language the interface speaks to this agent; a taste, so not in the journal.

    Raises BadSetting.
    """
    require_language(language)
    Agent.objects.filter(pk=agent_id).update(language=language)


def set_signature(*, agent_id: int, text: str, actor: Actor, now: datetime) -> None:
    """What stands below the agent's mails, above the inbox's own; as set_language."""
    Agent.objects.filter(pk=agent_id).update(signature=text.strip("\n")[:SIGNATURE_LENGTH])


def see_agent(*, agent_id: int, actor: Actor, now: datetime) -> None:
    """The agent has just done something here; written at most every SEEN_EVERY."""
    unseen = Agent.objects.filter(pk=agent_id).exclude(seen_at__gt=now - SEEN_EVERY)
    unseen.update(seen_at=now)


def make_token(
    *,
    name: str,
    role: Role = Role.AGENT,
    scopes: Collection[str] = ("read", "write"),
    client_ids: Collection[int] | None = None,
    agent_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> tuple[Token, str]:
    """The token and its key, which is shown this once. Raises UnknownScope."""
    if unknown := set(scopes) - set(SCOPES):
        raise UnknownScope(", ".join(sorted(unknown)))
    key = f"keskio_{secrets.token_urlsafe(32)}"
    token = Token.objects.create(
        name=name,
        digest=digest_of(key),
        role=role,
        agent_id=agent_id,
        scopes=sorted(scopes),
        client_ids=None if client_ids is None else sorted(client_ids),
        created_at=now,
    )
    event = TokenMade(token_id=token.pk, role=role)
    record(event, client_id=INSTALLATION, actor=actor, at=now)
    return token, key


def revoke_token(*, token_id: int, actor: Actor, now: datetime) -> None:
    """Raises Token.DoesNotExist."""
    token = Token.objects.select_for_update().get(pk=token_id)
    if token.revoked_at is None:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        record(TokenRevoked(token_id=token_id), client_id=INSTALLATION, actor=actor, at=now)


def digest_of(key: str) -> str:
    """A key has 256 random bits: a plain hash of it is as good as a slow one."""
    return hashlib.sha256(key.encode()).hexdigest()
