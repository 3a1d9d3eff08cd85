"""Merges, splits and the like in words, for happenings.py."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keskio.journal.models import Entry

if TYPE_CHECKING:
    from keskio.interfaces.desk.happenings import Names


def _case(case_id: int) -> SafeString:
    return format_html('<a href="{}">#{}</a>', reverse("case", args=[case_id]), case_id)


def _merged(entry: Entry, names: "Names", now: datetime) -> SafeString:
    into = _case(entry.payload["into_id"])
    return format_html(_("Merged into {case} by {name}"), case=into, name=names.actor(entry.actor))


def _took_in(entry: Entry, names: "Names", now: datetime) -> SafeString:
    merged = _case(entry.payload["merged_id"])
    return format_html(
        _("{case} was merged into this case by {name}"), case=merged, name=names.actor(entry.actor)
    )


def _unmerged(entry: Entry, names: "Names", now: datetime) -> SafeString:
    return format_html(
        _("A case of its own again: {name} took it out of {case}"),
        case=_case(entry.payload["from_id"]),
        name=names.actor(entry.actor),
    )


def _gave_back(entry: Entry, names: "Names", now: datetime) -> SafeString:
    unmerged = _case(entry.payload["unmerged_id"])
    return format_html(
        _("{case} was taken out of this case by {name}"),
        case=unmerged,
        name=names.actor(entry.actor),
    )


def _left(entry: Entry, names: "Names", now: datetime) -> SafeString:
    count = len(entry.payload["message_ids"])
    said = ngettext(
        "{count} message was moved to {case} by {name}",
        "{count} messages were moved to {case} by {name}",
        count,
    )
    to = _case(entry.payload["to_id"])
    return format_html(said, count=count, case=to, name=names.actor(entry.actor))


def _joined(entry: Entry, names: "Names", now: datetime) -> SafeString:
    from_, by = _case(entry.payload["from_id"]), names.actor(entry.actor)
    if entry.payload["new_case"]:
        return format_html(_("Split off from {case} by {name}"), case=from_, name=by)
    count = len(entry.payload["message_ids"])
    said = ngettext(
        "{count} message came from {case}, moved by {name}",
        "{count} messages came from {case}, moved by {name}",
        count,
    )
    return format_html(said, count=count, case=from_, name=by)


def _linked(entry: Entry, names: "Names", now: datetime) -> SafeString:
    other, by = _case(entry.payload["other_id"]), names.actor(entry.actor)
    if entry.payload["why"] == "answered":
        return format_html(_("Linked with {case}: somebody answered who was not on it"), case=other)
    return format_html(_("Linked with {case} by {name}"), case=other, name=by)


def _unlinked(entry: Entry, names: "Names", now: datetime) -> SafeString:
    other = _case(entry.payload["other_id"])
    return format_html(
        _("The link with {case} was cut by {name}"), case=other, name=names.actor(entry.actor)
    )


def _customer(entry: Entry, names: "Names", now: datetime) -> SafeString:
    return format_html(_("Given to another customer by {name}"), name=names.actor(entry.actor))


def _spam(entry: Entry, names: "Names", now: datetime) -> SafeString:
    return format_html(_("Marked as spam by {name}"), name=names.actor(entry.actor))


def _no_spam(entry: Entry, names: "Names", now: datetime) -> SafeString:
    return format_html(_("No spam, says {name}: it waits for us"), name=names.actor(entry.actor))


TELLERS: dict[str, Callable[[Entry, "Names", datetime], SafeString]] = {
    "case_merged": _merged,
    "case_took_in": _took_in,
    "case_unmerged": _unmerged,
    "case_gave_back": _gave_back,
    "messages_left": _left,
    "messages_joined": _joined,
    "case_linked": _linked,
    "case_unlinked": _unlinked,
    "case_customer_changed": _customer,
    "case_marked_spam": _spam,
    "case_unmarked_spam": _no_spam,
}
ICONS = {
    "case_merged": "merge",
    "case_took_in": "merge",
    "case_unmerged": "split",
    "case_gave_back": "split",
    "messages_left": "forward",
    "messages_joined": "split",
    "case_linked": "link",
    "case_unlinked": "link",
    "case_customer_changed": "person",
    "case_marked_spam": "block",
    "case_unmarked_spam": "reopen",
}
