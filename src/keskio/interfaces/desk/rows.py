"""Cases as rows: of the list, and of the line beside a case.

Here and not in templates: lists are read most of all, and fifty rows of template tags cost as much
as all the rest of the page.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from keskio.cases.models import State
from keskio.cases.queries import Row, Sort
from keskio.interfaces.desk import marks
from keskio.interfaces.desk.words import STATES
from keskio.look.icons import icon
from keskio.look.promises import paused_badge, promise_badge
from keskio.look.times import duration, short_date, short_time

ROW = (
    '<tr data-case="{pk}"><td class="select"><input type="checkbox" name="case" value="{pk}"'
    ' form="bulk" aria-label="{select}"></td>{cells}</tr>'
)
ROW_TO_READ = '<tr data-case="{pk}"><td class="select"></td>{cells}</tr>'
ITEM = (
    '<li><a class="line-item" href="/cases/{pk}/" data-row data-case="{pk}"{current}>'
    '{channel}<span class="who clip" title="{customer}">{flag}{customer}</span>{promised}'
    '<span class="what clip" title="{subject}"{lang}>{subject}</span>'
    '<span class="whose faint">{client}</span>{tags}</a></li>'
)

Tags = Mapping[int, marks.Named]


@dataclass(frozen=True)
class Column:
    """One column of the list: what it is called, and a case's cell in it."""

    name: Promise
    cell: Callable[[Row, datetime], str]
    css: str = ""
    sorts: tuple[Sort, ...] = ()
    """What pressing its head sorts by: the first of these that the view has."""


def _subject(case: Row, _now: datetime) -> SafeString:
    return format_html(
        '<a href="/cases/{}/" data-row title="{subject}">{subject}</a>',
        case.pk,
        subject=case.subject or _("(no subject)"),
    )


def _promised(case: Row, now: datetime) -> str:
    if case.promised_at:
        return promise_badge(case.promised_at, made_at=case.waiting_since, kept_at=None, now=now)
    if case.snoozed_until:
        return short_time(case.snoozed_until, now)
    if case.resolved_at:
        return short_time(case.resolved_at, now)
    return paused_badge()


def _state(case: Row, _now: datetime) -> str:
    return str(STATES[State(case.state)])


def _waited(case: Row, now: datetime) -> str:
    return duration((now - case.waiting_since).total_seconds()) if case.waiting_since else ""


def _agent(case: Row, _now: datetime) -> str:
    return case.agent_name


COLUMNS: dict[str, Column] = {
    "number": Column(gettext_lazy("Number"), lambda case, _now: f"#{case.pk}", "id"),
    "customer": Column(
        gettext_lazy("Customer"), lambda case, _now: customer_name(case), "name", (Sort.CUSTOMER,)
    ),
    "subject": Column(gettext_lazy("Subject"), _subject, "subject"),
    "client": Column(gettext_lazy("Client"), lambda case, _now: case.client_name, "client"),
    "language": Column(gettext_lazy("Language"), lambda case, _now: case.language, "lang"),
    "state": Column(
        pgettext_lazy("of a case", "State"),
        _state,
        "state",
    ),
    "promised": Column(gettext_lazy("Promised"), _promised, "when", (Sort.PROMISE,)),
    "waited": Column(gettext_lazy("Waited"), _waited, "number waited", (Sort.LONGEST,)),
    "latest": Column(
        gettext_lazy("Latest message"),
        lambda case, now: short_time(case.last_message_at, now),
        "latest",
        (Sort.NEWEST, Sort.OLDEST),
    ),
    "opened": Column(
        gettext_lazy("Opened"), lambda case, now: short_date(case.opened_at, now), "opened"
    ),
    "agent": Column(gettext_lazy("With"), _agent, "at"),
}
"""All there are, in the order in which they stand."""
USUAL = ("customer", "subject", "client", "language", "promised", "waited", "agent")
ALWAYS = ("customer", "subject")


def columns(chosen: Iterable[str]) -> list[str]:
    """Those that were chosen and exist, in their order; the usual ones where nobody chose."""
    wanted = {*chosen} & COLUMNS.keys() or {*USUAL}
    return [name for name in COLUMNS if name in wanted | {*ALWAYS}]


def row(
    case: Row, shown: Sequence[str], now: datetime, *, tags: Tags, selects: bool = True
) -> SafeString:
    """With a box to select it by, where something can be done with what is selected."""
    cells = (
        f'<td class="{COLUMNS[name].css}"{_title(case, name)}>{_cell(case, name, now, tags)}</td>'
        for name in shown
    )
    return format_html(
        ROW if selects else ROW_TO_READ,
        pk=case.pk,
        select=_("Select %(subject)s") % {"subject": case.subject or customer_name(case)},
        cells=SafeString("".join(cells)),
    )


def _cell(case: Row, name: str, now: datetime, tags: Tags) -> str:
    cell = conditional_escape(COLUMNS[name].cell(case, now))
    if name != "subject" or not (case.tag_ids or case.priority in marks.ALARM):
        return cell
    return f'<div class="marked">{marks.flag(case.priority)}{cell}{_chips(case, tags)}</div>'


def _chips(case: Row, tags: Tags) -> str:
    return marks.chips([*map(int, case.tag_ids.split(","))] if case.tag_ids else [], tags)


def _title(case: Row, name: str) -> SafeString:
    """The whole of a name that may be cut."""
    if name != "customer":
        return SafeString("")
    return format_html(' title="{}"', customer_name(case))


def items(cases: Iterable[Row], current: int, now: datetime, tags: Tags) -> list[SafeString]:
    """Cases in the line: who, by when, what, for whom."""
    channel = icon("email", label=_("Email"))
    nothing = _("(no subject)")
    return [
        _item(case, current=current, now=now, channel=channel, nothing=nothing, tags=tags)
        for case in cases
    ]


def _item(
    case: Row, *, current: int, now: datetime, channel: str, nothing: str, tags: Tags
) -> SafeString:
    """Escaped here, each word once."""
    customer, subject = escape(customer_name(case)), escape(case.subject or nothing)
    return SafeString(
        ITEM.format(
            pk=case.pk,
            current=' aria-current="true"' if case.pk == current else "",
            channel=channel,
            flag=marks.flag(case.priority),
            customer=customer,
            subject=subject,
            lang=f' lang="{escape(case.language)}"' if case.language else "",
            promised=_when(case, now),
            client=escape(case.client_name),
            tags=_chips(case, tags),
        )
    )


def customer_name(case: Row) -> str:
    """As they call themselves; else the address they wrote from: no name is guessed."""
    return case.customer_name or next(iter(case.participants), "") or _("unknown sender")


def _when(case: Row, now: datetime) -> str:
    """By when, or else since when nothing was said."""
    if case.promised_at:
        return _promised(case, now)
    at = case.snoozed_until or case.resolved_at or case.last_message_at
    return f'<span class="promise">{escape(short_time(at, now))}</span>'
