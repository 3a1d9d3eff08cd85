"""How often something may be asked for: counted in Django's cache."""

from datetime import datetime, timedelta

from django.core.cache import cache


def is_within(key: str, *, times: int, period: timedelta, now: datetime) -> bool:
    """Counts once more; False from the moment the count of this period exceeds `times`."""
    seconds = int(period.total_seconds())
    window = int(now.timestamp()) // seconds
    counted = f"limit:{key}:{window}"
    cache.add(counted, 0, timeout=2 * seconds)
    return cache.incr(counted) <= times
