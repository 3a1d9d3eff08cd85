"""The start page of the administration, and who changed what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keskio.clients import queries as clients
from keskio.interfaces.desk.access import DeskRequest, for_administrators, for_agents
from keskio.interfaces.desk.admin_forms import AuditForm
from keskio.interfaces.desk.admin_words import kind_in_words
from keskio.interfaces.desk.administration import groups_for, page_of
from keskio.journal import queries as journal
from keskio.kit.scopes import SYSTEM, reading
from keskio.staff import queries as staff

if TYPE_CHECKING:
    from keskio.journal.actors import Actor
    from keskio.journal.models import Entry

SHOWN = 50
TOLD = {"inbox_id", "client_id", "agent_id", "role", "changes", "fields"}
"""Of an entry's payload: said by its subject, or shown field by field."""


@for_agents
@require_safe
def start(request: DeskRequest) -> HttpResponse:
    groups = groups_for(request.viewer)
    if not groups:
        raise PermissionDenied
    return render(request, "desk/admin/start.html", {"groups": groups})


@dataclass(frozen=True)
class Change:
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Row:
    at: datetime
    who: str
    actor: str
    what: str
    subject: str
    stream: str
    changes: list[Change]


@for_administrators
@require_safe
def audit(request: DeskRequest) -> HttpResponse:
    form = AuditForm(request.GET)
    if not form.is_valid():
        raise Http404
    asked = form.cleaned_data
    before = request.GET.get("before", "")
    with reading(SYSTEM):
        found = journal.settings_changed(
            actor=asked["actor"],
            stream=asked["subject"],
            since=_midnight(asked["since"]),
            until=_midnight(asked["until"], days=1),
        )
        if before.isdecimal():
            found = found.filter(pk__lt=int(before))
        entries = list(found[: SHOWN + 1])
        names = _names(entries)
        people = list(staff.every_agent())
    kept = entries[:SHOWN]
    following = {**request.GET.dict(), "before": kept[-1].pk} if len(entries) > SHOWN else None
    context = {
        "page": page_of("admin_audit"),
        "rows": [_row(entry, names) for entry in kept],
        "people": people,
        "form": form,
        "asked": asked,
        "subject": names.get(asked["subject"], asked["subject"]),
        "next": f"?{urlencode(following)}" if following else "",
    }
    return render(request, "desk/admin/audit.html", context)


def _midnight(day: Any, *, days: int = 0) -> datetime | None:
    """By the reader's own clock."""
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=days), time.min))


def _names(entries: "Collection[Entry]") -> dict[str, str]:
    """What the actors and subjects of these entries are called (seven queries)."""
    names = {f"agent:{agent.pk}": str(agent) for agent in staff.every_agent()}
    names |= {f"token:{token.pk}": token.name for token in staff.every_token()}
    every_client = {client.pk: client.name for client in clients.every_client()}
    names |= {f"client:{pk}": name for pk, name in every_client.items()}
    inboxes = {one.pk: one.address for one in clients.inboxes_of(every_client)}
    names |= {f"door:{pk}": address for pk, address in inboxes.items()}
    names |= {f"inbox:{pk}": address for pk, address in inboxes.items()}
    reasons = clients.every_reason_of(every_client)
    names |= {f"reason:{reason.pk}": reason.name for reason in reasons}
    names |= {f"role:{role.slug}": role.name for role in staff.own_roles()}
    teams = [int(one.stream.partition(":")[2]) for one in entries if one.stream.startswith("team:")]
    names |= {f"team:{pk}": name for pk, name in staff.names_of_teams(teams).items()}
    names |= {"system": _("the system"), "installation": _("the installation")}
    return names


def _row(entry: "Entry", names: dict[str, str]) -> Row:
    return Row(
        at=entry.happened_at,
        who=_name(entry.actor, names),
        actor=str(entry.actor),
        what=_what(entry, names),
        subject=names.get(entry.stream, entry.stream),
        stream=entry.stream,
        changes=_changes(entry.payload, names),
    )


def _what(entry: "Entry", names: dict[str, str]) -> str:
    """With the inbox or the reason it is about, where its subject is their client."""
    about = (names.get(f"{one}:{entry.payload.get(f'{one}_id')}") for one in ("inbox", "reason"))
    return ": ".join([kind_in_words(entry.kind), *filter(None, about)])


def _name(actor: "Actor", names: dict[str, str]) -> str:
    return names.get(str(actor), str(actor))


def _changes(payload: dict[str, Any], names: dict[str, str]) -> list[Change]:
    changed = [
        Change(field.replace("_", " "), _said(before), _said(after))
        for field, (before, after) in payload.get("changes", {}).items()
    ]
    before = payload.get("before")
    for field, kind in (("client_ids", "client"), ("agent_ids", "agent")):
        if field in payload:
            was, now = (_listed(one, kind, names) for one in (before, payload[field]))
            changed.append(Change(_("clients") if kind == "client" else _("open to"), was, now))
    return changed


def _listed(ids: list[int] | None, kind: str, names: dict[str, str]) -> str:
    if ids is None:
        return _("everybody")
    return _said([names.get(f"{kind}:{pk}", f"{kind}:{pk}") for pk in ids])


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "–" if value in {None, ""} else str(value)
