"""Who did it: what every operation is told and every entry keeps."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """A person, a program or the system itself; as text `agent:3`."""

    kind: str
    id: int | None = None

    @classmethod
    def agent(cls, pk: int) -> "Actor":
        return cls("agent", pk)

    @classmethod
    def customer(cls, pk: int) -> "Actor":
        return cls("customer", pk)

    @classmethod
    def token(cls, pk: int) -> "Actor":
        return cls("token", pk)

    @classmethod
    def parse(cls, text: str) -> "Actor":
        """The actor whose str() is `text`. Raises ValueError when its id is not a number."""
        kind, _, pk = text.partition(":")
        return cls(kind, int(pk) if pk else None)

    def __str__(self) -> str:
        return self.kind if self.id is None else f"{self.kind}:{self.id}"


SYSTEM_ACTOR = Actor("system")
