"""Decisions about hours and addresses, without a database."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

LONGEST_SEARCH = timedelta(days=366)


class NeverOpen(Exception):
    """Hours in which nobody ever answers cannot carry a promise."""


@dataclass(frozen=True)
class Hours:
    """When somebody answers, by the client's own clock; a day's end is after its beginning."""

    zone: ZoneInfo
    opens_at: time
    closes_at: time
    days: frozenset[int]
    """ISO weekdays, 1 to 7."""

    def after(self, start: datetime, *, open_for: timedelta) -> datetime:
        """The instant at which `open_for` of opening time has passed since `start`.

        Raises NeverOpen.
        """
        if not self.days or self.opens_at >= self.closes_at:
            raise NeverOpen
        left, day = open_for, start.astimezone(self.zone).date()
        last = day + LONGEST_SEARCH
        while day <= last:
            begin = max(start, datetime.combine(day, self.opens_at, self.zone))
            end = datetime.combine(day, self.closes_at, self.zone)
            # subtract instants, not wall clocks: on the day the clock is moved they differ
            span = timedelta(seconds=end.timestamp() - begin.timestamp())
            if day.isoweekday() in self.days and span > timedelta(0):
                if span >= left:
                    return datetime.fromtimestamp(
                        begin.timestamp() + left.total_seconds(), start.tzinfo
                    )
                left -= span
            day += timedelta(days=1)
        raise NeverOpen


def normalise_address(address: str) -> str:
    """The form in which addresses are stored and compared."""
    return address.strip().lower()


def without_tag(address: str) -> str:
    """`support+c42.x@a.example` is delivered to `support@a.example`."""
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
