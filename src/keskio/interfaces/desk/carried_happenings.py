"""What a case carries, told by the journal: tags, fields, status, team, steps, reminders."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from keskio.cases.models import Priority
from keskio.clients import queries as clients
from keskio.interfaces.desk.words import PRIORITIES
from keskio.journal.models import Entry
from keskio.look.times import short_time
from keskio.staff import queries as staff

if TYPE_CHECKING:
    from keskio.interfaces.desk.happenings import Names

CarriedNames = Mapping[tuple[str, int], str]
DEFINED = {"case_tagged", "case_untagged", "status_changed", "field_filled"}


def carried_names(
    entries: Iterable[Entry], *, client_id: int, items: Mapping[int, str]
) -> CarriedNames:
    """What tags, statuses, fields, teams and steps are called; asked for only where told of
    (four queries at most)."""
    kinds, teams = set(), set()
    for entry in entries:
        kinds.add(entry.kind)
        teams.add(entry.payload.get("team_id") or 0)
    names = {("item", pk): text for pk, text in items.items()}
    if kinds & DEFINED:
        names |= clients.names_of_definitions(client_id)
    if teams - {0}:
        names |= {("team", pk): name for pk, name in staff.names_of_teams(teams).items()}
    return names


def _named(names: "Names", what: str, pk: int | None) -> SafeString:
    name = names.carried.get((what, pk or 0))
    return format_html("<b>{}</b>", name) if name else format_html("{}", _("one that is gone"))


def _given_to_team(entry: Entry, names: "Names", now: datetime) -> SafeString:
    by, team_id = names.actor(entry.actor), entry.payload["team_id"]
    if team_id is None:
        return format_html(_("Released from its team by {name}"), name=by)
    team = _named(names, "team", team_id)
    return format_html(_("Given to the team {team} by {name}"), team=team, name=by)


def _tagged(entry: Entry, names: "Names", now: datetime) -> SafeString:
    tag = _named(names, "tag", entry.payload["tag_id"])
    return format_html(_("Tagged {tag} by {name}"), tag=tag, name=names.actor(entry.actor))


def _untagged(entry: Entry, names: "Names", now: datetime) -> SafeString:
    tag = _named(names, "tag", entry.payload["tag_id"])
    return format_html(_("Tag {tag} taken off by {name}"), tag=tag, name=names.actor(entry.actor))


def _priority(entry: Entry, names: "Names", now: datetime) -> SafeString:
    return format_html(
        _("Priority changed from {before} to {after} by {name}"),
        before=PRIORITIES[Priority(entry.payload["before"])],
        after=PRIORITIES[Priority(entry.payload["priority"])],
        name=names.actor(entry.actor),
    )


def _status(entry: Entry, names: "Names", now: datetime) -> SafeString:
    by, status_id = names.actor(entry.actor), entry.payload["status_id"]
    if status_id is None:
        return format_html(_("Status taken away by {name}"), name=by)
    status = _named(names, "status", status_id)
    return format_html(_("Status set to {status} by {name}"), status=status, name=by)


def _field(entry: Entry, names: "Names", now: datetime) -> SafeString:
    field, by = _named(names, "field", entry.payload["field_id"]), names.actor(entry.actor)
    if entry.payload["is_empty"]:
        return format_html(_("{field} emptied by {name}"), field=field, name=by)
    return format_html(_("{field} filled in by {name}"), field=field, name=by)


def _followed(entry: Entry, names: "Names", now: datetime) -> SafeString:
    return format_html(_("{name} follows this case"), name=names.agent(entry.payload["agent_id"]))


def _unfollowed(entry: Entry, names: "Names", now: datetime) -> SafeString:
    return format_html(
        _("{name} no longer follows this case"), name=names.agent(entry.payload["agent_id"])
    )


def _item_added(entry: Entry, names: "Names", now: datetime) -> SafeString:
    item = _named(names, "item", entry.payload["item_id"])
    return format_html(_("Step added by {name}: {item}"), item=item, name=names.actor(entry.actor))


def _item_checked(entry: Entry, names: "Names", now: datetime) -> SafeString:
    item, by = _named(names, "item", entry.payload["item_id"]), names.actor(entry.actor)
    if entry.payload["done"]:
        return format_html(_("Step done by {name}: {item}"), item=item, name=by)
    return format_html(_("Step not done after all, says {name}: {item}"), item=item, name=by)


def _item_removed(entry: Entry, names: "Names", now: datetime) -> SafeString:
    return format_html(_("A step was removed by {name}"), name=names.actor(entry.actor))


def _reminder_set(entry: Entry, names: "Names", now: datetime) -> SafeString:
    time = short_time(datetime.fromisoformat(entry.payload["due_at"]), now)
    agent = names.agent(entry.payload["agent_id"])
    if entry.payload["returns"]:
        return format_html(
            _("{name} is to be reminded {time}; the case then waits for us"), name=agent, time=time
        )
    return format_html(_("{name} is to be reminded {time}"), name=agent, time=time)


def _reminder_cancelled(entry: Entry, names: "Names", now: datetime) -> SafeString:
    return format_html(
        _("{name} is not to be reminded any more"), name=names.agent(entry.payload["agent_id"])
    )


def _reminder_due(entry: Entry, names: "Names", now: datetime) -> SafeString:
    return format_html(_("{name} was reminded"), name=names.agent(entry.payload["agent_id"]))


Teller = Callable[[Entry, "Names", datetime], SafeString]
TELLERS: dict[str, Teller] = {
    "case_given_to_team": _given_to_team,
    "case_tagged": _tagged,
    "case_untagged": _untagged,
    "priority_changed": _priority,
    "status_changed": _status,
    "field_filled": _field,
    "case_followed": _followed,
    "case_unfollowed": _unfollowed,
    "checklist_item_added": _item_added,
    "checklist_item_checked": _item_checked,
    "checklist_item_removed": _item_removed,
    "reminder_set": _reminder_set,
    "reminder_cancelled": _reminder_cancelled,
    "reminder_due": _reminder_due,
}
ICONS = {
    "case_given_to_team": "team",
    "case_tagged": "tag",
    "case_untagged": "tag",
    "priority_changed": "flag",
    "status_changed": "note",
    "field_filled": "note",
    "case_followed": "eye",
    "case_unfollowed": "eye",
    "checklist_item_added": "plus",
    "checklist_item_checked": "check",
    "checklist_item_removed": "close",
    "reminder_set": "bell",
    "reminder_cancelled": "bell",
    "reminder_due": "bell",
}
