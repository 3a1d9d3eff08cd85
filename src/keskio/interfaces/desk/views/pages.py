"""The page of one case; shown again with what was written whenever a write is refused."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from keskio.cases import queries as cases
from keskio.cases.models import Case, Message, State
from keskio.channels import queries as channels
from keskio.customers import queries as customers
from keskio.interfaces.desk import story, words
from keskio.interfaces.desk.access import DeskRequest, for_agents
from keskio.interfaces.desk.asked import asked_at_the_line
from keskio.interfaces.desk.carried import carried
from keskio.interfaces.desk.carried_happenings import carried_names
from keskio.interfaces.desk.choices import names_of
from keskio.interfaces.desk.happenings import (
    Happening,
    Names,
    agents_in,
    happenings,
    reasons_in,
)
from keskio.interfaces.desk.pane import beside
from keskio.interfaces.desk.views.composer import Refused, composer_of_case
from keskio.interfaces.desk.views.dialogs import dialogs_of
from keskio.journal import queries as journal
from keskio.kit.scopes import reading

if TYPE_CHECKING:
    from keskio.journal.models import Entry

WHOLE = {"whole", "forward"}
"""What in an address asks for every message of a case."""
PART = "X-Part"
"""Sent by a page that shows another case in the place of the one it had."""


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
        with cases.foreseen_for(case, viewer=request.viewer):
            context = _of_case(request, case, draft or Refused(), shown_again)
        if PART in request.headers:
            return render(request, "desk/shown.html", context, status=status)
        asked, is_said = asked_at_the_line(request, request.viewer)
        context |= beside(request, asked, current=case.pk)
        response = render(request, "desk/case.html", context, status=status)
    if is_said:
        asked.remember(response)
    return response


def _of_case(
    request: DeskRequest, case: Case, draft: Refused, shown_again: dict[str, Any] | None
) -> dict[str, Any]:
    properties = cases.properties_of(case, viewer=request.viewer)
    entries = journal.entries_of_stream(f"case:{case.pk}", clients=request.viewer.clients)
    agents = names_of(agents_in(entries) | properties.followers, viewer=request.viewer)
    happened = _happened(request, case, entries, agents, properties)
    context = (
        _conversation(request, case, happened, draft)
        | _customer(request, case)
        | _time(request, case)
        | carried(case, properties, agents, agent_id=request.user.pk)
        | {"stubs": cases.stubs_of(case.pk, viewer=request.viewer)}
    )
    if shown_again:
        context |= dialogs_of(request, case, properties) | shown_again
    return context


def _conversation(
    request: DeskRequest, case: Case, happened: list[Happening], draft: Refused
) -> dict[str, Any]:
    messages, more = _messages(request, case)
    if more:
        happened = [one for one in happened if one.at >= messages[0].created_at]
    deliveries = channels.deliveries_of(story.sent_ids(messages), viewer=request.viewer)
    files = cases.attachments_in(case.pk, viewer=request.viewer)
    return {
        "case": case,
        "state": words.STATES[State(case.state)],
        "story": story.tell(
            messages, happened, deliveries=deliveries, files=files, seen=draft.seen
        ),
        "earlier": messages[0] if more else None,
        "now": request.now,
        "last_seen": max((message.pk for message in messages), default=0),
    } | composer_of_case(request, case, messages, draft)


def _messages(request: DeskRequest, case: Case) -> tuple[list[Message], bool]:
    """The latest, and whether there are earlier ones: a long case is read from its end. All of it
    where it is asked for, or where the customer, whom a reply goes to, has not spoken for long."""
    if not WHOLE & request.GET.keys():
        latest, more = cases.latest_of(case.pk, viewer=request.viewer)
        if not more or any(one.direction == Message.Direction.IN for one in latest):
            return latest, more
    return cases.story_of(case.pk, viewer=request.viewer), False


def _happened(
    request: DeskRequest,
    case: Case,
    entries: list["Entry"],
    agents: Mapping[int, str],
    properties: cases.Properties,
) -> list[Happening]:
    items = {item.pk: item.text for item in properties.checklist}
    names = Names(
        agents,
        reasons_in(entries, client_id=case.client_id),
        carried_names(entries, client_id=case.client_id, items=items),
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


def _time(request: DeskRequest, case: Case) -> dict[str, Any]:
    return {
        "spent": cases.active_seconds(case.pk, agent_id=request.user.pk),
        "visit": uuid4(),
    }
