"""Whose word about the authenticity of a sender is believed."""

from collections.abc import Collection
from datetime import datetime

from keskio.channels.events import TrustedServersChanged
from keskio.channels.models import TrustedServer
from keskio.journal.actors import Actor
from keskio.journal.operations import record
from keskio.kit.scopes import INSTALLATION


def trust_servers(*, names: Collection[str], actor: Actor, now: datetime) -> None:
    """Believe the Authentication-Results of exactly these servers."""
    wanted = {name.strip().lower() for name in names if name.strip()}
    TrustedServer.objects.exclude(name__in=wanted).delete()
    TrustedServer.objects.bulk_create(
        (TrustedServer(name=name) for name in sorted(wanted)), ignore_conflicts=True
    )
    event = TrustedServersChanged(names=sorted(wanted))
    record(event, client_id=INSTALLATION, actor=actor, at=now)
