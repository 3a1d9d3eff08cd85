"""What is asked of every address: of each page and form, and of each operation of the API."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from keskio.cases.models import Case
from keskio.cases.undoing import Change, Former, seal
from keskio.interfaces.api.application import api
from keskio.kit.scopes import SYSTEM, reading
from tests.leaks import administration_visits, carried_visits
from tests.leaks.house import House
from tests.leaks.visits_form import API, NOBODY, SUPERVISOR, Visit


def writing(_: House) -> dict[str, Any]:
    return {"text": "Hello", "request_key": uuid4(), "last_seen": 10**9, "cc": ""}


def resolution(house: House) -> dict[str, Any]:
    return {"reason": house.ids["reason_id"], "outcome": "solved"}


def snooze(_: House) -> dict[str, Any]:
    return {"until": (timezone.now() + timedelta(days=2)).isoformat()}


def undoable(house: House) -> str:
    """A change of the agent's to the case, which is still as it was left."""
    with reading(SYSTEM):
        now = Former.of(Case.objects.get(pk=house.ids["case_id"]))
    change = Change(int(str(house.ids["case_id"])), replace(now, assignee_id=None), now)
    return seal([change], actor=str(house.agent.actor))


def later(house: House) -> dict[str, Any]:
    return {**writing(house), "moment": (timezone.now() + timedelta(days=2)).isoformat()}


def draft(house: House) -> dict[str, Any]:
    return {"kind": "note", "case": house.ids["case_id"], "text": "Hello", "version": ""}


def letter(house: House) -> dict[str, Any]:
    return {**writing(house), "to": "a@b.example", "subject": "Hello"}


def mail(_: House) -> dict[str, Any]:
    return {"to": [{"address": "a@b.example"}], "text": "Hello"}


def noted(house: House) -> dict[str, Any]:
    whom = {"customer": house.ids["customer_id"], "words": ""}
    return whom | {"text": "He called", "channel": "phone", "request_key": uuid4()}


