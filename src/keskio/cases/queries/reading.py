"""One case and what belongs to it."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from keskio.cases.models import (
    ActiveTime,
    Attachment,
    Case,
    Conversation,
    Message,
    Outcome,
    State,
)
from keskio.kit.prepared import prepared
from keskio.kit.transactions import require_transaction
from keskio.staff.viewers import Viewer

REFERENCES_KEPT = 20
SHOWN_OF_CUSTOMER = 20


def case(case_id: int, *, viewer: Viewer) -> Case:
    """With client, inbox, customer, assignee, reason and linked case joined (one query).

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
    """Those that it touched, and that touched it, newest first (one query)."""
    return _linked(case.pk, case.linked_to_id or 0, viewer.clients, viewer.closed_inboxes)


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
    """With case and attachments, for the rooms that carry it (two queries)."""
    return Message.objects.select_related("case").prefetch_related("attachments").get(pk=message_id)


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
    held = Case.objects.filter(assignee=agent_id).exclude(state=State.RESOLVED)
    return list(held.order_by("pk"))


def cases_held_in(inbox_id: int) -> list[Case]:
    """Those in this inbox that somebody has and that have not ended (one query)."""
    held = Case.objects.filter(inbox=inbox_id, assignee__isnull=False)
    return list(held.exclude(state=State.RESOLVED).order_by("pk"))


def locked_cases(case_ids: Collection[int]) -> dict[int, Case]:
    """For rooms that decide by what cases are now, and keep them so (one query)."""
    require_transaction()
    return {case.pk: case for case in _locked(case_ids)}


def locked_case(case_id: int) -> Case | None:
    """As locked_cases, for one."""
    return locked_cases([case_id]).get(case_id)


def outcomes() -> list[Outcome]:
    """Those that a person may choose."""
    return [outcome for outcome in Outcome if outcome != Outcome.AUTOMATIC]


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
    joined = ("client", "inbox", "customer", "assignee", "reason", "linked_to")
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
def _attachments(
    case_id: int, clients: Collection[int], closed: Collection[int]
) -> QuerySet[Attachment]:
    found = Attachment.objects.filter(message__case=case_id, client__in=clients)
    return found.exclude(message__case__inbox__in=closed).order_by("id")


@prepared
def _linked(
    case_id: int, linked_to: int, clients: Collection[int], closed: Collection[int]
) -> QuerySet[Case]:
    cases = _cases(clients, closed)
    return cases.filter(Q(linked_to=case_id) | Q(pk=linked_to)).order_by("-id")


@prepared
def _cases_of_customer(
    customer_id: int, clients: Collection[int], closed: Collection[int]
) -> QuerySet[Case]:
    cases = _cases(clients, closed).filter(customer=customer_id)
    return cases.order_by("-last_message_at", "-id")[:SHOWN_OF_CUSTOMER]


@prepared
def _visits(case_id: int, agent_id: int) -> QuerySet[ActiveTime, int]:
    return ActiveTime.objects.filter(case=case_id, agent=agent_id).values_list("seconds", flat=True)


@prepared
def _locked(case_ids: Collection[int]) -> QuerySet[Case]:
    cases = Case.objects.select_for_update(of=("self",)).filter(pk__in=case_ids)
    return cases.order_by("pk")
