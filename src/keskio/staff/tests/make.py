"""Agents and tokens, made by the room's own operations."""

from collections.abc import Iterable
from datetime import datetime
from itertools import count
from typing import Any

from keskio.clients.models import Client
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.tests.make import NOON
from keskio.kit.scopes import SYSTEM, writing
from keskio.staff import operations
from keskio.staff.models import Agent, Presence, Role
from keskio.staff.rights import EVERY_RIGHT, Right

PASSWORD = "a long enough pass phrase"
_numbers = count(1)


def make_agent(
    *clients: Client, role: str = Role.AGENT, here_at: datetime | None = None, **chosen: Any
) -> Agent:
    """Serves these clients; present since `here_at`, or away."""
    number = next(_numbers)
    wanted = {"name": f"Agent {number}", "email": f"agent-{number}@staff.example", **chosen}
    with writing(SYSTEM):
        agent = operations.add_agent(
            role=role,
            client_ids=[client.pk for client in clients],
            own_rights=EVERY_RIGHT,
            actor=SYSTEM_ACTOR,
            now=NOON,
            **wanted,
        )
        if here_at is not None:
            agent = operations.set_presence(
                agent_id=agent.pk, presence=Presence.HERE, actor=agent.actor, now=here_at
            )
    return agent


def make_signed_in_agent(*clients: Client, **chosen: Any) -> Agent:
    """One who has a password: PASSWORD."""
    return make_agent(*clients, password=PASSWORD, **chosen)


def make_token(
    *clients: Client,
    agent: Agent | None = None,
    role: str = Role.AGENT,
    scopes: Iterable[str] = ("read", "write"),
    name: str = "a program",
) -> str:
    """The key of a new token, limited to these clients; to none means to every client."""
    with writing(SYSTEM):
        _, key = operations.make_token(
            name=name,
            role=role,
            scopes=list(scopes),
            client_ids=[client.pk for client in clients] or None,
            agent_id=agent.pk if agent else None,
            own_rights=EVERY_RIGHT,
            actor=SYSTEM_ACTOR,
            now=NOON,
        )
    return key


def make_role(*rights: Right, slug: str = "own-role", name: str = "Own role") -> str:
    """Its short name."""
    with writing(SYSTEM):
        operations.add_role(
            slug=slug,
            name=name,
            rights=rights,
            own_rights=EVERY_RIGHT,
            actor=SYSTEM_ACTOR,
            now=NOON,
        )
    return slug


def close_inbox(inbox_id: int, *let_in: Agent) -> None:
    """To all but these."""
    with writing(SYSTEM):
        operations.set_door(
            inbox_id=inbox_id,
            agent_ids=[agent.pk for agent in let_in],
            actor=SYSTEM_ACTOR,
            now=NOON,
        )
