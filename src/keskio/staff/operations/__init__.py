"""Every write about agents, roles, closed inboxes, teams, what agents are told, and tokens."""

from keskio.staff.operations.doors import set_door
from keskio.staff.operations.granting import AboveYourOwn, LastAdministrator, UnknownRole
from keskio.staff.operations.notifying import notify_agent, notify_agents, read_notifications
from keskio.staff.operations.people import (
    EmailTaken,
    HasLeft,
    NoSuchInvitation,
    NotASetting,
    accept_invitation,
    add_agent,
    change_agent,
    deactivate_agent,
    invite_agent,
    reactivate_agent,
    reset_password,
    reset_second_step,
    serve_clients,
)
from keskio.staff.operations.presence import (
    SEEN_EVERY,
    see_agent,
    set_language,
    set_presence,
    set_signature,
)
from keskio.staff.operations.roles import (
    RoleInUse,
    RoleTaken,
    add_role,
    ask_second_step,
    change_role,
    remove_role,
)
from keskio.staff.operations.teaming import add_team, change_team, remove_team
from keskio.staff.operations.tokens import SCOPES, UnknownScope, make_token, revoke_token

__all__ = [
    "SCOPES",
    "SEEN_EVERY",
    "AboveYourOwn",
    "EmailTaken",
    "HasLeft",
    "LastAdministrator",
    "NoSuchInvitation",
    "NotASetting",
    "RoleInUse",
    "RoleTaken",
    "UnknownRole",
    "UnknownScope",
    "accept_invitation",
    "add_agent",
    "add_role",
    "add_team",
    "ask_second_step",
    "change_agent",
    "change_role",
    "change_team",
    "deactivate_agent",
    "invite_agent",
    "make_token",
    "notify_agent",
    "notify_agents",
    "reactivate_agent",
    "read_notifications",
    "remove_role",
    "remove_team",
    "reset_password",
    "reset_second_step",
    "revoke_token",
    "see_agent",
    "serve_clients",
    "set_door",
    "set_language",
    "set_presence",
    "set_signature",
]
