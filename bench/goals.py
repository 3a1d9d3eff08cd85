"""What is to be reached, and what is aimed for; docs/performance.md tells how far we are."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """`at_least`: more is better, else less is."""

    bench: str
    what: str
    reach: float
    aim: float
    at_least: bool = False

    def verdict(self, value: float) -> str:
        if self._is_met(value, self.aim):
            return "aim"
        return "reach" if self._is_met(value, self.reach) else "MISSED"

    def _is_met(self, value: float, bound: float) -> bool:
        return value >= bound if self.at_least else value <= bound


GOALS = [
    Goal("intake", "CPU a mail, acknowledgements off", 4, 1.5),
    Goal("intake", "mails a second, to the line, acknowledgements off", 250, 600, at_least=True),
    Goal("intake", "peak memory of keskio receive", 120, 80),
    Goal("pages", "case list, p50", 25, 10),
    Goal("pages", "case page, p50", 15, 8),
    Goal("pages", "case page of 200 messages, p50", 25, 12),
    *(
        Goal("lists", f"case list, {who}, {what}", 25, 10)
        for who in ("two clients", "all clients")
        for what in ("p50 of all lists", "slowest list's p50")
    ),
    Goal("memory", "after all requests", 200, 200),
    Goal("browser", "first visit, compressed", 250, 120),
    Goal("browser", "later visit, compressed", 40, 20),
    Goal("browser", "key to next case, p50", 150, 80),
    Goal("take_next", "take next, p99", 100, 40),
    *(
        Goal("search", f"search, {who}, {what}, {share}", reach, aim)
        for who in ("two clients", "all")
        for what in ("rare", "common", "two words", "prefix", "common, newest first")
        for share, reach, aim in (("p50", 30, 10), ("p95", 100, 30))
    ),
    Goal("start", "later start, median", 5, 2),
]
