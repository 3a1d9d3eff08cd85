"""What is asked of every address: of each page and form, and of each operation of the API."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from keskio.interfaces.api.application import api
from tests.leaks.house import House

Body = Callable[[House], Any]
API = "api/v1/"
AGENT, ADMINISTRATOR, NOBODY = "agent", "administrator", "nobody"


@dataclass(frozen=True)
class Visit:
    """`route` as the URLconf or the description has it.

    `who` is let in; and where `shows`, finds the client's canary in the answer.
    """

    method: str
    route: str
    body: Body = lambda _: None
    who: str = AGENT
    shows: bool = False
    refuses: int = 0
    """The status of a refusal that is the right answer to what is asked here."""
    also: str = ""
    """A query, or what an expression in the route stands for."""

    def __str__(self) -> str:
        return f"{self.method} {self.route or '(start)'}{self.also}"

    def address(self, house: House) -> str:
        if self.also and not self.also.startswith("?"):
            return f"/{self.also}"
        route = self.route
        for name, value in house.ids.items():
            for written in (f"<int:{name}>", f"<{name}>", f"{{{name}}}"):
                route = route.replace(written, str(value))
        assert not set("<{^") & set(route), f"{route}: nothing to put in"
        return f"/{route}{self.also}"

    @property
    def is_api(self) -> bool:
        return self.route.startswith(API) and "openapi" not in self.route


def writing(_: House) -> dict[str, Any]:
    return {"text": "Hello", "request_key": uuid4(), "last_seen": 10**9, "cc": ""}


def resolution(house: House) -> dict[str, Any]:
    return {"reason": house.ids["reason_id"], "outcome": "solved"}


def snooze(_: House) -> dict[str, Any]:
    return {"until": (timezone.now() + timedelta(days=2)).isoformat()}


def person_form(house: House) -> dict[str, Any]:
    return {
        "name": "New",
        "email": "new@staff.example",
        "role": "agent",
        "language": "en",
        "time_zone": "Europe/Helsinki",
        "client_ids": [house.client.pk],
    }


def client_form(_: House) -> dict[str, Any]:
    return {
        "name": "New",
        "slug": "new",
        "language": "en",
        "time_zone": "Europe/Helsinki",
        "opens_at": "09:00",
        "closes_at": "17:00",
        "open_days": ["1"],
    }


def inbox_form(_: House) -> dict[str, Any]:
    return {
        "name": "New",
        "address": "new@inbox.example",
        "language": "en",
        "answer_within_hours": 3,
        "catches": "own",
    }


def token_form(_: House) -> dict[str, Any]:
    return {"name": "New", "role": "agent", "scopes": ["read"]}


def settings_form(house: House) -> dict[str, Any]:
    return {"what": "apply", "text": settings_text(house)}


def settings_text(house: House) -> str:
    return f"clients:\n- slug: {house.client.slug}\n  name: New\n"


CASE = "cases/<int:case_id>/"
PAGES = (
    Visit("GET", ""),
    Visit("GET", "cases/", shows=True),
    Visit("GET", "cases/", shows=True, also="?view=resolved"),
    Visit("GET", "cases/", shows=True, also="?view=snoozed"),
    Visit("GET", "cases/", also="?view=mine"),
    Visit("POST", "cases/next/"),
    Visit("GET", CASE, shows=True),
    Visit("POST", f"{CASE}reply/", writing),
    Visit("POST", f"{CASE}reply/", shows=True, refuses=422, also="?"),
    Visit("POST", f"{CASE}note/", writing),
    Visit("POST", f"{CASE}resolve/", resolution),
    Visit("POST", "cases/<int:resolved_id>/reopen/"),
    Visit("POST", f"{CASE}snooze/", snooze),
    Visit("POST", f"{CASE}assign/", lambda house: {"agent": house.agent.pk}),
    Visit("POST", f"{CASE}time/", lambda _: {"visit": uuid4(), "seconds": 9}),
    Visit("POST", f"{CASE}time/correct/", lambda _: {"minutes": 3}),
    Visit("GET", "messages/<int:message_id>/html/", shows=True),
    Visit("GET", "attachments/<int:attachment_id>/", shows=True),
    Visit("GET", "first-visit/", who=""),
    Visit("POST", "first-visit/", who=""),
    Visit("GET", "invited/<word>/", who=NOBODY),
    Visit("POST", "invited/<word>/", lambda _: {"password": "x"}, NOBODY, refuses=422),
    Visit("GET", "admin/", who=ADMINISTRATOR),
    Visit("GET", "admin/audit/", who=ADMINISTRATOR, shows=True),
    Visit("GET", "admin/clients/", who=ADMINISTRATOR, shows=True),
    Visit("GET", "admin/clients/new/", who=ADMINISTRATOR),
    Visit("POST", "admin/clients/new/", client_form, ADMINISTRATOR),
    Visit("GET", "admin/clients/<int:client_id>/", who=ADMINISTRATOR, shows=True),
    Visit("POST", "admin/clients/<int:client_id>/", client_form, ADMINISTRATOR),
    Visit(
        "POST", "admin/clients/<int:client_id>/archive/", lambda _: {"archived": 1}, ADMINISTRATOR
    ),
    Visit("GET", "admin/clients/<int:client_id>/inboxes/new/", who=ADMINISTRATOR, shows=True),
    Visit("POST", "admin/clients/<int:client_id>/inboxes/new/", inbox_form, ADMINISTRATOR),
    Visit(
        "POST", "admin/clients/<int:client_id>/reasons/", lambda _: {"name": "New"}, ADMINISTRATOR
    ),
    Visit("GET", "admin/inboxes/<int:inbox_id>/", who=ADMINISTRATOR, shows=True),
    Visit("POST", "admin/inboxes/<int:inbox_id>/", inbox_form, ADMINISTRATOR),
    Visit(
        "POST", "admin/inboxes/<int:inbox_id>/archive/", lambda _: {"archived": 1}, ADMINISTRATOR
    ),
    Visit("POST", "admin/reasons/<int:reason_id>/", lambda _: {"what": "archive"}, ADMINISTRATOR),
    Visit("GET", "admin/people/", who=ADMINISTRATOR, shows=True),
    Visit("GET", "admin/people/invite/", who=ADMINISTRATOR, shows=True),
    Visit("POST", "admin/people/invite/", person_form, ADMINISTRATOR),
    Visit("GET", "admin/people/<int:agent_id>/", who=ADMINISTRATOR, shows=True),
    Visit("POST", "admin/people/<int:agent_id>/", person_form, ADMINISTRATOR),
    Visit("POST", "admin/people/<int:agent_id>/<act>/", who=ADMINISTRATOR, shows=True),
    Visit("GET", "admin/roles/", who=ADMINISTRATOR, shows=True),
    Visit("GET", "admin/roles/new/", who=ADMINISTRATOR),
    Visit("POST", "admin/roles/new/", lambda _: {"name": "New", "slug": "new"}, ADMINISTRATOR),
    Visit("GET", "admin/roles/own/<role>/", who=ADMINISTRATOR, shows=True),
    Visit("POST", "admin/roles/own/<role>/", lambda _: {"name": "New"}, ADMINISTRATOR),
    Visit("POST", "admin/roles/own/<role>/remove/", who=ADMINISTRATOR),
    Visit("POST", "admin/second-step/", lambda _: {"role": "agent", "asked": 1}, ADMINISTRATOR),
    Visit("GET", "admin/tokens/", who=ADMINISTRATOR, shows=True),
    Visit("POST", "admin/tokens/", token_form, ADMINISTRATOR),
    Visit("POST", "admin/tokens/<int:token_id>/revoke/", who=ADMINISTRATOR, shows=True),
    Visit("GET", "admin/settings-file/", who=ADMINISTRATOR),
    Visit("POST", "admin/settings-file/", settings_form, ADMINISTRATOR),
    Visit("GET", "admin/settings-file/download/", who=ADMINISTRATOR, shows=True),
    Visit("GET", "admin/health/", who=ADMINISTRATOR, shows=True),
    Visit("GET", "admin/unprocessed/", who=ADMINISTRATOR, shows=True),
    Visit("POST", "admin/arrivals/<int:arrival_id>/again/", who=ADMINISTRATOR),
    Visit("POST", "admin/streams/<int:parked_id>/again/", who=ADMINISTRATOR),
    Visit("POST", "admin/subscribers/resume/", lambda _: {"subscriber": "line"}, ADMINISTRATOR),
    Visit("POST", "admin/deliveries/<int:delivery_id>/again/", who=ADMINISTRATOR),
    Visit("POST", "admin/trusted-servers/", lambda _: {"names": "mx.example"}, ADMINISTRATOR),
    Visit("GET", "me/", shows=True),
    Visit("POST", "me/", lambda _: {"language": "fi"}),
    Visit("POST", "me/presence/", lambda _: {"presence": "here"}),
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


def archiving(_: House) -> dict[str, Any]:
    return {"archived": True}


def settings_body(house: House) -> bytes:
    return settings_text(house).encode()


API_CASE = f"{API}cases/{{case_id}}"
OPERATIONS = (
    Visit("GET", f"{API}cases", shows=True),
    Visit("GET", f"{API}cases", shows=True, also="?view=resolved"),
    Visit("GET", API_CASE, shows=True),
    Visit("POST", f"{API_CASE}/resolve", lambda _: {"outcome": "solved"}, shows=True),
    Visit("POST", f"{API}cases/{{resolved_id}}/reopen", shows=True),
    Visit("POST", f"{API_CASE}/snooze", snooze, shows=True),
    Visit("POST", f"{API_CASE}/assign", lambda h: {"agent_id": h.agent.pk}, shows=True),
    Visit("GET", f"{API_CASE}/messages", shows=True),
    Visit("GET", f"{API}messages/{{message_id}}", shows=True),
    Visit("POST", f"{API_CASE}/replies", lambda _: {"text": "Hello"}, shows=True),
    Visit("POST", f"{API_CASE}/notes", lambda _: {"text": "Hello"}),
    Visit("GET", f"{API}attachments/{{attachment_id}}", shows=True),
    Visit("GET", f"{API}conversations"),
    Visit("GET", f"{API}conversations/{{conversation_id}}"),
    Visit("GET", f"{API}customers", shows=True),
    Visit("GET", f"{API}customers", shows=True, also="?words=canary"),
    Visit("GET", f"{API}customers/{{customer_id}}", shows=True),
    Visit("GET", f"{API}line"),
    Visit("POST", f"{API}line/take-next"),
    Visit("POST", f"{API_CASE}/take"),
    Visit("PUT", f"{API_CASE}/active-time/{{visit}}", lambda _: {"seconds": 9}),
    Visit("PUT", f"{API_CASE}/active-time", lambda _: {"seconds": 9}),
    Visit("GET", f"{API}me"),
    Visit("PUT", f"{API}me/presence", lambda _: {"presence": "here"}, shows=True),
    Visit("PUT", f"{API}me/language", lambda _: {"language": "fi"}),
    Visit("GET", f"{API}clients", shows=True),
    Visit("POST", f"{API}clients", lambda _: {"name": "N", "slug": "n"}, ADMINISTRATOR),
    Visit("GET", f"{API}inboxes", shows=True),
    Visit(
        "POST",
        f"{API}clients/{{client_id}}/inboxes",
        lambda _: {"name": "N", "address": "n@new.example"},
        ADMINISTRATOR,
    ),
    Visit(
        "PATCH",
        f"{API}inboxes/{{inbox_id}}",
        lambda _: {"answer_within_hours": 3},
        ADMINISTRATOR,
        shows=True,
    ),
    Visit("GET", f"{API}clients/{{client_id}}/reasons", shows=True),
    Visit("POST", f"{API}clients/{{client_id}}/reasons", lambda _: {"name": "N"}, ADMINISTRATOR),
    Visit("PATCH", f"{API}clients/{{client_id}}", lambda _: {"open_days": "1"}, ADMINISTRATOR),
    Visit("PUT", f"{API}clients/{{client_id}}/archived", archiving, ADMINISTRATOR, shows=True),
    Visit("PUT", f"{API}inboxes/{{inbox_id}}/archived", archiving, ADMINISTRATOR, shows=True),
    Visit("GET", f"{API}inboxes/{{inbox_id}}/door", who=ADMINISTRATOR),
    Visit(
        "PUT",
        f"{API}inboxes/{{inbox_id}}/door",
        lambda h: {"agent_ids": [h.agent.pk]},
        ADMINISTRATOR,
    ),
    Visit(
        "PUT",
        f"{API}clients/{{client_id}}/reasons/order",
        lambda h: {"reason_ids": [h.ids["reason_id"]]},
        ADMINISTRATOR,
        shows=True,
    ),
    Visit("PATCH", f"{API}reasons/{{reason_id}}", lambda _: {"name": "N"}, ADMINISTRATOR),
    Visit("PUT", f"{API}reasons/{{reason_id}}/archived", archiving, ADMINISTRATOR, shows=True),
    Visit("GET", f"{API}people", who=ADMINISTRATOR, shows=True),
    Visit(
        "PATCH",
        f"{API}agents/{{agent_id}}",
        lambda _: {"language": "fi"},
        ADMINISTRATOR,
        shows=True,
    ),
    Visit("POST", f"{API}agents/{{agent_id}}/invite", who=ADMINISTRATOR),
    Visit("POST", f"{API}agents/{{agent_id}}/reset-password", who=ADMINISTRATOR),
    Visit("POST", f"{API}agents/{{agent_id}}/reset-second-step", who=ADMINISTRATOR, shows=True),
    Visit("POST", f"{API}agents/{{agent_id}}/deactivate", who=ADMINISTRATOR, shows=True),
    Visit("POST", f"{API}agents/{{agent_id}}/reactivate", who=ADMINISTRATOR, shows=True),
    Visit("GET", f"{API}roles", who=ADMINISTRATOR, shows=True),
    Visit(
        "POST",
        f"{API}roles",
        lambda _: {"slug": "n", "name": "N", "rights": ["note"]},
        ADMINISTRATOR,
    ),
    Visit("PUT", f"{API}roles/{{slug}}", lambda _: {"name": "N", "rights": []}, ADMINISTRATOR),
    Visit("DELETE", f"{API}roles/{{slug}}", who=ADMINISTRATOR),
    Visit("GET", f"{API}second-step", who=ADMINISTRATOR),
    Visit("PUT", f"{API}second-step", lambda _: {"role": "agent", "asked": True}, ADMINISTRATOR),
    Visit("GET", f"{API}audit", who=ADMINISTRATOR, shows=True, also="?limit=200"),
    Visit("GET", f"{API}settings", who=ADMINISTRATOR, shows=True),
    Visit("POST", f"{API}settings/diff", settings_body, ADMINISTRATOR, shows=True),
    Visit("PUT", f"{API}settings", settings_body, ADMINISTRATOR, shows=True),
    Visit("GET", f"{API}arrivals", shows=True),
    Visit("GET", f"{API}arrivals/{{arrival_id}}", shows=True),
    Visit(
        "POST",
        f"{API}inboxes/{{inbox_id}}/arrivals",
        lambda _: b"From: x@y.example\r\nMessage-ID: <new@y.example>\r\n\r\nHello\r\n",
        shows=True,
    ),
    Visit("POST", f"{API}arrivals/{{arrival_id}}/run-again", who=ADMINISTRATOR, shows=True),
    Visit("GET", f"{API}deliveries", shows=True),
    Visit("POST", f"{API}deliveries/{{delivery_id}}/try-again", shows=True),
    Visit("GET", f"{API}trusted-servers", who=ADMINISTRATOR),
    Visit("PUT", f"{API}trusted-servers", lambda _: {"names": []}, ADMINISTRATOR),
    Visit("GET", f"{API}journal", shows=True, also="?limit=1000"),
    Visit("GET", f"{API}journal/trouble", who=ADMINISTRATOR, shows=True),
    Visit("POST", f"{API}journal/parked/{{parked_id}}/run-again", who=ADMINISTRATOR),
    Visit("POST", f"{API}journal/subscribers/{{subscriber}}/resume", who=ADMINISTRATOR),
    Visit("GET", f"{API}agents", shows=True),
    Visit("POST", f"{API}agents", lambda _: {"name": "N", "email": "n@new.example"}, ADMINISTRATOR),
    Visit(
        "PUT",
        f"{API}agents/{{agent_id}}/clients",
        lambda h: {"client_ids": [h.client.pk]},
        ADMINISTRATOR,
        shows=True,
    ),
    Visit("GET", f"{API}tokens", who=ADMINISTRATOR, shows=True),
    Visit("POST", f"{API}tokens", lambda _: {"name": "N"}, ADMINISTRATOR),
    Visit("DELETE", f"{API}tokens/{{token_id}}", who=ADMINISTRATOR),
)


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
