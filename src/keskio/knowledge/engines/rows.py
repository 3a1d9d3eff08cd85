"""What engines write and find."""

from dataclasses import dataclass

from keskio.knowledge.documents import Kept


@dataclass(frozen=True)
class Row:
    place: int
    kind: int
    ref_id: int
    kept: Kept


@dataclass(frozen=True)
class Found:
    """`tier`: the lower the better."""

    place: int
    ref_id: int
    tier: int = 0