CASE = "cases/<int:case_id>/"
PAGES = (
    Visit("GET", ""),
    Visit("GET", "cases/", shows=True),
    Visit("GET", "cases/", shows=True, also="?view=resolved"),
    Visit("GET", "cases/", shows=True, also="?view=snoozed"),
    Visit("GET", "cases/", also="?view=mine"),
    Visit("GET", "cases/", shows=True, also="?view=all&sort=customer"),
    Visit("GET", "cases/line/", shows=True),
    Visit("POST", "cases/bulk/", lambda h: {"do": "to-me", "case": h.ids["case_id"]}),
    Visit("POST", "cases/undo/", lambda h: {"sealed": undoable(h)}),
    Visit("POST", "cases/columns/", lambda _: {"column": ["agent"]}),
    Visit("POST", "cases/views/", lambda _: {"view": "mine", "name": "N"}),
    Visit(
        "POST",
        "cases/views/",
        lambda h: {"view": "all", "name": "T", "share": f"team:{h.ids['team_id']}"},
        who=SUPERVISOR,
        also="?",
    ),
    Visit("POST", "cases/views/<int:view_id>/remove/"),
    Visit("GET", "palette/", shows=True),
    Visit("GET", "palette/", shows=True, also="?q=canary"),
    Visit("POST", "cases/next/"),
    Visit("GET", CASE, shows=True),
    Visit("GET", f"{CASE}dialogs/", shows=True),
    Visit("POST", f"{CASE}reply/", writing),
    Visit("POST", f"{CASE}reply/", shows=True, refuses=422, also="?"),
    Visit("POST", f"{CASE}note/", writing),
    Visit("POST", f"{CASE}schedule/", later),
    Visit("POST", f"{CASE}unschedule/"),
    Visit("POST", f"{CASE}presence/", lambda _: {"last_seen": 1, "writing": "1"}, shows=True),
    Visit("POST", "drafts/", draft),
    Visit("POST", "drafts/discard/", draft),
    Visit(
        "GET",
        "drafts/addresses/",
        lambda h: {"kind": "reply", "case": h.ids["case_id"], "q": "canary"},
        shows=True,
    ),
    Visit(
        "GET",
        "drafts/words/",
        lambda h: {"kind": "reply", "case": h.ids["case_id"]},
        shows=True,
    ),
    Visit(
        "POST",
        "drafts/preview/",
        lambda h: {"kind": "reply", "case": h.ids["case_id"], "text": "Hello"},
        shows=True,
    ),
    Visit(
        "POST",
        "drafts/files/",
        lambda h: {**draft(h), "file": SimpleUploadedFile("a.txt", b"one")},
    ),
    Visit("GET", "drafts/files/<int:file_id>/", shows=True),
    Visit("POST", "drafts/files/<int:file_id>/remove/"),
    Visit("GET", "mail/", shows=True),
    Visit("GET", "mail/<int:inbox_id>/", shows=True),
    Visit("POST", "mail/<int:inbox_id>/", letter),
    Visit("POST", "messages/<int:message_id>/forward/", letter),
    Visit("POST", "messages/<int:held_id>/take-back/"),
    Visit("POST", "me/signature/", lambda _: {"signature": "Me"}),
    Visit("POST", f"{CASE}resolve/", resolution),
    Visit("POST", "cases/<int:resolved_id>/reopen/"),
    Visit("POST", f"{CASE}snooze/", snooze),
    Visit("POST", f"{CASE}assign/", lambda house: {"agent": house.agent.pk}),
    Visit("POST", f"{CASE}time/", lambda _: {"visit": uuid4(), "seconds": 9}),
    Visit("POST", f"{CASE}time/correct/", lambda _: {"minutes": 3}),
    Visit("GET", f"{CASE}other-cases/", shows=True, also="?q=chain"),
    Visit("GET", f"{CASE}other-customers/", shows=True, also="?q=canary"),
    Visit("POST", f"{CASE}merge/", lambda h: {"other": h.ids["other_id"]}),
    Visit("GET", "cases/<int:merged_id>/", shows=True),
    Visit("POST", "cases/<int:merged_id>/unmerge/", shows=True),
    Visit("POST", f"{CASE}link/", lambda h: {"other": h.ids["other_id"]}, shows=True),
    Visit("POST", f"{CASE}unlink/", lambda h: {"other": h.ids["linked_id"]}, shows=True),
    Visit(
        "POST",
        f"{CASE}customer/",
        lambda h: {"customer": h.ids["stranger_id"], "identity": h.ids["identity_id"]},
        shows=True,
    ),
    Visit("POST", f"{CASE}spam/", lambda _: {"block": "address"}, shows=True),
    Visit("POST", "cases/<int:spam_id>/not-spam/", lambda h: {"unblock": h.ids["blocked_id"]}),
    Visit("POST", "messages/<int:message_id>/split/", shows=True),
    Visit(
        "POST",
        "messages/<int:message_id>/move/",
        lambda h: {"other": h.ids["other_id"]},
        shows=True,
    ),
    Visit("GET", "messages/<int:message_id>/html/", shows=True),
    Visit("GET", "attachments/<int:attachment_id>/", shows=True),
    Visit("GET", "search/"),
    Visit("GET", "search/", shows=True, also="?q=saw"),
    Visit("GET", "search/", shows=True, also="?q=mikko&order=newest"),
    Visit("GET", "search/", shows=True, also="?q=is:open"),
    Visit("GET", "first-visit/", who=""),
    Visit("POST", "first-visit/", who=""),
    Visit("GET", "invited/<word>/", who=NOBODY),
    Visit("POST", "invited/<word>/", lambda _: {"password": "x"}, NOBODY, refuses=422),
    Visit("GET", "note/"),
    Visit("POST", "note/", noted, shows=True),
    Visit("GET", "note/found/", shows=True, also="?words=canary"),
    Visit("GET", "me/", shows=True),
    Visit("POST", "me/", lambda _: {"language": "fi"}),
    Visit("POST", "me/presence/", lambda _: {"presence": "here"}),
    *administration_visits.PAGES,
    *carried_visits.PAGES,
    Visit("GET", "healthz", who=NOBODY),
    Visit("GET", f"{API}openapi.json", who=NOBODY),
    Visit("GET", f"{API}docs", who=NOBODY),
    Visit("GET", "accounts/login/", who=NOBODY),
    Visit("POST", "accounts/login/", lambda _: {"login": "a@b.example", "password": "x"}, NOBODY),
    Visit("POST", "accounts/logout/"),
    Visit("GET", "accounts/inactive/", who=NOBODY),
    Visit("GET", "accounts/signup/", who=NOBODY),
    Visit("GET", "accounts/reauthenticate/"),
    Visit("GET", "accounts/password/change/"),
    Visit("GET", "accounts/password/set/"),
    Visit("GET", "accounts/password/set/"),
    Visit("GET", "accounts/password/reset/", who=NOBODY),
    Visit("POST", "accounts/password/reset/", lambda h: {"email": h.agent.email}, NOBODY),
    Visit("GET", "accounts/password/reset/key/done/", who=NOBODY),
    Visit(
        "GET",
        "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        who=NOBODY,
        also="accounts/password/reset/key/1-set-password/",
    ),
    Visit("GET", "accounts/password/reset/done/", who=NOBODY),
    Visit("GET", "accounts/2fa/"),
    Visit("GET", "accounts/2fa/authenticate/", who=NOBODY),
    Visit("GET", "accounts/2fa/reauthenticate/", who=""),
    Visit("GET", "accounts/2fa/totp/activate/"),
    Visit("GET", "accounts/2fa/totp/deactivate/", who=""),
    Visit("GET", "accounts/2fa/recovery-codes/", who=""),
    Visit("GET", "accounts/2fa/recovery-codes/generate/", who=""),
    Visit("GET", "accounts/2fa/recovery-codes/download/", who=""),
)
"""`who` empty: nobody is let in, as things are in this house."""


