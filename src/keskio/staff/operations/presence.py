"""Whether an agent is here, and how pages speak to them."""

from datetime import datetime, timedelta

from keskio.clients.settings import require_language
from keskio.journal.actors import Actor
from keskio.journal.operations import record
from keskio.kit.scopes import INSTALLATION
from keskio.staff.events import PresenceChanged
from keskio.staff.models import Agent, Presence

SIGNATURE_LENGTH = 2_000
SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is known when an agent was last here: a write a minute, not a click."""


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
