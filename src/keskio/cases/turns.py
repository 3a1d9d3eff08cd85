"""Whose turn it is, by what was said. No database."""

from collections.abc import Collection, Iterable

from keskio.cases.models import Message

Direction, Kind = Message.Direction, Message.Kind


def unanswered(messages: Collection[Message]) -> list[Message]:
    """What people have written since a person here last answered, oldest first."""
    answered = max((message.pk for message in messages if is_answer(message)), default=0)
    written = [message for message in messages if _is_written_to_us(message)]
    return sorted(
        (message for message in written if message.pk > answered), key=lambda message: message.pk
    )


def is_answer(message: Message) -> bool:
    return (message.direction, message.kind) == (Direction.OUT, Kind.MESSAGE)


def addresses_in(messages: Iterable[Message]) -> set[str]:
    """Everybody who wrote them or was on them."""
    found = set()
    for message in messages:
        others = [address for _, address in (*message.to, *message.cc)]
        found |= {message.author_address, *others}
    return found


def _is_written_to_us(message: Message) -> bool:
    return (message.direction, message.kind) == (Direction.IN, Kind.MESSAGE)
