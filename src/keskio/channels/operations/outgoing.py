"""By which server an inbox's answers leave."""

from datetime import datetime

from keskio.channels.accounts import OutgoingSettings, Secrets, require_secrets, secrets_of
from keskio.channels.events import OutgoingServerRemoved, OutgoingServerSet
from keskio.channels.models import Auth, Mailbox, OutgoingServer
from keskio.clients import queries as clients
from keskio.clients.settings import BadSetting
from keskio.journal.actors import Actor
from keskio.journal.operations import record
from keskio.kit.sealing import CannotUnseal

SAME_PLACE = ("host", "port", "tls", "user", "auth")


def set_outgoing_server(
    *, inbox_id: int, settings: OutgoingSettings, password: str = "", actor: Actor, now: datetime
) -> OutgoingServer:
    """Send the inbox's answers by a server of its own. A password that is not given stays.

    Raises BadSetting, Inbox.DoesNotExist.
    """
    settings = settings.checked()
    inbox = clients.inbox(inbox_id)
    if settings.auth == Auth.OAUTH and not _has_oauth(inbox_id):
        raise BadSetting("auth", "there is no mailbox with OAuth2 here")
    known = OutgoingServer.objects.select_for_update().filter(inbox=inbox_id).first()
    server = known or OutgoingServer(client_id=inbox.client_id, inbox_id=inbox_id)
    stays = known is not None and all(
        getattr(known, name) == getattr(settings, name) for name in SAME_PLACE
    )
    secrets = Secrets(password=password).over(_known_secrets(server) if stays else Secrets())
    if settings.auth == Auth.PASSWORD:
        require_secrets(secrets, settings.auth)
    for name in SAME_PLACE:
        setattr(server, name, getattr(settings, name))
    server.secret = secrets.sealed() if settings.auth == Auth.PASSWORD else ""
    server.set_at = now
    server.save()
    event = OutgoingServerSet(inbox_id=inbox_id)
    record(event, client_id=inbox.client_id, actor=actor, at=now)
    return server


def remove_outgoing_server(*, inbox_id: int, actor: Actor, now: datetime) -> None:
    """Its answers leave as the installation's do. Raises OutgoingServer.DoesNotExist."""
    server = OutgoingServer.objects.select_for_update().get(inbox=inbox_id)
    server.delete()
    event = OutgoingServerRemoved(inbox_id=inbox_id)
    record(event, client_id=server.client_id, actor=actor, at=now)


def _has_oauth(inbox_id: int) -> bool:
    return Mailbox.objects.filter(inbox=inbox_id, auth=Auth.OAUTH).exists()


def _known_secrets(server: OutgoingServer) -> Secrets:
    try:
        return secrets_of(server)
    except CannotUnseal:
        return Secrets()
