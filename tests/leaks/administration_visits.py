"""What is asked of the addresses of the administration."""

from typing import Any

from tests.leaks.canaries import canary
from tests.leaks.house import House
from tests.leaks.visits_form import ADMINISTRATOR, API, Visit


def person_form(house: House) -> dict[str, Any]:
    return {
        "name": "New",
        "email": "new@staff.example",
        "role": "agent",
        "language": "en",
        "time_zone": "Europe/Helsinki",
        "client_ids": [house.client.pk],
    }


def canned(house: House) -> dict[str, Any]:
    return {"client": house.client.pk, "name": "N", "shortcut": "new", "text_en": "Hi"}


def canned_by_api(_: House) -> dict[str, Any]:
    return {"name": "N", "shortcut": "new", "texts": {"en": "Hi"}}


def mailbox_form(_: House) -> dict[str, Any]:
    given = {"host": "127.0.0.1", "port": 1, "tls": "plain", "user": "u", "auth": "password"}
    more = {"password": "p", "folders": "INBOX", "afterwards": "leave", "from_beginning": "False"}
    return {f"incoming-{name}": value for name, value in (given | more).items()}


def outgoing_form(_: House) -> dict[str, Any]:
    given = {"host": "127.0.0.1", "port": 1, "tls": "plain", "user": "u", "auth": "password"}
    return {f"outgoing-{name}": value for name, value in (given | {"password": "p"}).items()}


MAIL = "admin/inboxes/<int:inbox_id>/mail/"


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


API_MAILBOX = f"{API}inboxes/{{inbox_id}}/mailbox"


API_OUTGOING = f"{API}inboxes/{{inbox_id}}/outgoing-server"


def archiving(_: House) -> dict[str, Any]:
    return {"archived": True}


def settings_body(house: House) -> bytes:
    return settings_text(house).encode()


PAGES = (
    Visit("GET", "admin/canned/", who=ADMINISTRATOR, shows=True),
    Visit("POST", "admin/canned/", canned, ADMINISTRATOR),
    Visit("GET", "admin/canned/<int:canned_id>/", who=ADMINISTRATOR, shows=True),
    Visit("POST", "admin/canned/<int:canned_id>/", canned, ADMINISTRATOR),
    Visit("POST", "admin/canned/<int:canned_id>/delete/", who=ADMINISTRATOR),
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
    Visit("GET", "admin/blocked-senders/", who=ADMINISTRATOR, shows=True),
    Visit(
        "POST",
        "admin/blocked-senders/",
        lambda h: {"client": h.client.pk, "value": "spam.example"},
        ADMINISTRATOR,
    ),
    Visit("POST", "admin/blocked-senders/<int:blocked_id>/unblock/", who=ADMINISTRATOR),
    Visit("GET", MAIL, who=ADMINISTRATOR, shows=True),
    Visit("POST", f"{MAIL}incoming/", mailbox_form, ADMINISTRATOR, shows=True),
    Visit("POST", f"{MAIL}outgoing/", outgoing_form, ADMINISTRATOR, shows=True),
    Visit("POST", f"{MAIL}check/", lambda _: {"which": "incoming"}, ADMINISTRATOR, shows=True),
    Visit("POST", f"{MAIL}check/", lambda _: {"which": "outgoing"}, ADMINISTRATOR, shows=True),
    Visit("POST", f"{MAIL}remove/", lambda _: {"which": "incoming"}, ADMINISTRATOR, shows=True),
    Visit(
        "POST",
        "admin/clients/<int:client_id>/record/",
        lambda _: {"address": "record@new.example"},
        ADMINISTRATOR,
        shows=True,
    ),
    Visit("POST", "admin/skipped/<int:skipped_id>/dismiss/", who=ADMINISTRATOR, shows=True),
)
OPERATIONS = (
    Visit("POST", f"{API}clients/{{client_id}}/canned-responses", canned_by_api, ADMINISTRATOR),
    Visit("PUT", f"{API}canned-responses/{{canned_id}}", canned_by_api, ADMINISTRATOR),
    Visit("DELETE", f"{API}canned-responses/{{canned_id}}", who=ADMINISTRATOR),
    Visit("POST", f"{API}clients", lambda _: {"name": "N", "slug": "n"}, ADMINISTRATOR),
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
    Visit("POST", f"{API}arrivals/{{arrival_id}}/run-again", who=ADMINISTRATOR, shows=True),
    Visit("GET", API_MAILBOX, who=ADMINISTRATOR, shows=True),
    Visit(
        "PUT",
        API_MAILBOX,
        lambda h: {"host": "127.0.0.1", "user": canary(h.who), "password": "p"},
        ADMINISTRATOR,
        shows=True,
    ),
    Visit("DELETE", API_MAILBOX, who=ADMINISTRATOR),
    Visit("POST", f"{API_MAILBOX}/check", who=ADMINISTRATOR),
    Visit("POST", f"{API_MAILBOX}/read-now", who=ADMINISTRATOR, shows=True),
    Visit("GET", API_OUTGOING, who=ADMINISTRATOR, shows=True),
    Visit(
        "PUT",
        API_OUTGOING,
        lambda h: {"host": "127.0.0.1", "user": canary(h.who), "password": "p"},
        ADMINISTRATOR,
        shows=True,
    ),
    Visit("DELETE", API_OUTGOING, who=ADMINISTRATOR),
    Visit("POST", f"{API_OUTGOING}/check", who=ADMINISTRATOR),
    Visit("GET", f"{API}inboxes/{{inbox_id}}/skipped-mails", who=ADMINISTRATOR, shows=True),
    Visit("DELETE", f"{API}skipped-mails/{{skipped_id}}", who=ADMINISTRATOR),
    Visit("GET", f"{API}trusted-servers", who=ADMINISTRATOR),
    Visit("PUT", f"{API}trusted-servers", lambda _: {"names": []}, ADMINISTRATOR),
    Visit("GET", f"{API}journal/trouble", who=ADMINISTRATOR, shows=True),
    Visit("POST", f"{API}journal/parked/{{parked_id}}/run-again", who=ADMINISTRATOR),
    Visit("POST", f"{API}journal/subscribers/{{subscriber}}/resume", who=ADMINISTRATOR),
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
