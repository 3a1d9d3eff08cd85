"""The page of one case; shown again with what was written whenever a write is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from keskio.cases import queries as cases
from keskio.cases.models import Case, State
from keskio.channels import queries as channels
from keskio.clients import queries as clients
from keskio.clients.models import Reason
from keskio.customers import queries as customers
from keskio.interfaces.desk import moved, story, words
from keskio.interfaces.desk.access import DeskRequest, for_agents
from keskio.interfaces.desk.asked import asked_at_the_line
from keskio.interfaces.desk.carried import carried
from keskio.interfaces.desk.carried_happenings import carried_names
from keskio.interfaces.desk.happenings import Happening, Names, agents_in, happenings
from keskio.interfaces.desk.pane import beside
from keskio.interfaces.desk.views.composer import Refused, composer_of_case
from keskio.journal import queries as journal
from keskio.kit.scopes import reading
from keskio.look.times import short_time
from keskio.staff import queries as staff
from keskio.staff.models import Agent

PART = "X-Part"
"""Sent by a page that shows another case in the place of the one it had."""
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
@vary_on_headers(PART)
def case_page(request: DeskRequest, case_id: int) -> HttpResponse:
    return show_case(request, case_id)


def show_case(
    request: DeskRequest,
    case_id: int,
    *,
    draft: Refused | None = None,
    shown_again: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page, or without the line where the page asks that has one already;
    a case that was merged is shown where it is told now.

    Raises Case.DoesNotExist.
    """
    with reading(request.viewer.scope):
        case = cases.case(case_id, viewer=request.viewer)
        if case.merged_into_id:
            told_in = cases.story_id(case_id, viewer=request.viewer)
            return show_case(request, told_in, draft=draft) if draft else redirect("case", told_in)
        agents = staff.agents_for(client_id=case.client_id, inbox_id=case.inbox_id)
        reasons = clients.every_reason_of([case.client_id])
        properties = cases.properties_of(case, viewer=request.viewer)
        happened = _happened(request, case, agents, reasons, properties)
        context = (
            _conversation(request, case, happened, draft or Refused())
            | _customer(request, case)
            | _dialogs(request, case, agents, [one for one in reasons if not one.archived_at])
            | carried(case, properties, agents, agent_id=request.user.pk)
            | (shown_again or {})
            | moved.about(case, viewer=request.viewer)
        )
        if PART in request.headers:
            return render(request, "desk/shown.html", context, status=status)
        asked, is_said = asked_at_the_line(request, request.viewer)
        context |= beside(request, asked, current=case.pk)
        response = render(request, "desk/case.html", context, status=status)
    if is_said:
        asked.remember(response)
    return response


def _conversation(
    request: DeskRequest, case: Case, happened: list[Happening], draft: Refused
) -> dict[str, Any]:
    messages = cases.story_of(case.pk, viewer=request.viewer)
    deliveries = channels.deliveries_of(story.sent_ids(messages), viewer=request.viewer)
    files = cases.attachments_in(case.pk, viewer=request.viewer)
    return {
        "case": case,
        "state": words.STATES[State(case.state)],
        "story": story.tell(
            messages, happened, deliveries=deliveries, files=files, seen=draft.seen
        ),
        "now": request.now,
        "last_seen": max((message.pk for message in messages), default=0),
    } | composer_of_case(request, case, messages, draft)


def _happened(
    request: DeskRequest,
    case: Case,
    agents: Sequence[Agent],
    reasons: Sequence[Reason],
    properties: cases.Properties,
) -> list[Happening]:
    entries = journal.entries_of_stream(f"case:{case.pk}", clients=request.viewer.clients)
    known = {agent.pk: str(agent) for agent in agents}
    gone = agents_in(entries) - known.keys()
    names = Names(
        known | staff.names_of(gone) if gone else known,
        {reason.pk: reason.name for reason in reasons},
        carried_names(
            entries,
            client_id=case.client_id,
            items={item.pk: item.text for item in properties.checklist},
        ),
    )
    return happenings(entries, names, now=request.now)


def _customer(request: DeskRequest, case: Case) -> dict[str, Any]:
    viewer, customer = request.viewer, case.customer
    others = cases.cases_of_customer(customer.pk, viewer=viewer) if customer else []
    return {
        "customer": story.customer_name(case),
        "promised": [one for one in others if one.promised_at],
        "written": (
            cases.written_by_customer(customer.pk, viewer=viewer, other_than=case.pk)
            if customer
            else []
        ),
        "identities": customers.identities_of([customer.pk]) if customer else [],
        "other_cases": [other for other in others if other.pk != case.pk],
        "linked_cases": cases.linked_cases(case, viewer=viewer),
    }


def _dialogs(
    request: DeskRequest, case: Case, agents: Sequence[Agent], reasons: Sequence[Reason]
) -> dict[str, Any]:
    return {
        "agents": agents,
        "reasons": _reasons(reasons),
        "outcomes": outcome_choices(),
        "snoozes": snooze_choices(request.now),
        "spent": cases.active_seconds(case.pk, agent_id=request.user.pk),
        "visit": uuid4(),
    }


def _reasons(reasons: Sequence[Reason]) -> Sequence[Choice]:
    """The first nine have a key."""
    return [
        Choice(str(reason.pk), reason.name, str(number) if number <= DIGIT_KEYS else "")
        for number, reason in enumerate(reasons, start=1)
    ]


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


def _morning_of(day: datetime) -> datetime:
    return datetime.combine(day.date(), MORNING, day.tzinfo)
