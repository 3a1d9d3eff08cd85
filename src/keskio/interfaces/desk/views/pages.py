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
from keskio.cases.models import Case, Message, State
from keskio.channels import queries as channels
from keskio.clients import queries as clients
from keskio.clients.models import Reason
from keskio.customers import queries as customers
from keskio.interfaces.desk import story, words
from keskio.interfaces.desk.access import DeskRequest, for_agents
from keskio.interfaces.desk.happenings import Happening, Names, agents_in, happenings
from keskio.journal import queries as journal
from keskio.kit.scopes import reading
from keskio.look.times import short_time
from keskio.staff import queries as staff
from keskio.staff.models import Agent

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
        agents = staff.agents_for(client_id=case.client_id, inbox_id=case.inbox_id)
        reasons = clients.every_reason_of([case.client_id])
        happened = _happened(request, case, agents, reasons)
        context = (
            _conversation(request, case, happened, draft or Draft())
            | _customer(request, case)
            | _dialogs(request, case, agents, [one for one in reasons if not one.archived_at])
        )
        return render(request, "desk/case.html", context, status=status)


def _conversation(
    request: DeskRequest, case: Case, happened: list[Happening], draft: Draft
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
        "draft": draft,
        "recipient": story.recipient(messages),
        "cc": _cc(case, messages) if draft.cc is None else draft.cc,
        "last_seen": max((message.pk for message in messages), default=0),
        "request_key": uuid4(),
        "note_key": uuid4(),
    }


def _cc(case: Case, messages: Sequence[Message]) -> str:
    others, ours = story.others_on_it(messages), {case.inbox.address}
    if others.keys() - ours:
        ours = clients.own_addresses()
    return ", ".join(shown for address, shown in others.items() if address not in ours)


def _happened(
    request: DeskRequest, case: Case, agents: Sequence[Agent], reasons: Sequence[Reason]
) -> list[Happening]:
    entries = journal.entries_of_stream(f"case:{case.pk}", clients=request.viewer.clients)
    known = {agent.pk: str(agent) for agent in agents}
    gone = agents_in(entries) - known.keys()
    names = Names(
        known | staff.names_of(gone) if gone else known,
        {reason.pk: reason.name for reason in reasons},
    )
    return happenings(entries, names, now=request.now)


def _customer(request: DeskRequest, case: Case) -> dict[str, Any]:
    viewer, customer = request.viewer, case.customer
    others = cases.cases_of_customer(customer.pk, viewer=viewer) if customer else []
    return {
        "customer": story.customer_name(case),
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
        "outcomes": _outcomes(),
        "snoozes": _snoozes(request.now),
        "spent": cases.active_seconds(case.pk, agent_id=request.user.pk),
        "visit": uuid4(),
    }


def _reasons(reasons: Sequence[Reason]) -> Sequence[Choice]:
    """The first nine have a key."""
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
