"""Messages and customers are told to the index, so that they can be found."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Coalesce, NullIf

from keskio.cases.models import Attachment, Message
from keskio.customers import queries as customers
from keskio.kit.prepared import prepared
from keskio.knowledge import operations as knowledge
from keskio.knowledge.documents import Document, Kind

NOT_INDEXED = (Message.Kind.ACKNOWLEDGEMENT,)
"""The same text in every case."""
NOTHING = Value("", output_field=TextField())


class Said(NamedTuple):
    """What is told of a message: fifty models cost more than all the rest."""

    pk: int
    client_id: int
    at: datetime
    title: str
    author_name: str
    author_address: str
    agent_name: str
    to: Sequence[Sequence[str]]
    cc: Sequence[Sequence[str]]
    text: str
    language: str


def index_messages(message_ids: Collection[int], *, told_in: Collection[int] = ()) -> None:
    """As they are now, or not any more (two queries beside the index); also all that is told in
    these cases."""
    if told_in:
        moved = Message.objects.filter(case__in=told_in).values_list("pk", flat=True)
        message_ids = {*message_ids, *moved}
    said = [Said(*row) for row in _said(message_ids)]
    files = defaultdict[int, list[str]](list)
    for message_id, name in _files_of(message_ids) if said else ():
        files[message_id].append(name)
    knowledge.index_documents([_of_message(one, files[one.pk]) for one in said])
    _forget(Kind.MESSAGE, set(message_ids) - {one.pk for one in said})


def index_customers(customer_ids: Collection[int]) -> None:
    """As they are now, or not any more (a query beside the index)."""
    found = list(_of_customers(customers.customers_to_find(customer_ids)))
    knowledge.index_documents(found)
    _forget(Kind.CUSTOMER, set(customer_ids) - {one.ref_id for one in found})


def _forget(kind: Kind, gone: Collection[int]) -> None:
    if gone:
        knowledge.forget_documents(kind, gone)


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


@prepared
def _said(message_ids: Collection[int]) -> "QuerySet[Message, tuple[Any, ...]]":
    messages = Message.objects.filter(pk__in=message_ids).exclude(kind__in=NOT_INDEXED)
    return messages.values_list(
        "pk",
        "client_id",
        "created_at",
        _or("subject", "case__subject"),
        "author_name",
        "author_address",
        Coalesce("agent__name", NOTHING, output_field=TextField()),
        "to",
        "cc",
        _or("text", "full_text"),
        _or("case__language", "case__inbox__language"),
    )


def _or(field: str, instead: str) -> Coalesce:
    return Coalesce(NullIf(field, NOTHING), instead, output_field=TextField())


@prepared
def _files_of(message_ids: Collection[int]) -> "QuerySet[Attachment, tuple[int, str]]":
    files = Attachment.objects.filter(message__in=message_ids).order_by("pk")
    return files.values_list("message_id", "name")


def _of_message(said: Said, files: Sequence[str]) -> Document:
    return Document(
        kind=Kind.MESSAGE,
        ref_id=said.pk,
        client_id=said.client_id,
        at=said.at,
        title=said.title,
        senders=[one for one in (said.author_name, said.author_address, said.agent_name) if one],
        recipients=[one for pair in (*said.to, *said.cc) for one in pair if one],
        text=said.text,
        files=files,
        language=said.language,
    )


def _of_customers(rows: Sequence[customers.ToFind]) -> Iterator[Document]:
    for pk, same in groupby(rows, key=itemgetter(0)):
        (_, client_id, at, name, language, _), *_ = named = list(same)
        yield Document(
            kind=Kind.CUSTOMER,
            ref_id=pk,
            client_id=client_id,
            at=at,
            senders=[one for one in (name, *(address for *_, address in named)) if one],
            language=language,
        )
