"""What the administration calls rights, changes and refusals, in the reader's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keskio.clients.settings import BadSetting
from keskio.staff import operations as staff
from keskio.staff.rights import Right

RIGHTS: dict[Right, Promise] = {
    Right.READ_CASES: _("Read cases"),
    Right.ANSWER: _("Answer customers"),
    Right.NOTE: _("Write notes for colleagues"),
    Right.TAKE: _("Take cases, and be given them"),
    Right.ASSIGN: _("Give cases to others"),
    Right.RESOLVE: _("Resolve, snooze and reopen"),
    Right.READ_CUSTOMERS: _("Read a customer's story"),
    Right.NOTE_CONTACTS: _("Note contacts with customers"),
    Right.MANAGE_VIEWS: _("Share views"),
    Right.MANAGE_TEXTS: _("Share canned responses"),
    Right.EXPORT: _("Export data"),
    Right.ENTER_CLOSED: _("Enter every closed inbox"),
    Right.EVERY_CLIENT: _("Serve every client"),
    Right.MANAGE_PEOPLE: _("Manage people and roles"),
    Right.MANAGE_SETTINGS: _("Manage settings"),
    Right.MANAGE_TOKENS: _("Manage tokens"),
    Right.SEE_HEALTH: _("See health, and run again what failed"),
    Right.SEE_AUDIT: _("See who changed what"),
}
REFUSALS: dict[type[Exception], Promise] = {
    staff.AboveYourOwn: _("This asks for rights that you do not have yourself."),
    staff.EmailTaken: _("Somebody already signs in with this address."),
    staff.HasLeft: _("They were deactivated: reactivate them first."),
    staff.LastAdministrator: _("Nobody could administer any more. Make somebody else one first."),
    staff.RoleInUse: _("Somebody, or a token, still has this role."),
    staff.RoleTaken: _("Another role has this short name."),
    staff.UnknownRole: _("There is no such role."),
}
REFUSED: tuple[type[Exception], ...] = (*REFUSALS, BadSetting)
FIELDS = {staff.EmailTaken: "email", staff.RoleTaken: "slug", staff.UnknownRole: "role"}
"""Which field of a form a refusal is about."""

SETTINGS: dict[str, Promise] = {
    "address": _("the address is taken, or cannot be an inbox's"),
    "answer_within_hours": _("there are not so many opening hours within a year"),
    "name": _("it is empty, or there already"),
    "opens_at": _("somebody must answer at some time: opening comes before closing, on some day"),
    "rights": _("managing, health and changes concern every client: add “Serve every client”"),
    "slug": _("it is taken, or has other signs than letters, digits and hyphens"),
}
KINDS: dict[str, Promise] = {
    "agent_added": _("Person added"),
    "agent_changed": _("Person changed"),
    "agent_deactivated": _("Person deactivated"),
    "agent_invited": _("Person invited"),
    "agent_joined": _("Password chosen by invitation"),
    "agent_reactivated": _("Person reactivated"),
    "agent_serves": _("Clients of a person changed"),
    "canned_response_deleted": _("Canned response deleted"),
    "canned_response_saved": _("Canned response saved"),
    "client_added": _("Client added"),
    "client_changed": _("Client changed"),
    "definition_added": _("Tag, status or field added"),
    "definition_changed": _("Tag, status or field changed"),
    "definition_removed": _("Tag, status or field removed"),
    "inbox_added": _("Inbox added"),
    "inbox_changed": _("Inbox changed"),
    "inbox_door_set": _("Who may enter an inbox changed"),
    "mailbox_removed": _("Mailbox removed"),
    "mailbox_set": _("Mailbox set up"),
    "outgoing_server_removed": _("Outgoing server removed"),
    "outgoing_server_set": _("Outgoing server set up"),
    "password_reset": _("Password reset"),
    "reason_added": _("Reason added"),
    "reason_changed": _("Reason changed"),
    "reasons_ordered": _("Reasons ordered"),
    "role_added": _("Role added"),
    "role_changed": _("Role changed"),
    "role_removed": _("Role removed"),
    "second_step_asked": _("Two steps asked, or no longer"),
    "second_step_reset": _("Second step reset"),
    "sender_blocked": _("Sender blocked"),
    "sender_unblocked": _("Sender unblocked"),
    "team_added": _("Team added"),
    "team_changed": _("Team changed"),
    "team_removed": _("Team removed"),
    "token_made": _("Token made"),
    "token_revoked": _("Token revoked"),
    "trusted_servers_changed": _("Mail servers that are believed changed"),
}


def refusal_in_words(refusal: Exception) -> str:
    if isinstance(refusal, BadSetting):
        return str(SETTINGS.get(refusal.field, refusal.why)).capitalize() + "."
    return str(REFUSALS[type(refusal)])


def field_of(refusal: Exception) -> str | None:
    """None when it is about no single field."""
    return refusal.field if isinstance(refusal, BadSetting) else FIELDS.get(type(refusal))


def kind_in_words(kind: str) -> str:
    return str(KINDS.get(kind) or kind.replace("_", " ").capitalize())
