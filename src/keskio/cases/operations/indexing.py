"""Messages and customers are told to the index, so that they can be found."""

from collections.abc import Collection, Iterable

from keskio.cases.models import Message
from keskio.customers import queries as customers
from keskio.customers.models import Customer
from keskio.knowledge import operations as knowledge
from keskio.knowledge.documents import Document, Kind

NOT_INDEXED = (Message.Kind.ACKNOWLEDGEMENT,)
"""The same text in every case."""


def index_messages(message_ids: Collection[int]) -> None:
    """As they are now (two queries beside the index)."""
    messages = Message.objects.filter(pk__in=message_ids).exclude(kind__in=NOT_INDEXED)
    joined = messages.select_related("case__inbox", "agent").prefetch_related("attachments")
    unread = ("html", "case__participants")
    knowledge.index_documents([_of_message(one) for one in joined.defer(*unread)])


def index_customers(customer_ids: Collection[int]) -> None:
    """As they are now (two queries beside the index)."""
    found = customers.customers_to_find(customer_ids)
    knowledge.index_documents([_of_customer(one) for one in found])


def index_messages_after(message_id: int, *, limit: int) -> int | None:
    """The next of all messages, by id; the last of them, or None when there are no more."""
    ids = list(
        Message.objects.filter(pk__gt=message_id)
        .order_by("pk")
        .values_list("pk", flat=True)[:limit]
    )
    index_messages(ids)
    return ids[-1] if ids else None


def index_customers_after(customer_id: int, *, limit: int) -> int | None:
    """The next of all customers, by id; the last of them, or None when there are no more."""
    ids = customers.customer_ids_after(customer_id, limit=limit)
    index_customers(ids)
    return ids[-1] if ids else None


def _of_message(message: Message) -> Document:
    agent = message.agent.name if message.agent else ""
    return Document(
        kind=Kind.MESSAGE,
        ref_id=message.pk,
        client_id=message.client_id,
        at=message.created_at,
        title=message.subject or message.case.subject,
        senders=[one for one in (message.author_name, message.author_address, agent) if one],
        recipients=[said for pair in (*message.to, *message.cc) for said in pair if said],
        text=message.text or message.full_text,
        files=[one.name for one in message.attachments.all()],
        language=message.case.language or message.case.inbox.language,
    )


def _of_customer(customer: Customer) -> Document:
    addresses: Iterable[str] = (one.value for one in customer.identities.all())
    return Document(
        kind=Kind.CUSTOMER,
        ref_id=customer.pk,
        client_id=customer.client_id,
        at=customer.created_at,
        senders=[one for one in (customer.name, *addresses) if one],
        language=customer.language,
    )
