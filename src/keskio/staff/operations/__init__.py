"""Every write about agents, their teams, what they are told, and tokens."""

from keskio.staff.operations.notifying import notify_agent, notify_agents, read_notifications
from keskio.staff.operations.people import (
    SCOPES,
    SEEN_EVERY,
    EmailTaken,
    UnknownScope,
    add_agent,
    digest_of,
    make_token,
    revoke_token,
    see_agent,
    serve_clients,
    set_language,
    set_presence,
    set_signature,
)
from keskio.staff.operations.teaming import add_team, change_team, remove_team

__all__ = [
    "SCOPES",
    "SEEN_EVERY",
    "EmailTaken",
    "UnknownScope",
    "add_agent",
    "add_team",
    "change_team",
    "digest_of",
    "make_token",
    "notify_agent",
    "notify_agents",
    "read_notifications",
    "remove_team",
    "revoke_token",
    "see_agent",
    "serve_clients",
    "set_language",
    "set_presence",
    "set_signature",
]
