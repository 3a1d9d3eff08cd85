"""The companies served: added, changed, archived."""

from datetime import datetime, time
from typing import Any

from keskio.clients.events import ClientAdded, ClientChanged
from keskio.clients.models import Client
from keskio.clients.queries import forget_inboxes
from keskio.clients.settings import (
    BadSetting,
    require_hours,
    require_language,
    require_name,
    require_slug,
    require_zone,
)
from keskio.journal.actors import Actor
from keskio.journal.operations import record
from keskio.kit.changes import changes

CLIENT_SETTINGS = ("name", "language", "time_zone", "opens_at", "closes_at", "open_days")


def add_client(
    *,
    name: str,
    slug: str,
    language: str = "en",
    time_zone: str = "Europe/Helsinki",
    opens_at: time = time(9),
    closes_at: time = time(17),
    open_days: str = "12345",
    actor: Actor,
    now: datetime,
) -> Client:
    """Raises BadSetting."""
    client = Client(
        name=name,
        slug=slug,
        language=language,
        time_zone=time_zone,
        opens_at=opens_at,
        closes_at=closes_at,
        open_days=open_days,
        created_at=now,
    )
    require_slug(slug)
    _require_sense(client)
    if Client.objects.filter(slug=slug).exists():
        raise BadSetting("slug", "another client has it")
    client.save(force_insert=True)
    event = ClientAdded(client_id=client.pk, changes=changes({}, _told(client)))
    record(event, client_id=client.pk, actor=actor, at=now)
    return client


def change_client(
    *, client_id: int, settings: dict[str, Any], actor: Actor, now: datetime
) -> Client:
    """Change any of CLIENT_SETTINGS; the same again changes nothing.

    Promises made before stay as they are. Raises BadSetting, Client.DoesNotExist.
    """
    client = Client.objects.select_for_update().get(pk=client_id)
    before = _told(client)
    for field, value in settings.items():
        if field not in CLIENT_SETTINGS:
            raise BadSetting(field, "no setting of a client")
        setattr(client, field, value)
    _require_sense(client)
    _save(client, before, actor=actor, now=now)
    return client


def archive_client(*, client_id: int, archived: bool, actor: Actor, now: datetime) -> Client:
    """Serve it no longer, or again: its inboxes take nothing new; cases and answers stay.

    Raises Client.DoesNotExist.
    """
    client = Client.objects.select_for_update().get(pk=client_id)
    before = _told(client)
    if archived != (client.archived_at is not None):
        client.archived_at = now if archived else None
        _save(client, before, actor=actor, now=now)
    return client


def _save(client: Client, before: dict[str, Any], *, actor: Actor, now: datetime) -> None:
    changed = changes(before, _told(client))
    if not changed:
        return
    client.save(update_fields=[*CLIENT_SETTINGS, "archived_at"])
    forget_inboxes()  # hours and being open are remembered with them
    event = ClientChanged(client_id=client.pk, changes=changed)
    record(event, client_id=client.pk, actor=actor, at=now)


def _told(client: Client) -> dict[str, Any]:
    told = {name: getattr(client, name) for name in CLIENT_SETTINGS}
    return told | {"archived": client.archived_at is not None}


def _require_sense(client: Client) -> None:
    """Raises BadSetting."""
    require_name(client.name)
    require_language(client.language)
    require_zone(client.time_zone)
    require_hours(client.opens_at, client.closes_at, client.open_days)
