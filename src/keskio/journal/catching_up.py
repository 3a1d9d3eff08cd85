"""Wait until subscribers have heard everything: for tests, and for commands that must finish."""

import time
from collections.abc import Sequence
from datetime import datetime

from keskio.journal import chores
from keskio.journal.delivery import hand_over, is_behind
from keskio.journal.events import Subscriber
from keskio.journal.horizon import Horizon, last_id
from keskio.kit.scopes import SYSTEM, reading

ROUNDS = 20
"""How often what reactions and timers have recorded is waited for in its turn."""
BREATH_SECONDS = 0.005


def catch_up(*, subscribers: Sequence[Subscriber], now: datetime) -> None:
    """Return when `subscribers` have heard everything recorded so far, and what followed from it.

    Works beside other workers. Timers and parked streams due at `now` are dealt with; what stays
    parked or paused is not waited for. Raises what the database raised when it was out of order.
    """
    chores.enrol_new(subscribers)
    horizon = Horizon()
    for _ in range(ROUNDS):
        chores.fire_due_timers(now=now)
        chores.retry_due(subscribers, now=now)
        target = last_id()
        behind = _behind(subscribers, target, now)
        if not behind:
            return
        while behind:
            _hand_over_some(behind, horizon, now)
            behind = _behind(behind, target, now)


def _hand_over_some(subscribers: Sequence[Subscriber], horizon: Horizon, now: datetime) -> None:
    ceiling = horizon.look()
    if not sum(hand_over(subscriber=one, ceiling=ceiling, now=now) for one in subscribers):
        time.sleep(BREATH_SECONDS)  # others hold what is missing: a worker, or a writer


def _behind(subscribers: Sequence[Subscriber], target: int, now: datetime) -> list[Subscriber]:
    with reading(SYSTEM):
        return [one for one in subscribers if is_behind(one, ceiling=target, now=now)]
