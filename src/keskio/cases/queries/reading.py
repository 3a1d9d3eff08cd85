"""One case and what belongs to it."""

from collections.abc import Collection

from django.db.models import Q, QuerySet, Sum

from keskio.cases.models import (
    ActiveTime,
    Attachment,
    Case,
    Conversation,
    Message,
    Outcome,
)
from keskio.staff.viewers import Viewer

REFERENCES_KEPT = 20


def case(case_id: int, *, viewer: Viewer) -> Case:
    """With client, inbox, customer, assignee, reason and linked case joined (one query).

    Raises Case.DoesNotExist.
    """
    cases = Case.objects.filter(client__in=viewer.clients)
    return cases.select_related(
        "client", "inbox", "customer", "assignee", "reason", "linked_to"
    ).get(pk=case_id)


def messages_of(case_id: int, *, viewer: Viewer) -> QuerySet[Message]:
    """Oldest first, with their agents and attachments (two queries)."""
    messages = Message.objects.filter(case=case_id, client__in=viewer.clients)
    return messages.select_related("agent").prefetch_related("attachments").order_by("id")


def message(message_id: int, *, viewer: Viewer) -> Message:
    """With its attachments (two queries). Raises Message.DoesNotExist."""
    messages = Message.objects.filter(client__in=viewer.clients)
    return (
        messages.select_related("agent", "case").prefetch_related("attachments").get(pk=message_id)
    )


def attachment(attachment_id: int, *, viewer: Viewer) -> Attachment:
    """Raises Attachment.DoesNotExist (one query)."""
    return Attachment.objects.get(pk=attachment_id, client__in=viewer.clients)


def conversations(*, viewer: Viewer, case_id: int | None = None) -> QuerySet[Conversation]:
    """Those the viewer may see, or those that a case was spoken of in; newest first (one query)."""
    seen = Conversation.objects.filter(client__in=viewer.clients).order_by("-id")
    if case_id is None:
        return seen
    said = Message.objects.filter(case=case_id, client__in=viewer.clients)
    return seen.filter(pk__in=said.values("conversation"))


def conversation(conversation_id: int, *, viewer: Viewer) -> Conversation:
    """Raises Conversation.DoesNotExist (one query)."""
    return Conversation.objects.get(pk=conversation_id, client__in=viewer.clients)


def linked_cases(case: Case, *, viewer: Viewer) -> QuerySet[Case]:
    """Those that it touched, and that touched it, newest first (one query)."""
    cases = Case.objects.filter(client__in=viewer.clients)
    return cases.filter(Q(linked_to=case) | Q(pk=case.linked_to_id)).order_by("-id")


def cases_of_customer(customer_id: int, *, viewer: Viewer, limit: int = 20) -> QuerySet[Case]:
    """Newest first (one query)."""
    cases = Case.objects.filter(customer=customer_id, client__in=viewer.clients)
    return cases.order_by("-last_message_at", "-id")[:limit]


def active_seconds(case_id: int, *, agent_id: int) -> int:
    """What one agent has given to one case so far (one query)."""
    visits = ActiveTime.objects.filter(case=case_id, agent=agent_id)
    return visits.aggregate(sum=Sum("seconds"))["sum"] or 0


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


def locked_cases(case_ids: Collection[int]) -> dict[int, Case]:
    """For rooms that decide by what cases are now, and keep them so (one query)."""
    cases = Case.objects.select_for_update(of=("self",)).filter(pk__in=case_ids)
    return {case.pk: case for case in cases.order_by("pk")}


def locked_case(case_id: int) -> Case | None:
    """As locked_cases, for one."""
    return locked_cases([case_id]).get(case_id)


def outcomes() -> list[Outcome]:
    """Those that a person may choose."""
    return [outcome for outcome in Outcome if outcome != Outcome.AUTOMATIC]
