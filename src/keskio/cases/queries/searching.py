"""Search: the index names messages, and what the viewer may see of them is read anew.

Messages are indexed, cases are shown: a message stands for the case that it is in now.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from keskio.cases.models import Case, Message
from keskio.cases.queries import listing
from keskio.cases.queries.filters import KNOWN, asks_of_cases, clients_asked_for, filtered
from keskio.cases.queries.listing import BadCursor
from keskio.customers import queries as customers
from keskio.customers.models import Customer
from keskio.kit.prepared import prepared
from keskio.knowledge import queries as knowledge
from keskio.knowledge.asking import Question, question
from keskio.knowledge.documents import Kind
from keskio.knowledge.engines.rows import Found
from keskio.knowledge.queries import Place
from keskio.knowledge.rules import Asked, parse
from keskio.knowledge.snippets import Marker, Part
from keskio.staff.viewers import Viewer

PAGE = 25
AT_A_TIME = 100
MOST_LOOKED_AT = 2_000
"""So many messages are gone through for one page; the next page goes on from there."""
CUSTOMERS_SHOWN = 5
BY_CASES = "c"
WORD = re.compile(r"\w+")


class Order(StrEnum):
    BEST = "best"
    """Words in subjects and names first, then words as written, then other forms of them."""
    NEWEST = "newest"


@dataclass(frozen=True)
class Hit:
    """A case, and the best of its messages that were found; None when the case itself was."""

    case: Case
    message: Message | None
    subject: Sequence[Part]
    snippet: Sequence[Part]


@dataclass(frozen=True)
class SearchPage:
    asked: Asked
    hits: Sequence[Hit]
    customers: Sequence[Customer]
    """On the first page only."""
    next: str | None


@dataclass(frozen=True)
class _Search:
    asked: Asked
    viewer: Viewer
    clients: Collection[int]
    wanted: Q
    question: Question | None

    @property
    def closed(self) -> frozenset[int]:
        return self.viewer.closed_inboxes

    @property
    def cases(self) -> QuerySet[Case]:
        """Those that may be shown."""
        return Case.objects.filter(client__in=self.clients).exclude(inbox__in=self.closed)

    def may_show(self, case: Case) -> bool:
        return case.client_id in self.clients and case.inbox_id not in self.closed


def search(
    *,
    viewer: Viewer,
    text: str,
    order: Order = Order.BEST,
    after: str = "",
    limit: int = PAGE,
    now: datetime,
) -> SearchPage:
    """What the viewer may see of what was asked for (about ten queries). Raises BadCursor.

    `now` is by the reader's clock: days in before: and after: are theirs.
    """
    asked = parse(text, known=KNOWN)
    clients = sorted(clients_asked_for(asked, viewer=viewer)) if not asked.is_empty else []
    if not clients:
        return SearchPage(asked, [], [], None)
    best = order == Order.BEST
    found = question(asked, client_ids=clients, kind=Kind.MESSAGE, best_first=best, now=now)
    this = _Search(asked, viewer, clients, filtered(asked, viewer=viewer), found)
    numbered = [] if after else _numbered(this)
    shown, following = _shown(this, after, limit)
    hits = _hits(this, {**dict.fromkeys(numbered), **dict(shown)})
    people = [] if after else _customers(this, now)
    return SearchPage(asked, hits, people, following)


def suggest(*, viewer: Viewer, text: str, limit: int = 6, now: datetime) -> SearchPage:
    """As search, while the last word is still being typed."""
    unfinished = text and not text.endswith((" ", '"', "*")) and parse(text, known=KNOWN).terms
    whole = text.lstrip("#").isdecimal() or ":" in text.rpartition(" ")[2]
    asked = f"{text}*" if unfinished and not whole else text
    return search(viewer=viewer, text=asked, limit=limit, now=now)


def customers_called(
    *, viewer: Viewer, client_id: int, text: str, limit: int, now: datetime
) -> list[Customer]:
    """The client's customers who have these words in name or address, the last one unfinished,
    newest first (three queries). A single letter is no word yet.
    """
    words = [word for word in WORD.findall(text) if len(word) > 1]
    if not words or client_id not in viewer.clients:
        return []
    asked = parse(f"{' '.join(words)}*", known=())
    wanted = question(asked, client_ids=[client_id], kind=Kind.CUSTOMER, best_first=False, now=now)
    ids = [one.ref_id for one in knowledge.find(wanted, limit=limit)] if wanted else []
    people = customers.customers_among(ids, viewer=viewer) if ids else {}
    return [people[pk] for pk in ids if pk in people and people[pk].client_id == client_id]


def _numbered(this: _Search) -> list[int]:
    """The case whose number was typed."""
    if this.asked.number is None:
        return []
    return list(this.cases.filter(pk=this.asked.number).values_list("pk", flat=True))


def _shown(
    this: _Search, after: str, limit: int
) -> tuple[list[tuple[int, int | None]], str | None]:
    """Cases with the messages that they were found by, and where the next page begins."""
    if this.asked.must_be_number:
        return [], None
    if this.question is None:
        return _by_cases(this, after, limit) if asks_of_cases(this.asked) else ([], None)
    candidates = _Candidates(this, this.question, _place(after))
    shown, place = dict[int, int | None](), ""
    for found, case_id in candidates:
        if case_id is not None and case_id not in shown:
            if len(shown) == limit:
                return list(shown.items()), place
            shown[case_id] = found.ref_id
        place = f"{found.tier}_{found.place}"
    return list(shown.items()), None if candidates.are_all else place


class _Candidates:
    """What the index finds, with the case that may be shown for it, if there is one."""

    def __init__(self, this: _Search, asked: Question, after: Place | None) -> None:
        self._this, self._asked, self._after = this, asked, after
        self.are_all = False

    def __iter__(self) -> Iterator[tuple[Found, int | None]]:
        place, looked_at = self._after, 0
        while looked_at < MOST_LOOKED_AT:
            found = knowledge.find(self._asked, after=place, limit=AT_A_TIME)
            cases = _cases_for(self._this, self._asked, found, self._after) if found else {}
            for one in found:
                yield one, cases.get(one.ref_id)
            if len(found) < AT_A_TIME:
                self.are_all = True
                return
            place, looked_at = (found[-1].tier, found[-1].place), looked_at + len(found)


def _cases_for(
    this: _Search, asked: Question, found: Sequence[Found], after: Place | None
) -> dict[int, int]:
    """By message, its case as it is now, if it may be shown and no page before has shown it."""
    case_of = dict(_case_of([one.ref_id for one in found], this.clients, this.closed))
    left = set(case_of.values())
    if this.wanted:
        left = set(this.cases.filter(this.wanted, pk__in=left).values_list("pk", flat=True))
    if after is not None and left:
        left -= _shown_before(this, asked, left, after)
    return {pk: case_id for pk, case_id in case_of.items() if case_id in left}


def _shown_before(this: _Search, asked: Question, case_ids: set[int], after: Place) -> set[int]:
    said = Message.objects.filter(case__in=case_ids, client__in=this.clients)
    said = said.exclude(case__inbox__in=this.closed)
    case_of = dict(said.values_list("pk", "case_id"))
    places = knowledge.places_among(asked, case_of, kind=Kind.MESSAGE)
    return {case_of[pk] for pk, place in places.items() if place <= after}


def _by_cases(
    this: _Search, after: str, limit: int
) -> tuple[list[tuple[int, int | None]], str | None]:
    """Nothing was said that messages could answer: cases, the latest message first."""
    cases = this.cases.filter(this.wanted)
    if after:
        at, pk = listing.place_in(after.removeprefix(BY_CASES))
        cases = cases.filter(Q(last_message_at__lt=at) | Q(last_message_at=at, pk__lt=pk))
    rows = list(cases.order_by("-last_message_at", "-pk").only("last_message_at")[: limit + 1])
    following = listing.cursor_at(rows[limit - 1]) if len(rows) > limit else None
    return [(row.pk, None) for row in rows[:limit]], following and BY_CASES + following


def _hits(this: _Search, shown: dict[int, int | None]) -> list[Hit]:
    """Cases of other clients or in closed inboxes are left out even if a message of ours has got
    into one."""
    ids = [one for one in shown.values() if one]
    said = {one.pk: one for one in _said(ids, this.clients, this.closed)} if ids else {}
    cases = {one.pk: one for one in listing.listed(list(shown)) if this.may_show(one)}
    marker = Marker(this.asked.terms)
    return [
        _hit(marker, cases[pk], said.get(message_id or 0))
        for pk, message_id in shown.items()
        if pk in cases
    ]


def _hit(marker: Marker, case: Case, message: Message | None) -> Hit:
    text = (message.text or message.full_text) if message else ""
    return Hit(case, message, marker.marked(case.subject), marker.snippet(text))


@prepared
def _case_of(
    message_ids: Collection[int], clients: Collection[int], closed: Collection[int]
) -> QuerySet[Message, tuple[int, int]]:
    messages = Message.objects.filter(pk__in=message_ids, client__in=clients)
    messages = messages.exclude(case__inbox__in=closed)
    return messages.values_list("pk", "case_id")


@prepared
def _said(
    message_ids: Collection[int], clients: Collection[int], closed: Collection[int]
) -> QuerySet[Message]:
    messages = Message.objects.filter(pk__in=message_ids, client__in=clients)
    messages = messages.exclude(case__inbox__in=closed)
    return messages.select_related("agent").defer("html")


def _customers(this: _Search, now: datetime) -> list[Customer]:
    """Those whom the words name; of filters only the client's has to do with them."""
    names = {one.name for one in this.asked.filters} - {"client"}
    wanted = [term for term in this.asked.terms if not term.is_excluded]
    if names or not wanted:
        return []
    asked = question(
        this.asked, client_ids=list(this.clients), kind=Kind.CUSTOMER, best_first=False, now=now
    )
    found = knowledge.find(asked, limit=CUSTOMERS_SHOWN) if asked else []
    ids = [one.ref_id for one in found]
    people = customers.customers_among(ids, viewer=this.viewer) if ids else {}
    return [people[pk] for pk in ids if pk in people and people[pk].client_id in this.clients]


def _place(after: str) -> Place | None:
    if not after:
        return None
    tier, _, place = after.partition("_")
    if not (_is_number(tier) and _is_number(place) and len(tier) == 1):
        raise BadCursor(after)
    return int(tier), min(int(place), listing.MAX_ID)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 19  # noqa: PLR2004
