"""What somebody may do, by name, and what the roles that come along may."""

from collections.abc import Collection, Iterable

from django.db.models import TextChoices

from keskio.staff.models import Role


class Right(TextChoices):
    READ_CASES = "read_cases"
    ANSWER = "answer"
    NOTE = "note"
    TAKE = "take"
    ASSIGN = "assign"
    RESOLVE = "resolve"
    READ_CUSTOMERS = "read_customers"
    NOTE_CONTACTS = "note_contacts"
    MANAGE_VIEWS = "manage_views"
    MANAGE_TEXTS = "manage_texts"
    EXPORT = "export"
    ENTER_CLOSED = "enter_closed"
    """Closed inboxes too, without being listed."""
    EVERY_CLIENT = "every_client"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_SETTINGS = "manage_settings"
    MANAGE_TOKENS = "manage_tokens"
    SEE_HEALTH = "see_health"
    SEE_AUDIT = "see_audit"


EVERY_RIGHT = frozenset(Right)
OF_THE_INSTALLATION = frozenset(
    {
        Right.MANAGE_PEOPLE,
        Right.MANAGE_SETTINGS,
        Right.MANAGE_TOKENS,
        Right.SEE_HEALTH,
        Right.SEE_AUDIT,
    }
)
"""They concern every client, so nobody has one without serving every client."""
_CONTACT = frozenset({Right.READ_CUSTOMERS, Right.NOTE_CONTACTS})
_AGENT = _CONTACT | {
    Right.READ_CASES,
    Right.ANSWER,
    Right.NOTE,
    Right.TAKE,
    Right.ASSIGN,
    Right.RESOLVE,
}
PRESETS: dict[str, frozenset[Right]] = {
    Role.CONTACT: _CONTACT,
    Role.AGENT: _AGENT,
    Role.SUPERVISOR: _AGENT | {Right.MANAGE_VIEWS, Right.MANAGE_TEXTS, Right.EXPORT},
    Role.ADMINISTRATOR: EVERY_RIGHT,
}


def written(rights: Collection[Right]) -> str:
    """In the order in which they are declared, each between spaces: so that one can be found."""
    return "".join(f" {right}" for right in Right if right in rights) + " "


def rights_in(text: str) -> frozenset[Right]:
    """Those that are still rights: one that was taken out of the program gives nothing."""
    return frozenset(Right(name) for name in text.split() if name in Right)


def names_of(rights: Iterable[Right]) -> list[str]:
    return written(frozenset(rights)).split()
