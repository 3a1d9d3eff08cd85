"""The page of one case; shown again with what was written whenever a write is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keskio.cases import queries as cases
from keskio.cases.models import Case, State
from keskio.channels import queries as channels
from keskio.clients import queries as clients
from keskio.customers import queries as customers
from keskio.interfaces.desk import story, words
from keskio.interfaces.desk.access import DeskRequest, for_agents
from keskio.interfaces.desk.happenings import Happening, Names, agents_in, happenings
from keskio.journal import queries as journal
from keskio.kit.scopes import reading
from keskio.look.times import short_time
from keskio.staff import queries as staff

MORNING = time(9)
DIGIT_KEYS = 9


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What somebody wrote that was not taken, and why."""

    kind: str = "reply"
    text: str = ""
    cc: str | None = None
    refusal: str = ""
    seen: int | None = None
    """The newest message the writer had read, when others have come since."""
    had_files: bool = False


@dataclass(frozen=True)
class Choice:
    """One thing to choose in a dialog, and the key that chooses it."""

    value: str
    name: str
    key: str


@for_agents
@require_safe
def case_page(request: DeskRequest, case_id: int) -> HttpResponse:
    return show_case(request, case_id)


def show_case(
    request: DeskRequest, case_id: int, *, draft: Draft | None = None, status: int = 200
) -> HttpResponse:
    """Raises Case.DoesNotExist."""
    with reading(request.viewer.scope):
        case = cases.case(case_id, viewer=request.viewer)
        context = _conversation(request, case, draft or Draft()) | _around(request, case)
        return render(request, "desk/case.html", context, status=status)


def _conversation(request: DeskRequest, case: Case, draft: Draft) -> dict[str, Any]:
    messages = list(cases.messages_of(case.pk, viewer=request.viewer))
    ids = [message.pk for message in messages]
    own = clients.own_addresses()
    return {
        "case": case,
        "customer": story.customer_name(case),
        "state": words.STATES[State(case.state)],
        "story": story.tell(
            messages,
            _happened(request, case),
            deliveries=channels.deliveries_of(ids, viewer=request.viewer),
            seen=draft.seen,
        ),
        "draft": draft,
        "recipient": story.recipient(messages),
        "cc": story.others_on_it(messages, own_addresses=own) if draft.cc is None else draft.cc,
        "last_seen": max((message.pk for message in messages), default=0),
        "request_key": uuid4(),
        "note_key": uuid4(),
    }


def _happened(request: DeskRequest, case: Case) -> list[Happening]:
    entries = list(journal.entries_of_stream(f"case:{case.pk}", clients=request.viewer.clients))
    reasons = {reason.pk: reason.name for reason in clients.reasons_of(case.client_id)}
    names = Names(staff.names_of(agents_in(entries)), reasons)
    return happenings(entries, names, now=request.now)


def _around(request: DeskRequest, case: Case) -> dict[str, Any]:
    """The customer beside the conversation, and what the dialogs offer."""
    viewer = request.viewer
    others = (
        list(cases.cases_of_customer(case.customer_id, viewer=viewer)) if case.customer_id else []
    )
    return {
        "identities": customers.identities_of([case.customer_id]) if case.customer_id else [],
        "other_cases": [other for other in others if other.pk != case.pk],
        "linked_cases": cases.linked_cases(case, viewer=viewer),
        "agents": staff.agents_serving([case.client_id]),
        "reasons": _reasons(case),
        "outcomes": _outcomes(),
        "snoozes": _snoozes(request.now),
        "spent": cases.active_seconds(case.pk, agent_id=request.user.pk),
        "visit": uuid4(),
    }


def _reasons(case: Case) -> Sequence[Choice]:
    """The first nine have a key."""
    reasons = clients.reasons_of(case.client_id)
    return [
        Choice(str(reason.pk), reason.name, str(number) if number <= DIGIT_KEYS else "")
        for number, reason in enumerate(reasons, start=1)
    ]


def _outcomes() -> Sequence[Choice]:
    return [
        Choice(outcome, str(words.OUTCOMES[outcome]), words.OUTCOME_KEYS[outcome])
        for outcome in cases.outcomes()
    ]


def _snoozes(now: datetime) -> Sequence[Choice]:
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


def _morning_of(day: datetime) -> datetime:
    return datetime.combine(day.date(), MORNING, day.tzinfo)
