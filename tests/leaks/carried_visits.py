"""What is asked of the addresses of what cases carry."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.leaks.house import House
from tests.leaks.visits_form import ADMINISTRATOR, API, Visit

CASE = "cases/<int:case_id>/"
API_CASE = f"{API}cases/{{case_id}}"


def soon(_: House) -> dict[str, Any]:
    return {"until": (timezone.now() + timedelta(days=2)).isoformat()}


def new_tag(house: House) -> dict[str, Any]:
    new = f"new-{house.client.pk}"
    return {"client": house.client.pk, f"{new}-name": "N", f"{new}-colour": "sea"}


def new_status(house: House) -> dict[str, Any]:
    new = f"new-{house.client.pk}"
    return {"client": house.client.pk, f"{new}-name": "N", f"{new}-state": "open"}


def new_field(house: House) -> dict[str, Any]:
    new = f"new-{house.client.pk}"
    return {"client": house.client.pk, f"{new}-name": "N", f"{new}-kind": "text"}


def team_form(prefix: str, house: House) -> dict[str, Any]:
    return {
        f"{prefix}-name": "N",
        f"{prefix}-agent_ids": [house.agent.pk],
        f"{prefix}-client_ids": [house.client.pk],
    }


def team_said(house: House) -> dict[str, Any]:
    return {"name": "N", "agent_ids": [house.agent.pk], "client_ids": [house.client.pk]}


PAGES = (
    Visit("POST", f"{CASE}priority/", lambda _: {"priority": 4}),
    Visit("POST", f"{CASE}status/", lambda h: {"status": h.ids["status_id"]}),
    Visit("POST", f"{CASE}tags/", lambda h: {"tag": [h.ids["tag_id"]]}),
    Visit("POST", f"{CASE}fields/", lambda h: {str(h.ids["field_id"]): "A-1"}),
    Visit("POST", f"{CASE}follow/"),
    Visit("POST", f"{CASE}checklist/", lambda _: {"text": "Call"}),
    Visit("POST", f"{CASE}checklist/<int:item_id>/", lambda _: {"do": "done"}),
    Visit("POST", f"{CASE}reminders/", soon),
    Visit("POST", f"{CASE}reminders/<int:reminder_id>/cancel/"),
    Visit("POST", f"{CASE}hand-over/", lambda h: {"to": f"team:{h.ids['team_id']}", "note": "x"}),
    Visit("GET", "me/notifications/", shows=True),
    Visit("GET", "me/notifications/", shows=True, also="?part"),
    Visit("POST", "me/notifications/read/"),
    Visit("POST", "me/notifications/<int:notification_id>/"),
    Visit("GET", "admin/tags/", who=ADMINISTRATOR, shows=True),
    Visit("POST", "admin/tags/", new_tag, ADMINISTRATOR),
    Visit("POST", "admin/tags/<int:tag_id>/", lambda _: {"remove": "1"}, ADMINISTRATOR),
    Visit("GET", "admin/statuses/", who=ADMINISTRATOR, shows=True),
    Visit("POST", "admin/statuses/", new_status, ADMINISTRATOR),
    Visit("POST", "admin/statuses/<int:status_id>/", lambda _: {"remove": "1"}, ADMINISTRATOR),
    Visit("GET", "admin/fields/", who=ADMINISTRATOR, shows=True),
    Visit("POST", "admin/fields/", new_field, ADMINISTRATOR),
    Visit("POST", "admin/fields/<int:field_id>/", lambda _: {"remove": "1"}, ADMINISTRATOR),
    Visit("GET", "admin/teams/", who=ADMINISTRATOR, shows=True),
    Visit("POST", "admin/teams/", lambda h: team_form("new", h), ADMINISTRATOR),
    Visit(
        "POST",
        "admin/teams/<int:team_id>/",
        lambda h: team_form(str(h.ids["team_id"]), h),
        ADMINISTRATOR,
    ),
)
OPERATIONS = (
    Visit("GET", f"{API_CASE}/properties", shows=True),
    Visit("PUT", f"{API_CASE}/priority", lambda _: {"priority": "urgent"}, shows=True),
    Visit("PUT", f"{API_CASE}/status", lambda h: {"status_id": h.ids["status_id"]}, shows=True),
    Visit("PUT", f"{API_CASE}/tags/{{tag_id}}", shows=True),
    Visit("DELETE", f"{API_CASE}/tags/{{tag_id}}", shows=True),
    Visit("PUT", f"{API_CASE}/fields/{{field_id}}", lambda _: {"value": "A"}, shows=True),
    Visit("PUT", f"{API_CASE}/following", shows=True),
    Visit("DELETE", f"{API_CASE}/following", shows=True),
    Visit("POST", f"{API_CASE}/checklist", lambda _: {"text": "Call"}, shows=True),
    Visit("PUT", f"{API_CASE}/checklist/{{item_id}}", lambda _: {"done": True}, shows=True),
    Visit("DELETE", f"{API_CASE}/checklist/{{item_id}}", shows=True),
    Visit("POST", f"{API_CASE}/reminders", lambda h: {"at": soon(h)["until"]}, shows=True),
    Visit("DELETE", f"{API_CASE}/reminders/{{reminder_id}}", shows=True),
    Visit("PUT", f"{API_CASE}/team", lambda h: {"team_id": h.ids["team_id"]}, shows=True),
    Visit("POST", f"{API_CASE}/hand-over", lambda h: {"agent_id": h.agent.pk}, shows=True),
    Visit("GET", f"{API}clients/{{client_id}}/tags", shows=True),
    Visit("POST", f"{API}clients/{{client_id}}/tags", lambda _: {"name": "N"}, ADMINISTRATOR),
    Visit("PATCH", f"{API}tags/{{tag_id}}", lambda _: {"colour": "sky"}, ADMINISTRATOR, shows=True),
    Visit("DELETE", f"{API}tags/{{tag_id}}", who=ADMINISTRATOR),
    Visit("GET", f"{API}clients/{{client_id}}/statuses", shows=True),
    Visit(
        "POST",
        f"{API}clients/{{client_id}}/statuses",
        lambda _: {"name": "N", "state": "open"},
        ADMINISTRATOR,
    ),
    Visit(
        "PATCH",
        f"{API}statuses/{{status_id}}",
        lambda _: {"position": 3},
        ADMINISTRATOR,
        shows=True,
    ),
    Visit("DELETE", f"{API}statuses/{{status_id}}", who=ADMINISTRATOR),
    Visit("GET", f"{API}clients/{{client_id}}/fields", shows=True),
    Visit(
        "POST",
        f"{API}clients/{{client_id}}/fields",
        lambda _: {"name": "N", "kind": "date"},
        ADMINISTRATOR,
    ),
    Visit(
        "PATCH",
        f"{API}fields/{{field_id}}",
        lambda _: {"required": True},
        ADMINISTRATOR,
        shows=True,
    ),
    Visit("DELETE", f"{API}fields/{{field_id}}", who=ADMINISTRATOR),
    Visit("GET", f"{API}teams", shows=True),
    Visit("POST", f"{API}teams", team_said, ADMINISTRATOR),
    Visit("PUT", f"{API}teams/{{team_id}}", team_said, ADMINISTRATOR),
    Visit("DELETE", f"{API}teams/{{team_id}}", who=ADMINISTRATOR),
    Visit("GET", f"{API}me/notifications"),
    Visit("POST", f"{API}me/notifications/read", lambda _: {}),
)
