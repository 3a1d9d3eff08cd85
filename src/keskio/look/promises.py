"""A promise as the reader meets it: an icon, a time and a word, never a colour alone."""

from datetime import datetime, timedelta
from html import escape
from typing import Literal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from keskio.look.icons import icon
from keskio.look.times import duration, short_time

State = Literal["in-time", "soon", "late", "kept", "broken", "paused"]
SOON_AT_LEAST = timedelta(minutes=5)


def promise_state(
    due_at: datetime, *, made_at: datetime | None, kept_at: datetime | None, now: datetime
) -> State:
    """Soon begins when a quarter of the time is left, and at the latest at five minutes."""
    if kept_at is not None:
        return "kept" if kept_at <= due_at else "broken"
    if now > due_at:
        return "late"
    quarter = (due_at - made_at) / 4 if made_at else SOON_AT_LEAST
    return "soon" if due_at - now <= max(quarter, SOON_AT_LEAST) else "in-time"


def promise_badge(
    due_at: datetime, *, made_at: datetime | None, kept_at: datetime | None, now: datetime
) -> SafeString:
    state = promise_state(due_at, made_at=made_at, kept_at=kept_at, now=now)
    if state in WORDS:
        return _badge(state, _time_and_word(due_at, WORDS[state](), now))
    behind = duration(((kept_at or now) - due_at).total_seconds())
    late = _("%(time)s late") if state == "late" else _("kept %(time)s late")
    return _badge(state, escape(late % {"time": behind}))


def paused_badge() -> SafeString:
    return _badge("paused", escape(_("waits for customer")))


WORDS = {
    "in-time": lambda: _("in time"),
    "soon": lambda: _("soon"),
    "kept": lambda: _("kept"),
}


def _time_and_word(due_at: datetime, word: str, now: datetime) -> str:
    at, said = due_at.isoformat(timespec="minutes"), short_time(due_at, now)
    return f'<time datetime="{at}">{escape(said)}</time> <span class="word">{escape(word)}</span>'


def _badge(state: State, said: str) -> SafeString:
    """Put together by hand, for fifty in a list; `said` is escaped."""
    sign = icon(f"promise-{state}")
    return SafeString(f'<span class="promise" data-state="{state}">{sign}{said}</span>')
