"""Times, durations and numbers in the reader's language, form and time zone."""

from datetime import date, datetime, time
from functools import lru_cache

from babel.dates import format_skeleton, format_time
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

MINUTE, HOUR, DAY = 60, 3600, 86400
NEAR_DAYS = 180


def reader_locale() -> str:
    """English is read here with a 24-hour clock and the day before the month."""
    language = get_language() or "en"
    return "en_GB" if language == "en" else language


def short_time(moment: datetime, now: datetime) -> str:
    """The clock for today, weekday and date within half a year, the year beyond."""
    local, today = timezone.localtime(moment), timezone.localtime(now)
    locale = reader_locale()
    if local.date() == today.date():
        return _clock(local.hour, local.minute, locale)
    if abs(local - today).days < NEAR_DAYS:
        return f"{_day('MMMEd', local.date(), locale)} {_clock(local.hour, local.minute, locale)}"
    return _day("yMMMd", local.date(), locale)


def short_date(moment: datetime, now: datetime) -> str:
    """The day alone; today is said as such."""
    local, today = timezone.localtime(moment), timezone.localtime(now)
    if local.date() == today.date():
        return _("today")
    skeleton = "MMMd" if local.year == today.year else "yMMMd"
    return _day(skeleton, local.date(), reader_locale())


def full_time(moment: datetime) -> str:
    """Date and clock with nothing left out, for a tooltip."""
    local, locale = timezone.localtime(moment), reader_locale()
    day = _day("yMMMMEEEEd", local.date(), locale)
    return f"{day} {_clock(local.hour, local.minute, locale)}"


def duration(seconds: float) -> str:
    """A length of time in its two largest units: 4 min, 3 h 05, 1 d 3 h."""
    whole = max(0, int(seconds))
    if whole < MINUTE:
        return _("under 1 min")
    if whole < HOUR:
        return _("%(minutes)d min") % {"minutes": whole // MINUTE}
    if whole < DAY:
        hours, rest = divmod(whole, HOUR)
        return _("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": rest // MINUTE}
    days, rest = divmod(whole, DAY)
    return _("%(days)d d %(hours)d h") % {"days": days, "hours": rest // HOUR}


def number(value: float) -> str:
    return str(format_decimal(value, locale=reader_locale()))


@lru_cache(maxsize=24 * 60 * 5)
def _clock(hour: int, minute: int, locale: str) -> str:
    return format_time(time(hour, minute), "short", locale=locale)


@lru_cache(maxsize=4096)
def _day(skeleton: str, day: date, locale: str) -> str:
    return format_skeleton(skeleton, day, locale=locale)
