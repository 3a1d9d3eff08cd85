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
from tests.leaks import carried_visits
from tests.leaks.canaries import canary
from tests.leaks.house import House
from tests.leaks.visits_form import ADMINISTRATOR, API, NOBODY, Visit


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


def person_form(house: House) -> dict[str, Any]:
    return {
        "name": "New",
        "email": "new@staff.example",
        "role": "agent",
        "language": "en",
        "time_zone": "Europe/Helsinki",
        "client_ids": [house.client.pk],
    }


def later(house: House) -> dict[str, Any]:
    return {**writing(house), "moment": (timezone.now() + timedelta(days=2)).isoformat()}


def draft(house: House) -> dict[str, Any]:
    return {"kind": "note", "case": house.ids["case_id"], "text": "Hello", "version": ""}


def letter(house: House) -> dict[str, Any]:
    return {**writing(house), "to": "a@b.example", "subject": "Hello"}


def mail(_: House) -> dict[str, Any]:
    return {"to": [{"address": "a@b.example"}], "text": "Hello"}


def canned(house: House) -> dict[str, Any]:
    return {"client": house.client.pk, "name": "N", "shortcut": "new", "text_en": "Hi"}


def canned_by_api(_: House) -> dict[str, Any]:
    return {"name": "N", "shortcut": "new", "texts": {"en": "Hi"}}


def noted(house: House) -> dict[str, Any]:
    whom = {"customer": house.ids["customer_id"], "words": ""}
    return whom | {"text": "He called", "channel": "phone", "request_key": uuid4()}


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
    Visit("POST", "cases/views/<int:view_id>/remove/"),
    Visit("GET", "palette/", shows=True),
    Visit("GET", "palette/", shows=True, also="?q=canary"),
    Visit("POST", "cases/next/"),
    Visit("GET", CASE, shows=True),
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
    Visit("GET", "admin/canned/", who=ADMINISTRATOR, shows=True),
    Visit("POST", "admin/canned/", canned, ADMINISTRATOR),
    Visit("GET", "admin/canned/<int:canned_id>/", who=ADMINISTRATOR, shows=True),
    Visit("POST", "admin/canned/<int:canned_id>/", canned, ADMINISTRATOR),
    Visit("POST", "admin/canned/<int:canned_id>/delete/", who=ADMINISTRATOR),
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
    Visit("GET", "search/suggest", shows=True, also="?q=sa"),
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
    Visit("GET", "note/"),
    Visit("POST", "note/", noted, shows=True),
    Visit("GET", "note/found/", shows=True, also="?words=canary"),
    Visit("GET", "me/", shows=True),
    Visit("POST", "me/", lambda _: {"language": "fi"}),
    Visit("POST", "me/presence/", lambda _: {"presence": "here"}),
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

API_MAILBOX = f"{API}inboxes/{{inbox_id}}/mailbox"
API_OUTGOING = f"{API}inboxes/{{inbox_id}}/outgoing-server"


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
    Visit("POST", f"{API}clients/{{client_id}}/canned-responses", canned_by_api, ADMINISTRATOR),
    Visit("PUT", f"{API}canned-responses/{{canned_id}}", canned_by_api, ADMINISTRATOR),
    Visit("DELETE", f"{API}canned-responses/{{canned_id}}", who=ADMINISTRATOR),
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
    *carried_visits.OPERATIONS,
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
    Visit(
        "POST",
        f"{API}contacts",
        lambda h: {"customer_id": h.ids["customer_id"], "text": "He called"},
    ),
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


def by_its_name(route: str) -> str:
    """Some are asked about a case or message that is in a certain state."""
    return route.replace("resolved_id", "case_id").replace("held_id", "message_id")


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
