"""Which right each page asks for, by its name in urls.py: one list, to be read from top to bottom.

What is not listed asks for reading cases, and for answering when it changes something.
"""

from keskio.staff.rights import Right

OPEN_TO_ALL = frozenset(
    {
        "start",
        "settings",
        "set_presence",
        "set_signature",
        "notifications",
        "open_notification",
        "read_notifications",
        "admin_start",
        "palette",
    }
)
"""To whoever is signed in, in any role."""
NEEDS: dict[str, Right] = {
    "note": Right.NOTE,
    "take_next": Right.TAKE,
    "assign": Right.ASSIGN,
    "resolve": Right.RESOLVE,
    "reopen": Right.RESOLVE,
    "snooze": Right.RESOLVE,
    "mark_spam": Right.RESOLVE,
    "not_spam": Right.RESOLVE,
    "hand_over": Right.ASSIGN,
    "change_many": Right.READ_CASES,
    "undo": Right.READ_CASES,
    "follow": Right.READ_CASES,
    "remind": Right.READ_CASES,
    "cancel_reminder": Right.READ_CASES,
    "save_view": Right.READ_CASES,
    "remove_view": Right.READ_CASES,
    "choose_columns": Right.READ_CASES,
    "case_presence": Right.READ_CASES,
    "save_draft": Right.READ_CASES,
    "discard_draft": Right.READ_CASES,
    "draft_preview": Right.READ_CASES,
    "add_draft_file": Right.READ_CASES,
    "remove_draft_file": Right.READ_CASES,
    "draft_addresses": Right.ANSWER,
    "new_mails": Right.ANSWER,
    "new_mail": Right.ANSWER,
    "other_customers": Right.READ_CUSTOMERS,
    "note_contact": Right.NOTE_CONTACTS,
    "note_found": Right.NOTE_CONTACTS,
    "canned": Right.MANAGE_TEXTS,
    "canned_change": Right.MANAGE_TEXTS,
    "canned_delete": Right.MANAGE_TEXTS,
    "spend_time": Right.READ_CASES,
    "correct_time": Right.READ_CASES,
    "admin_people": Right.MANAGE_PEOPLE,
    "admin_invite": Right.MANAGE_PEOPLE,
    "admin_person": Right.MANAGE_PEOPLE,
    "admin_person_act": Right.MANAGE_PEOPLE,
    "admin_teams": Right.MANAGE_PEOPLE,
    "admin_team": Right.MANAGE_PEOPLE,
    "admin_roles": Right.MANAGE_PEOPLE,
    "admin_role": Right.MANAGE_PEOPLE,
    "admin_new_role": Right.MANAGE_PEOPLE,
    "admin_role_removed": Right.MANAGE_PEOPLE,
    "admin_second_step": Right.MANAGE_PEOPLE,
    "admin_tokens": Right.MANAGE_TOKENS,
    "admin_token_revoked": Right.MANAGE_TOKENS,
    "admin_audit": Right.SEE_AUDIT,
    "admin_health": Right.SEE_HEALTH,
    "admin_unprocessed": Right.SEE_HEALTH,
    "arrival_again": Right.SEE_HEALTH,
    "stream_again": Right.SEE_HEALTH,
    "resume_subscriber": Right.SEE_HEALTH,
    "deliver_again": Right.SEE_HEALTH,
}


def needed(name: str, *, writes: bool, of_administration: bool = False) -> Right | None:
    """None for what is open to whoever is signed in."""
    if name in OPEN_TO_ALL:
        return None
    if name in NEEDS:
        return NEEDS[name]
    if of_administration:
        return Right.MANAGE_SETTINGS
    return Right.ANSWER if writes else Right.READ_CASES
