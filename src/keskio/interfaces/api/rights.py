"""Which right each operation asks for, besides the token's scope: one list for all of them.

What is not listed asks for reading cases, for answering when it writes, and for managing
settings when it needs the scope `admin`.
"""

from django.http import HttpRequest

from keskio.staff.rights import Right

OF_SCOPE = {
    "read": Right.READ_CASES,
    "write": Right.ANSWER,
    "admin": Right.MANAGE_SETTINGS,
}
OPEN_TO_ALL = frozenset(
    {
        "GET me",
        "PUT me/presence",
        "PUT me/language",
        "PUT me/signature",
        "GET me/notifications",
        "POST me/notifications/read",
        "GET clients",
    }
)
"""To every token that works, in any role."""
NEEDS: dict[str, Right] = {
    "POST cases/<case_id>/notes": Right.NOTE,
    "POST cases/<case_id>/resolve": Right.RESOLVE,
    "POST cases/<case_id>/reopen": Right.RESOLVE,
    "POST cases/<case_id>/snooze": Right.RESOLVE,
    "POST cases/<case_id>/assign": Right.ASSIGN,
    "POST cases/<case_id>/take": Right.TAKE,
    "PUT cases/<case_id>/team": Right.ASSIGN,
    "POST cases/<case_id>/hand-over": Right.ASSIGN,
    "POST cases/<case_id>/spam": Right.RESOLVE,
    "POST cases/<case_id>/undo": Right.READ_CASES,
    "POST cases/<case_id>/not-spam": Right.RESOLVE,
    "PUT cases/<case_id>/following": Right.READ_CASES,
    "DELETE cases/<case_id>/following": Right.READ_CASES,
    "POST cases/<case_id>/reminders": Right.READ_CASES,
    "DELETE cases/<case_id>/reminders/<reminder_id>": Right.READ_CASES,
    "PUT cases/<case_id>/drafts/<kind>": Right.READ_CASES,
    "DELETE cases/<case_id>/drafts/<kind>": Right.READ_CASES,
    "POST cases/<case_id>/drafts/<kind>/files": Right.READ_CASES,
    "DELETE draft-files/<file_id>": Right.READ_CASES,
    "POST views": Right.READ_CASES,
    "DELETE views/<view_id>": Right.READ_CASES,
    "PUT me/columns": Right.READ_CASES,
    "POST contacts": Right.NOTE_CONTACTS,
    "POST clients/<client_id>/canned-responses": Right.MANAGE_TEXTS,
    "PUT canned-responses/<canned_id>": Right.MANAGE_TEXTS,
    "DELETE canned-responses/<canned_id>": Right.MANAGE_TEXTS,
    "POST line/take-next": Right.TAKE,
    "PUT cases/<case_id>/active-time/<visit>": Right.READ_CASES,
    "PUT cases/<case_id>/active-time": Right.READ_CASES,
    "GET customers": Right.READ_CUSTOMERS,
    "GET customers/<customer_id>": Right.READ_CUSTOMERS,
    "GET people": Right.MANAGE_PEOPLE,
    "POST agents": Right.MANAGE_PEOPLE,
    "PATCH agents/<agent_id>": Right.MANAGE_PEOPLE,
    "PUT agents/<agent_id>/clients": Right.MANAGE_PEOPLE,
    "POST agents/<agent_id>/invite": Right.MANAGE_PEOPLE,
    "POST agents/<agent_id>/deactivate": Right.MANAGE_PEOPLE,
    "POST agents/<agent_id>/reactivate": Right.MANAGE_PEOPLE,
    "POST agents/<agent_id>/reset-password": Right.MANAGE_PEOPLE,
    "POST agents/<agent_id>/reset-second-step": Right.MANAGE_PEOPLE,
    "POST teams": Right.MANAGE_PEOPLE,
    "PUT teams/<team_id>": Right.MANAGE_PEOPLE,
    "DELETE teams/<team_id>": Right.MANAGE_PEOPLE,
    "GET roles": Right.MANAGE_PEOPLE,
    "POST roles": Right.MANAGE_PEOPLE,
    "PUT roles/<slug>": Right.MANAGE_PEOPLE,
    "DELETE roles/<slug>": Right.MANAGE_PEOPLE,
    "GET second-step": Right.MANAGE_PEOPLE,
    "PUT second-step": Right.MANAGE_PEOPLE,
    "GET tokens": Right.MANAGE_TOKENS,
    "POST tokens": Right.MANAGE_TOKENS,
    "DELETE tokens/<token_id>": Right.MANAGE_TOKENS,
    "GET audit": Right.SEE_AUDIT,
    "POST arrivals/<arrival_id>/run-again": Right.SEE_HEALTH,
    "GET journal/trouble": Right.SEE_HEALTH,
    "POST journal/parked/<parked_id>/run-again": Right.SEE_HEALTH,
    "POST journal/subscribers/<subscriber>/resume": Right.SEE_HEALTH,
}


def needed(request: HttpRequest, scope: str) -> Right | None:
    """None for what is open to every token."""
    route = request.resolver_match.route if request.resolver_match else ""
    asked = f"{request.method} {route.partition('/v1/')[2]}"
    if asked in OPEN_TO_ALL:
        return None
    return NEEDS.get(asked, OF_SCOPE[scope])
