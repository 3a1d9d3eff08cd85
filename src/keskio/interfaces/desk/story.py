"""A case's page: what was said and what happened, as one story."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keskio.cases.addresses import typed
from keskio.cases.models import Attachment, Case, Message
from keskio.channels.mail.markdown import content_ids
from keskio.channels.models import Delivery
from keskio.interfaces.desk.happenings import Happening

SHOWN_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")
"""Pictures that a browser shows without running anything."""

Direction, Kind = Message.Direction, Message.Kind
LABELS = {
    str(Kind.BOUNCE): gettext_lazy("delivery report"),
    str(Kind.AUTO_REPLY): gettext_lazy("automatic reply"),
    str(Kind.COMPLAINT): gettext_lazy("complaint by a mail server"),
}


@dataclass(frozen=True, kw_only=True)
class Utterance:
    """One message as it stands in the conversation."""

    message: Message
    side: str
    """customer, ours, machine or note."""
    who: str
    label: str = ""
    delivery: Delivery | None = None
    is_unseen: bool = False
    inside: list[Attachment] = field(default_factory=list)
    """Pictures that stand within the text."""
    pictures: list[Attachment] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)

    @property
    def at(self) -> datetime:
        return self.message.created_at


def tell(
    messages: Iterable[Message],
    happened: Iterable[Happening],
    *,
    deliveries: Mapping[int, Delivery],
    files: Mapping[int, Sequence[Attachment]],
    seen: int | None,
) -> list[Utterance | Happening]:
    """Messages and happenings in the order of time; messages newer than `seen` are marked.

    What a message brought about at once is told before it, as its heading.
    """
    said = [
        utterance(
            message,
            delivery=deliveries.get(message.pk),
            attachments=files.get(message.pk, ()),
            seen=seen,
        )
        for message in messages
    ]
    return sorted([*happened, *said], key=lambda part: part.at)


def utterance(
    message: Message,
    *,
    delivery: Delivery | None,
    attachments: Sequence[Attachment],
    seen: int | None,
) -> Utterance:
    shown = [file for file in attachments if file.inline and file.content_type in SHOWN_TYPES]
    named = content_ids(message.text) if shown and message.direction != Direction.IN else set()
    inside = [file for file in shown if file.content_id in named]
    pictures = [file for file in shown if file not in inside]
    side = side_of(message)
    return Utterance(
        message=message,
        side=side,
        who=who_said(message),
        label=label_of(message),
        delivery=delivery,
        is_unseen=seen is not None and message.pk > seen and side != "note",
        inside=inside,
        pictures=pictures,
        files=[file for file in attachments if file not in shown],
    )


def side_of(message: Message) -> str:
    if message.kind == Kind.NOTE:
        return "note"
    if message.kind != Kind.MESSAGE:
        return "machine"
    return "customer" if message.direction == Direction.IN else "ours"


def who_said(message: Message) -> str:
    if message.agent:
        return str(message.agent)
    if message.kind == Kind.ACKNOWLEDGEMENT:
        return _("Automatic receipt")
    return message.author_name or message.author_address or _("unknown sender")


def label_of(message: Message) -> str:
    """What kind of message it is, where it is no plain one."""
    return str(LABELS.get(message.kind, ""))


def recipient(messages: Sequence[Message]) -> str:
    """Where a reply goes, as typed: where the customer last wrote from, or asked to be answered.

    In a case that we began and nobody answered, to whom we wrote.
    """
    answered = _last_received(messages)
    if answered:
        return typed([(answered.author_name, answered.reply_to or answered.author_address)])
    first = next(
        (one for one in messages if one.kind == Kind.MESSAGE and not one.forwards_id), None
    )
    return typed(first.to) if first else ""


def others_on_it(messages: Iterable[Message]) -> dict[str, str]:
    """Who else was on the last message from outside, we included: addresses, and how to show."""
    answered = _last_received(messages)
    if answered is None:
        return {}
    left_out = {answered.reply_to, answered.author_address}
    others = [(name, address) for name, address in (*answered.to, *answered.cc)]
    return {
        address: typed([(name, address)]) for name, address in others if address not in left_out
    }


def sent_ids(messages: Iterable[Message]) -> list[int]:
    """Those that may have a delivery."""
    return [message.pk for message in messages if message.direction == Direction.OUT]


def _last_received(messages: Iterable[Message]) -> Message | None:
    received = [message for message in messages if message.direction == Direction.IN]
    by_people = [message for message in received if message.kind == Kind.MESSAGE]
    return max(by_people or received, key=lambda message: message.pk, default=None)


def customer_name(case: Case) -> str:
    """As they call themselves; else the address they wrote from: no name is guessed."""
    if case.customer and case.customer.name:
        return case.customer.name
    return case.participants[0] if case.participants else _("unknown sender")
