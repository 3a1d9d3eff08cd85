"""One case and what belongs to it."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from keskio.cases.models import (
    ActiveTime,
    Attachment,
    Case,
    Conversation,
    Link,
    Message,
    Outcome,
    State,
)
from keskio.cases.queries.listing import MAX_ID
from keskio.cases.queries.views import UNRESOLVED
from keskio.kit.prepared import Question, prepared
from keskio.kit.transactions import require_transaction
from keskio.staff.viewers import Viewer

REFERENCES_KEPT = 20
SHOWN_OF_CUSTOMER = 20
LATEST_SEARCHED = 2_000
LATEST = 50
"""Messages of a case that are shown at first."""
CHOICES = 8


def inbox_of(case_id: int) -> int:
    """Whose doors the case is behind (one query). Raises Case.DoesNotExist."""
    return Case.objects.values_list("inbox_id", flat=True).get(pk=case_id)


def case(case_id: int, *, viewer: Viewer) -> Case:
    """With client, inbox, customer, assignee, team and reason joined (one query).

    Raises Case.DoesNotExist.
    """
    return _case.get(case_id, viewer.clients, viewer.closed_inboxes)


def messages_of(case_id: int, *, viewer: Viewer) -> QuerySet[Message]:
    """Oldest first, with their agents and attachments (two queries)."""
    messages = _messages(viewer).filter(case=case_id)
    return messages.select_related("agent").prefetch_related("attachments").order_by("id")


def story_of(case_id: int, *, viewer: Viewer) -> list[Message]:
    """Every message of it, oldest first, with their agents (one query)."""
    return _story(case_id, viewer.clients, viewer.closed_inboxes)


def latest_of(case_id: int, *, viewer: Viewer) -> tuple[list[Message], bool]:
    """The LATEST messages of it, oldest first, and whether there are earlier ones (one query)."""
    found = _latest(case_id, viewer.clients, viewer.closed_inboxes)
    return found[:LATEST][::-1], len(found) > LATEST


def attachments_in(case_id: int, *, viewer: Viewer) -> dict[int, list[Attachment]]:
    """Those of all its messages, by message (one query)."""
    found: dict[int, list[Attachment]] = {}
    for one in _attachments(case_id, viewer.clients, viewer.closed_inboxes):
        found.setdefault(one.message_id, []).append(one)
    return found


def message(message_id: int, *, viewer: Viewer) -> Message:
    """With its attachments (two queries). Raises Message.DoesNotExist."""
    messages = _messages(viewer).select_related("agent", "case")
    return messages.prefetch_related("attachments").get(pk=message_id)


def attachment(attachment_id: int, *, viewer: Viewer) -> Attachment:
    """Raises Attachment.DoesNotExist (one query)."""
    found = Attachment.objects.filter(pk=attachment_id, client__in=viewer.clients)
    return found.exclude(message__case__inbox__in=viewer.closed_inboxes).get()


def conversations(*, viewer: Viewer, case_id: int | None = None) -> QuerySet[Conversation]:
    """Those the viewer may see, or those that a case was spoken of in; newest first (one query)."""
    seen = _conversations(viewer).order_by("-id")
    if case_id is None:
        return seen
    said = _messages(viewer).filter(case=case_id)
    return seen.filter(pk__in=said.values("conversation"))


def conversation(conversation_id: int, *, viewer: Viewer) -> Conversation:
    """Raises Conversation.DoesNotExist (one query)."""
    return _conversations(viewer).get(pk=conversation_id)


def linked_cases(case: Case, *, viewer: Viewer) -> list[Case]:
    """Those linked with it or with a stub that leads to it, newest first (one query)."""
    return _linked(case.pk, viewer.clients, viewer.closed_inboxes)


def stubs_of(case_id: int, *, viewer: Viewer) -> list[Case]:
    """Cases that were merged into this one, oldest first (one query)."""
    return _stubs(case_id, viewer.clients, viewer.closed_inboxes)


def story_id(case_id: int, *, viewer: Viewer) -> int:
    """Where a case's story is told: itself, or what it was merged into (a query for each step).

    Raises Case.DoesNotExist.
    """
    found = _cases(viewer.clients, viewer.closed_inboxes)
    into_id = found.values_list("merged_into", flat=True).get(pk=case_id)
    return case_id if into_id is None else story_id(into_id, viewer=viewer)


def questions(case: Case, *, viewer: Viewer) -> list[Question[Any]]:
    """What may well have no answer: files, time given, cases that are linked or were merged."""
    seen = viewer.clients, viewer.closed_inboxes
    return [
        _visits.asking(case.pk, viewer.agent_id or 0),
        _attachments.asking(case.pk, *seen),
        _stubs.asking(case.pk, *seen),
        _linked.asking(case.pk, *seen),
    ]


def cases_to_choose(
    *, viewer: Viewer, client_id: int, but: int, words: str = "", customer_id: int | None = None
) -> list[Case]:
    """A few of the client's other cases: by number, by words in the subject, or the customer's.

    Words are looked for in the latest cases only, so that the largest client's list is as quick
    as the smallest's (one query, or two for a number that no case has).
    """
    if client_id not in viewer.clients:
        return []
    cases = _cases([client_id], viewer.closed_inboxes)
    cases = cases.exclude(state=State.MERGED).exclude(pk=but)
    number = words.strip().removeprefix("#")
    if number.isascii() and number.isdecimal():
        named = cases.filter(pk=min(int(number), MAX_ID)).select_related("customer")
        if found := list(named):
            return found
    if words:
        latest = cases.order_by("-id").values("pk")[:LATEST_SEARCHED]
        cases = Case.objects.filter(pk__in=latest, subject__icontains=words.strip())
    else:
        cases = cases.filter(customer=customer_id or 0)
    return list(cases.select_related("customer").order_by("-last_message_at")[:CHOICES])


def cases_of_customer(customer_id: int, *, viewer: Viewer) -> list[Case]:
    """The last twenty, newest first (one query)."""
    return _cases_of_customer(customer_id, viewer.clients, viewer.closed_inboxes)


def shown_cases(case_ids: Collection[int], *, viewer: Viewer) -> frozenset[int]:
    """Which of these the viewer may see (one query)."""
    return frozenset(_shown(case_ids, viewer.clients, viewer.closed_inboxes))


def active_seconds(case_id: int, *, agent_id: int) -> int:
    """What one agent has given to one case so far (one query)."""
    return sum(_visits(case_id, agent_id))


def message_to_send(message_id: int) -> Message:
    """With case, attachments and what it passes on, for the rooms that carry it (two queries)."""
    messages = Message.objects.select_related("case", "forwards")
    return messages.prefetch_related("attachments").get(pk=message_id)


def answered_by(message: Message) -> Message | None:
    """What a message of ours answers (one query)."""
    if not message.in_reply_to:
        return None
    same_case = Message.objects.filter(case=message.case_id, direction=Message.Direction.IN)
    return same_case.filter(message_id=message.in_reply_to).first()


def message_ids_before(message: Message) -> list[str]:
    """The Message-IDs that a reply refers to: said in the case before it, oldest first."""
    said = Message.objects.filter(case=message.case_id, pk__lt=message.pk)
    said = said.exclude(direction=Message.Direction.INTERNAL).order_by("-id")
    return list(said.values_list("message_id", flat=True)[:REFERENCES_KEPT])[::-1]


def cases_held_by(agent_id: int) -> list[Case]:
    """Those of theirs that have not ended (one query)."""
    held = Case.objects.filter(assignee=agent_id, state__in=UNRESOLVED)
    return list(held.order_by("pk"))


def cases_held_in(inbox_id: int) -> list[Case]:
    """Those in this inbox that somebody has and that have not ended (one query)."""
    held = Case.objects.filter(inbox=inbox_id, assignee__isnull=False, state__in=UNRESOLVED)
    return list(held.order_by("pk"))


def locked_cases(case_ids: Collection[int]) -> dict[int, Case]:
    """For rooms that decide by what cases are now, and keep them so (one query)."""
    require_transaction()
    return {case.pk: case for case in _locked(case_ids)}


def locked_case(case_id: int) -> Case | None:
    """As locked_cases, for one."""
    return locked_cases([case_id]).get(case_id)


def subjects_of(case_ids: Collection[int], *, viewer: Viewer) -> dict[int, str]:
    """Of those that the viewer may see (one query)."""
    seen = _cases(viewer.clients, viewer.closed_inboxes).filter(pk__in=case_ids)
    return dict(seen.values_list("pk", "subject"))


def outcomes() -> list[Outcome]:
    """Those that a person may choose; spam has a button of its own."""
    by_themselves = {Outcome.AUTOMATIC, Outcome.SPAM, Outcome.RECORDED}
    return [one for one in Outcome if one not in by_themselves]


def _messages(viewer: Viewer) -> QuerySet[Message]:
    shown = Message.objects.filter(client__in=viewer.clients)
    return shown.exclude(case__inbox__in=viewer.closed_inboxes)


def _conversations(viewer: Viewer) -> QuerySet[Conversation]:
    shown = Conversation.objects.filter(client__in=viewer.clients)
    return shown.exclude(inbox__in=viewer.closed_inboxes)


def _cases(clients: Collection[int], closed: Collection[int]) -> QuerySet[Case]:
    return Case.objects.filter(client__in=clients).exclude(inbox__in=closed)


@prepared
def _case(case_id: int, clients: Collection[int], closed: Collection[int]) -> QuerySet[Case]:
    joined = ("client", "inbox", "customer", "assignee", "team", "reason")
    return _cases(clients, closed).filter(pk=case_id).select_related(*joined)


@prepared
def _shown(
    case_ids: Collection[int], clients: Collection[int], closed: Collection[int]
) -> QuerySet[Case, int]:
    return _cases(clients, closed).filter(pk__in=case_ids).values_list("pk", flat=True)


@prepared
def _story(case_id: int, clients: Collection[int], closed: Collection[int]) -> QuerySet[Message]:
    messages = Message.objects.filter(case=case_id, client__in=clients)
    messages = messages.exclude(case__inbox__in=closed)
    return messages.select_related("agent").order_by("id")


@prepared
def _latest(case_id: int, clients: Collection[int], closed: Collection[int]) -> QuerySet[Message]:
    messages = Message.objects.filter(case=case_id, client__in=clients)
    messages = messages.exclude(case__inbox__in=closed)
    return messages.select_related("agent").order_by("-id")[: LATEST + 1]


@prepared
def _attachments(
    case_id: int, clients: Collection[int], closed: Collection[int]
) -> QuerySet[Attachment]:
    found = Attachment.objects.filter(message__case=case_id, client__in=clients)
    return found.exclude(message__case__inbox__in=closed).order_by("id")


@prepared
def _linked(case_id: int, clients: Collection[int], closed: Collection[int]) -> QuerySet[Case]:
    itself = Case.objects.filter(Q(pk=case_id) | Q(merged_into=case_id)).values("pk")
    before = Link.objects.filter(second__in=itself).values("first")
    after = Link.objects.filter(first__in=itself).values("second")
    either = before.union(after)  # with OR PostgreSQL looks at every case
    linked = _cases(clients, closed).filter(pk__in=either)
    return linked.exclude(pk__in=itself).order_by("-id")


@prepared
def _stubs(case_id: int, clients: Collection[int], closed: Collection[int]) -> QuerySet[Case]:
    return _cases(clients, closed).filter(merged_into=case_id).order_by("id")


@prepared
def _cases_of_customer(
    customer_id: int, clients: Collection[int], closed: Collection[int]
) -> QuerySet[Case]:
    cases = _cases(clients, closed).filter(customer=customer_id).exclude(state=State.MERGED)
    return cases.order_by("-last_message_at", "-id")[:SHOWN_OF_CUSTOMER]


@prepared
def _visits(case_id: int, agent_id: int) -> QuerySet[ActiveTime, int]:
    return ActiveTime.objects.filter(case=case_id, agent=agent_id).values_list("seconds", flat=True)


@prepared
def _locked(case_ids: Collection[int]) -> QuerySet[Case]:
    cases = Case.objects.select_for_update(of=("self",)).filter(pk__in=case_ids)
    return cases.order_by("pk")
