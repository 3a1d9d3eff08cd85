"""The dialogs of a case: fetched when the first of them is opened, as most are never opened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keskio.cases import queries as cases
from keskio.cases.models import Case, Priority, State
from keskio.clients import queries as clients
from keskio.clients.models import Reason
from keskio.customers import queries as customers
from keskio.interfaces.desk import moved, words
from keskio.interfaces.desk.access import DeskRequest, for_agents
from keskio.interfaces.desk.carried import FieldsForm
from keskio.kit.scopes import reading
from keskio.look.times import short_time
from keskio.staff import queries as staff

MORNING = time(9)
DIGIT_KEYS = 9


@dataclass(frozen=True)
class Choice:
    """One thing to choose in a dialog, and the key that chooses it."""

    value: str
    name: str
    key: str


@for_agents
@require_safe
def case_dialogs(request: DeskRequest, case_id: int) -> HttpResponse:
    """Raises Case.DoesNotExist."""
    with reading(request.viewer.scope):
        case = cases.case(case_id, viewer=request.viewer)
        properties = cases.properties_of(case, viewer=request.viewer)
        context = dialogs_of(request, case, properties)
        return render(request, "desk/case/dialogs.html", context)


def dialogs_of(request: DeskRequest, case: Case, carried: cases.Properties) -> dict[str, Any]:
    """For desk/case/dialogs.html (five queries)."""
    present = [one for one in clients.every_reason_of([case.client_id]) if not one.archived_at]
    return {
        "case": case,
        "state": words.STATES[State(case.state)],
        "carried": carried,
        "agents": staff.agents_for(client_id=case.client_id, inbox_id=case.inbox_id),
        "teams": staff.teams_serving(case.client_id),
        "reasons": _reasons(present),
        "outcomes": outcome_choices(),
        "snoozes": snooze_choices(request.now),
        "priority": Priority(case.priority),
        "priorities": [
            (priority, word, words.PRIORITY_KEYS[priority])
            for priority, word in reversed(words.PRIORITIES.items())
        ],
        "fields_form": FieldsForm(said=carried.fields),
        "spent": cases.active_seconds(case.pk, agent_id=request.user.pk),
        "identities": customers.identities_of([case.customer_id]) if case.customer_id else [],
        "sender": moved.sender_of(case),
    }


def outcome_choices() -> Sequence[Choice]:
    return [
        Choice(outcome, str(words.OUTCOMES[outcome]), words.OUTCOME_KEYS[outcome])
        for outcome in cases.outcomes()
    ]


def snooze_choices(now: datetime) -> Sequence[Choice]:
    """Moments people choose, by the reader's own clock."""
    today = timezone.localtime(now)
    tomorrow = today + timedelta(days=1)
    monday = today + timedelta(days=7 - today.weekday())
    moments = [
        (_("In three hours"), today + timedelta(hours=3)),
        (_("Tomorrow morning"), _morning_of(tomorrow)),
        (_("Monday morning"), _morning_of(monday)),
    ]
    return [
        Choice(moment.isoformat(timespec="minutes"), f"{name}, {short_time(moment, now)}", str(key))
        for key, (name, moment) in enumerate(moments, start=1)
    ]


def _reasons(reasons: Iterable[Reason]) -> Sequence[Choice]:
    """The first nine have a key."""
    return [
        Choice(str(reason.pk), reason.name, str(number) if number <= DIGIT_KEYS else "")
        for number, reason in enumerate(reasons, start=1)
    ]


def _morning_of(day: datetime) -> datetime:
    return datetime.combine(day.date(), MORNING, day.tzinfo)
