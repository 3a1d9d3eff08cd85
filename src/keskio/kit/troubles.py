"""What this process cannot do just now, kept in its own memory: a full disk can keep nothing."""

import threading
from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True)
class Trouble:
    """Since when somebody here fails at their work, how often, and why at last."""

    who: str
    since: datetime
    times: int
    error: str


_lock = threading.Lock()
_troubles: dict[str, Trouble] = {}


def note(who: str, error: Exception, *, now: datetime) -> bool:
    """They failed once more; whether that is news, worth a line in the log."""
    says = str(error).strip().partition("\n")[0] or repr(error)
    with _lock:
        known = _troubles.get(who)
        before = known or Trouble(who, now, 0, "")
        _troubles[who] = replace(before, times=before.times + 1, error=says)
    return known is None or known.error != says


def forget(who: str) -> None:
    """They have done their work again."""
    if who in _troubles:
        with _lock:
            _troubles.pop(who, None)


def all_now() -> list[Trouble]:
    """Longest first."""
    with _lock:
        return sorted(_troubles.values(), key=lambda trouble: trouble.since)
