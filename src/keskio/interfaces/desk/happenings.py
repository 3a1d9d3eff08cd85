"""The journal's entries about a case, in words: who did what, and when."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keskio.cases.models import Outcome
from keskio.clients import queries as clients
from keskio.interfaces.desk import carried_happenings, moving_told
from keskio.interfaces.desk.carried_happenings import CarriedNames
from keskio.interfaces.desk.words import OUTCOMES
from keskio.journal.actors import Actor
from keskio.journal.models import Entry
from keskio.look.times import duration, number, short_time

AT_ONCE = timedelta(seconds=1)
SUMMED_UP_FROM = 3


@dataclass(frozen=True)
class Happening:
    at: datetime
    icon: str
    words: SafeString
    parts: Sequence["Happening"] = ()
    """What it sums up, when it is several small changes in one go."""


@dataclass(frozen=True)
class Names:
    """Whom the entries speak of."""

    agents: Mapping[int, str]
    reasons: Mapping[int, str]
    carried: CarriedNames

    def agent(self, agent_id: int | None) -> SafeString:
        name = self.agents.get(agent_id or 0)
        return format_html("<b>{}</b>", name or _("somebody who has left"))

    def actor(self, actor: Actor) -> SafeString:
        if actor.kind == "agent":
            return self.agent(actor.id)
        return format_html("<b>{}</b>", _("a program") if actor.kind == "token" else "Keskiö")


def agents_in(entries: Iterable[Entry]) -> set[int]:
    """Whose names it takes to tell of these entries."""
    acting = [entry.actor.id for entry in entries if entry.actor.kind == "agent"]
    named = [entry.payload.get("agent_id") for entry in entries]
    return {agent_id for agent_id in (*acting, *named) if agent_id is not None}


def reasons_in(entries: Iterable[Entry], *, client_id: int) -> Mapping[int, str]:
    """The names of reasons, where any is told of (one query)."""
    if not any(entry.payload.get("reason_id") for entry in entries):
        return {}
    return {reason.pk: reason.name for reason in clients.every_reason_of([client_id])}


def happenings(entries: list[Entry], names: Names, *, now: datetime) -> list[Happening]:
    """Those worth a line between the messages, in the order of the entries.

    Small changes that somebody made one after the other, with no message between, are one line: or
    they would push what the customer said out of sight.
    """
    told, stretch = [], 0
    for entry, following in pairwise([*entries, None]):
        if entry is None:
            continue
        stretch += entry.payload.get("message_id") is not None
        if entry.kind in TELLERS and not _is_told_by_another(entry, following):
            words = TELLERS[entry.kind](entry, names, now)
            happening = Happening(entry.happened_at, ICONS[entry.kind], words)
            small = entry.actor if entry.kind in carried_happenings.TELLERS else None
            told.append((stretch, small, happening))
    return [
        one
        for (_stretch, actor), run in groupby(told, key=lambda one: one[:2])
        for one in _summed_up([happening for *_key, happening in run], actor, names)
    ]


def _summed_up(run: list[Happening], actor: Actor | None, names: Names) -> list[Happening]:
    if actor is None or len(run) < SUMMED_UP_FROM:
        return run
    said = ngettext("{count} change by {name}", "{count} changes by {name}", len(run))
    words = format_html(said, count=number(len(run)), name=names.actor(actor))
    return [Happening(run[-1].at, "note", words, run)]


def _is_told_by_another(entry: Entry, following: Entry | None) -> bool:
    """Taking from the line assigns the case too, and what wakes a case is told itself."""
    if entry.kind == "work_item_taken":
        return entry.actor.kind != "agent"
    if entry.kind == "case_reopened":
        return entry.actor.kind == "system" and entry.payload["message_id"] is None
    return (
        entry.kind == "case_assigned"
        and following is not None
        and following.kind == "work_item_taken"
        and following.actor == entry.actor
        and following.happened_at - entry.happened_at < AT_ONCE
    )


def _taken(entry: Entry, names: Names, now: datetime) -> SafeString:
    return format_html(_("Taken from the line by {name}"), name=names.actor(entry.actor))


def _released(entry: Entry, names: Names, now: datetime) -> SafeString:
    return format_html(
        _("Back in the line; {name} had it"), name=names.agent(entry.payload["agent_id"])
    )


def _assigned(entry: Entry, names: Names, now: datetime) -> SafeString:
    by, agent_id = names.actor(entry.actor), entry.payload["agent_id"]
    if agent_id is None:
        return format_html(_("Given to nobody in particular by {name}"), name=by)
    if entry.actor == Actor.agent(agent_id):
        return format_html(_("Taken by {name}"), name=by)
    return format_html(_("Given to {agent} by {name}"), agent=names.agent(agent_id), name=by)


def _reopened(entry: Entry, names: Names, now: datetime) -> SafeString:
    if entry.payload["message_id"] is not None:
        return format_html("{}", _("Waits for us again: a message came"))
    return format_html(_("Reopened by {name}"), name=names.actor(entry.actor))


def _resolved(entry: Entry, names: Names, now: datetime) -> SafeString:
    outcome = str(OUTCOMES[Outcome(entry.payload["outcome"])])
    reason = names.reasons.get(entry.payload["reason_id"] or 0)
    how = f"{outcome}, {reason}" if reason else outcome
    return format_html(_("Resolved by {name}: {how}"), name=names.actor(entry.actor), how=how)


def _snoozed(entry: Entry, names: Names, now: datetime) -> SafeString:
    until = short_time(datetime.fromisoformat(entry.payload["until"]), now)
    return format_html(
        _("Snoozed until {time} by {name}"), time=until, name=names.actor(entry.actor)
    )


def _woken(entry: Entry, names: Names, now: datetime) -> SafeString:
    return format_html("{}", _("The snooze is over"))


def _undone(entry: Entry, names: Names, now: datetime) -> SafeString:
    return format_html(_("Put back by {name} to how it was"), name=names.actor(entry.actor))


def _undelivered(entry: Entry, names: Names, now: datetime) -> SafeString:
    return format_html("{}", _("A message of ours could not be delivered"))


def _corrected(entry: Entry, names: Names, now: datetime) -> SafeString:
    return format_html(
        _("Time of {name} corrected from {measured} to {said}"),
        name=names.agent(entry.payload["agent_id"]),
        measured=duration(entry.payload["measured_seconds"]),
        said=duration(entry.payload["seconds"]),
    )


def _scheduled(entry: Entry, names: Names, now: datetime) -> SafeString:
    at = short_time(datetime.fromisoformat(entry.payload["send_at"]), now)
    who = names.agent(entry.payload["agent_id"])
    return format_html(_("An answer of {name} leaves by itself {time}"), name=who, time=at)


def _unscheduled(entry: Entry, names: Names, now: datetime) -> SafeString:
    who = names.agent(entry.payload["agent_id"])
    if entry.payload["held_back"]:
        said = _("The answer of {name} was held back: somebody wrote first")
    else:
        said = _("The answer of {name} does not leave by itself")
    return format_html(said, name=who)


def _taken_back(entry: Entry, names: Names, now: datetime) -> SafeString:
    return format_html(_("A message was taken back by {name}"), name=names.actor(entry.actor))


def _recorded(entry: Entry, names: Names, now: datetime) -> SafeString:
    if entry.payload["agent_id"] is None:
        return format_html("{}", _("Kept from a mail whose sender is not proved to work here"))
    by = names.agent(entry.payload["agent_id"])
    told = {
        "email": _("On record from the mail of {name}"),
        "phone": _("On the phone, noted by {name}"),
        "in-person": _("Face to face, noted by {name}"),
    }
    return format_html(
        told.get(entry.payload["channel"], _("A contact elsewhere, noted by {name}")), name=by
    )


TELLERS: dict[str, Callable[[Entry, Names, datetime], SafeString]] = {
    "work_item_taken": _taken,
    "work_item_released": _released,
    "case_assigned": _assigned,
    "case_reopened": _reopened,
    "case_resolved": _resolved,
    "case_snoozed": _snoozed,
    "snooze_ended": _woken,
    "reply_scheduled": _scheduled,
    "reply_unscheduled": _unscheduled,
    "message_taken_back": _taken_back,
    "change_undone": _undone,
    "delivery_failed": _undelivered,
    "active_time_corrected": _corrected,
    **carried_happenings.TELLERS,
    **moving_told.TELLERS,
    "contact_recorded": _recorded,
}
ICONS = {
    "work_item_taken": "person",
    "work_item_released": "back",
    "case_assigned": "person",
    "case_reopened": "reopen",
    "case_resolved": "check",
    "case_snoozed": "snooze",
    "snooze_ended": "reopen",
    "reply_scheduled": "calendar",
    "reply_unscheduled": "calendar",
    "message_taken_back": "back",
    "change_undone": "back",
    "delivery_failed": "warn",
    "active_time_corrected": "promise-in-time",
    **carried_happenings.ICONS,
    **moving_told.ICONS,
    "contact_recorded": "note",
}
