"""What agents make of their lists: views of their own, shared ones, columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from keskio.cases.events import ColumnsChosen, ViewRemoved, ViewSaved
from keskio.cases.models import ChosenColumns, SavedView
from keskio.cases.queries.views import SORTS, Sort, View
from keskio.clients import queries as clients
from keskio.journal.actors import Actor
from keskio.journal.operations import record
from keskio.kit.scopes import INSTALLATION
from keskio.kit.transactions import require_transaction
from keskio.staff import queries as staff

LONGEST_NAME = 80


class BadView(Exception):
    """No name, an order the view has not, or somebody it does not concern."""


class NotYourView(Exception):
    """Only its owner changes a view."""


@dataclass(frozen=True, kw_only=True)
class ViewContent:
    """What a saved view shows, and how."""

    view: View
    sort: Sort | None = None
    client_id: int | None = None
    inbox_id: int | None = None
    agent_id: int | None = None
    language: str = ""
    columns: Sequence[str] = ()


def save_view(
    *,
    owner_id: int,
    name: str,
    content: ViewContent,
    shared_with: int | None = None,
    team_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> SavedView:
    """Keep a list under a name; the same name again replaces what the owner had under it.

    `shared_with` is a client: everyone who serves it sees the view; with `team_id`, the members of
    the team do. Raises BadView.
    """
    require_transaction()
    name = name.strip()
    _require_sense(owner_id, name, content, shared_with)
    if team_id is not None:
        _require_team(owner_id, team_id, content, shared_with)
    kept = {
        "shared_with_id": shared_with,
        "shared_with_team_id": team_id,
        "view": content.view,
        "sort": content.sort or "",
        "narrowed_to_id": content.client_id,
        "inbox_id": content.inbox_id,
        "agent_id": content.agent_id,
        "language": content.language,
        "columns": list(content.columns),
    }
    saved, _ = SavedView.objects.update_or_create(
        owner_id=owner_id, name=name, defaults=kept, create_defaults=kept | {"created_at": now}
    )
    event = ViewSaved(view_id=saved.pk, owner_id=owner_id)
    record(event, client_id=shared_with or INSTALLATION, actor=actor, at=now)
    return saved


def remove_view(*, view_id: int, owner_id: int, actor: Actor, now: datetime) -> None:
    """Raises NotYourView, SavedView.DoesNotExist."""
    require_transaction()
    saved = SavedView.objects.select_for_update(of=("self",)).get(pk=view_id)
    if saved.owner_id != owner_id:
        raise NotYourView
    event = ViewRemoved(view_id=saved.pk, owner_id=owner_id)
    record(event, client_id=saved.shared_with_id or INSTALLATION, actor=actor, at=now)
    saved.delete()


def choose_columns(
    *, agent_id: int, columns: Sequence[str], actor: Actor, now: datetime
) -> ChosenColumns:
    """Which columns the agent's lists have from now on; none for the usual ones."""
    require_transaction()
    chosen, _ = ChosenColumns.objects.update_or_create(
        agent_id=agent_id, defaults={"columns": list(columns)}
    )
    record(ColumnsChosen(agent_id=agent_id), client_id=INSTALLATION, actor=actor, at=now)
    return chosen


def _require_sense(owner_id: int, name: str, content: ViewContent, shared_with: int | None) -> None:
    if not name or len(name) > LONGEST_NAME:
        raise BadView("name")
    if content.sort and content.sort not in SORTS[content.view]:
        raise BadView("sort")
    if content.agent_id is not None and not staff.agents_by_id([content.agent_id]):
        raise BadView("agent")
    for client_id in filter(None, (shared_with, content.client_id, _client_of_inbox(content))):
        if owner_id not in {one.pk for one in staff.agents_serving([client_id])}:
            raise BadView("client")


def _require_team(
    owner_id: int, team_id: int, content: ViewContent, shared_with: int | None
) -> None:
    """One that works with the owner, for whom the view is about."""
    served = set(staff.clients_of_team(team_id))
    wanted = {*filter(None, (content.client_id, _client_of_inbox(content)))}
    colleagues = {one.pk for one in staff.agents_serving(served)}
    if shared_with is not None or owner_id not in colleagues or not wanted <= served:
        raise BadView("team")


def _client_of_inbox(content: ViewContent) -> int | None:
    if content.inbox_id is None:
        return None
    inbox = clients.inboxes_by_id([content.inbox_id]).get(content.inbox_id)
    if inbox is None:
        raise BadView("inbox")
    return inbox.client_id