API_CASE = f"{API}cases/{{case_id}}"
OPERATIONS = (
    Visit("GET", f"{API}cases", shows=True),
    Visit("GET", f"{API}cases", shows=True, also="?view=resolved"),
    Visit("GET", API_CASE, shows=True),
    Visit("POST", f"{API_CASE}/resolve", lambda _: {"outcome": "solved"}, shows=True),
    Visit("POST", f"{API}cases/{{resolved_id}}/reopen", shows=True),
    Visit("POST", f"{API_CASE}/snooze", snooze, shows=True),
    Visit("POST", f"{API_CASE}/assign", lambda h: {"agent_id": h.agent.pk}, shows=True),
    Visit("POST", f"{API_CASE}/undo", lambda h: {"undo": undoable(h)}, shows=True),
    Visit("GET", f"{API}views", shows=True),
    Visit("POST", f"{API}views", lambda _: {"name": "N", "view": "mine"}),
    Visit("DELETE", f"{API}views/{{view_id}}"),
    Visit("GET", f"{API}me/columns"),
    Visit("PUT", f"{API}me/columns", lambda _: {"columns": []}),
    Visit("GET", f"{API_CASE}/messages", shows=True),
    Visit("GET", f"{API}messages/{{message_id}}", shows=True),
    Visit("POST", f"{API_CASE}/replies", lambda _: {"text": "Hello"}, shows=True),
    Visit("POST", f"{API_CASE}/notes", lambda _: {"text": "Hello"}),
    Visit("GET", f"{API_CASE}/drafts/{{kind}}", shows=True),
    Visit("PUT", f"{API_CASE}/drafts/{{kind}}", lambda _: {"text": "Hello"}),
    Visit("DELETE", f"{API_CASE}/drafts/{{kind}}"),
    Visit("POST", f"{API_CASE}/drafts/{{kind}}/files", lambda _: {"name": "a", "content": "YQ=="}),
    Visit("DELETE", f"{API}draft-files/{{file_id}}"),
    Visit(
        "PUT",
        f"{API_CASE}/scheduled-reply",
        lambda _: {
            "send_at": (timezone.now() + timedelta(days=2)).isoformat(),
            "last_seen": 10**9,
        },
        refuses=422,
    ),
    Visit("DELETE", f"{API_CASE}/scheduled-reply", refuses=409),
    Visit("POST", f"{API}messages/{{held_id}}/take-back", shows=True),
    Visit("POST", f"{API}messages/{{message_id}}/forward", mail, shows=True),
    Visit("POST", f"{API}inboxes/{{inbox_id}}/mails", mail, shows=True),
    Visit("GET", f"{API}clients/{{client_id}}/canned-responses", shows=True),
    Visit("PUT", f"{API}me/signature", lambda _: {"text": "Me"}),
    Visit("GET", f"{API}attachments/{{attachment_id}}", shows=True),
    Visit("GET", f"{API}conversations"),
    Visit("GET", f"{API}conversations/{{conversation_id}}"),
    Visit("GET", f"{API}customers", shows=True),
    Visit("GET", f"{API}customers", shows=True, also="?words=canary"),
    Visit("GET", f"{API}customers/{{customer_id}}", shows=True),
    Visit("POST", f"{API_CASE}/merge", lambda h: {"into": h.ids["other_id"]}, shows=True),
    Visit("POST", f"{API}cases/{{merged_id}}/unmerge", shows=True),
    Visit("GET", f"{API}cases/{{merged_id}}", shows=True),
    Visit("POST", f"{API}messages/{{message_id}}/split", lambda _: {}, shows=True),
    Visit(
        "POST",
        f"{API}messages/{{message_id}}/move",
        lambda h: {"to": h.ids["other_id"]},
        shows=True,
    ),
    Visit("GET", f"{API_CASE}/links", shows=True),
    Visit("PUT", f"{API_CASE}/links/{{other_id}}", shows=True),
    Visit("DELETE", f"{API_CASE}/links/{{linked_id}}"),
    Visit(
        "PUT",
        f"{API_CASE}/customer",
        lambda h: {"customer_id": h.ids["customer_id"], "identity_id": h.ids["identity_id"]},
        shows=True,
    ),
    Visit("POST", f"{API_CASE}/spam", shows=True),
    Visit("POST", f"{API}cases/{{spam_id}}/not-spam", shows=True),
    Visit("GET", f"{API}cases", shows=True, also="?view=spam"),
    Visit("POST", f"{API}clients/{{client_id}}/customers", lambda _: {"name": "N"}),
    Visit("PUT", f"{API}customers/{{customer_id}}/identities/{{identity_id}}", shows=True),
    Visit("GET", f"{API}blocked-senders", shows=True),
    Visit(
        "POST", f"{API}clients/{{client_id}}/blocked-senders", lambda _: {"value": "spam.example"}
    ),
    Visit("DELETE", f"{API}blocked-senders/{{blocked_id}}"),
    Visit("GET", f"{API}search", shows=True, also="?q=saw"),
    Visit("GET", f"{API}search", shows=True, also="?q=is:open"),
    Visit("GET", f"{API}line"),
    Visit("POST", f"{API}line/take-next"),
    Visit("POST", f"{API_CASE}/take"),
    Visit("PUT", f"{API_CASE}/active-time/{{visit}}", lambda _: {"seconds": 9}),
    Visit("PUT", f"{API_CASE}/active-time", lambda _: {"seconds": 9}),
    Visit("GET", f"{API}me"),
    Visit("PUT", f"{API}me/presence", lambda _: {"presence": "here"}, shows=True),
    Visit("PUT", f"{API}me/language", lambda _: {"language": "fi"}),
    Visit("GET", f"{API}clients", shows=True),
    Visit("GET", f"{API}inboxes", shows=True),
    Visit("GET", f"{API}clients/{{client_id}}/reasons", shows=True),
    *administration_visits.OPERATIONS,
    *carried_visits.OPERATIONS,
    Visit("GET", f"{API}arrivals", shows=True),
    Visit("GET", f"{API}arrivals/{{arrival_id}}", shows=True),
    Visit(
        "POST",
        f"{API}inboxes/{{inbox_id}}/arrivals",
        lambda _: b"From: x@y.example\r\nMessage-ID: <new@y.example>\r\n\r\nHello\r\n",
        shows=True,
    ),
    Visit("GET", f"{API}deliveries", shows=True),
    Visit("POST", f"{API}deliveries/{{delivery_id}}/try-again", shows=True),
    Visit(
        "POST",
        f"{API}contacts",
        lambda h: {"customer_id": h.ids["customer_id"], "text": "He called"},
    ),
    Visit("GET", f"{API}journal", shows=True, also="?limit=1000"),
    Visit("GET", f"{API}agents", shows=True),
)


def by_its_name(route: str) -> str:
    """Some are asked about a case or message that is in a certain state."""
    for name in ("resolved_id", "merged_id", "spam_id"):
        route = route.replace(name, "case_id")
    return route.replace("held_id", "message_id")


def routes() -> set[str]:
    """All of the URLconf, the API's operations apart: those are in its description."""
    return {route for route in _routes(get_resolver().url_patterns) if not _is_operation(route)}


def operations() -> set[tuple[str, str]]:
    described = api.get_openapi_schema(path_prefix=f"/{API}")["paths"]
    return {
        (method.upper(), path.lstrip("/"))
        for path, methods in described.items()
        for method in methods
    }


def _routes(patterns: "list[URLPattern | URLResolver]", before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield route


def _is_operation(route: str) -> bool:
    return route.startswith(API) and route not in {f"{API}openapi.json", f"{API}docs"}
