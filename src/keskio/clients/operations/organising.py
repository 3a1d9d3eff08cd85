"""Every write about clients, inboxes and reasons."""

from datetime import datetime, time

from django.db.models import Max

from keskio.clients.events import ClientAdded, InboxAdded, InboxChanged, ReasonAdded
from keskio.clients.models import Catches, Client, Inbox, InboxKind, Reason
from keskio.clients.queries import forget_inboxes, promise_of
from keskio.clients.rules import NeverOpen
from keskio.clients.settings import (
    BadSetting,
    checked_address,
    require_language,
    require_slug,
    require_zone,
)
from keskio.journal.actors import Actor
from keskio.journal.operations import record

INBOX_SETTINGS = {
    "name",
    "language",
    "catches",
    "acknowledges",
    "answer_within_hours",
    "signature",
}


class AddressTaken(BadSetting):
    """Another inbox already has this address."""


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
    require_language(language)
    require_zone(time_zone)
    require_slug(slug)
    if opens_at >= closes_at or not open_days or set(open_days) - set("1234567"):
        raise BadSetting("opens_at", "somebody must answer at some time, on days 1 to 7")
    if Client.objects.filter(slug=slug).exists():
        raise BadSetting("slug", "another client has it")
    client = Client.objects.create(
        name=name,
        slug=slug,
        language=language,
        time_zone=time_zone,
        opens_at=opens_at,
        closes_at=closes_at,
        open_days=open_days,
        created_at=now,
    )
    record(ClientAdded(client_id=client.pk), client_id=client.pk, actor=actor, at=now)
    return client


def add_inbox(
    *,
    client_id: int,
    name: str,
    address: str,
    language: str = "en",
    kind: InboxKind = InboxKind.SERVICE,
    catches: Catches = Catches.OWN,
    acknowledges: bool = True,
    answer_within_hours: int = 8,
    signature: str = "",
    actor: Actor,
    now: datetime,
) -> Inbox:
    """Raises BadSetting, AddressTaken.

    Its kind stays what it is: what came for the record would become work, or the other way round.
    """
    address = _checked_address(address)
    require_language(language)
    inbox = Inbox.objects.create(
        client_id=client_id,
        name=name,
        address=address,
        language=language,
        kind=kind,
        catches=catches,
        acknowledges=acknowledges,
        answer_within_hours=answer_within_hours,
        signature=signature,
        created_at=now,
    )
    _require_promise(inbox, now)
    forget_inboxes()
    event = InboxAdded(client_id=client_id, inbox_id=inbox.pk)
    record(event, client_id=client_id, actor=actor, at=now)
    return inbox


def change_inbox(
    *, inbox_id: int, settings: dict[str, object], actor: Actor, now: datetime
) -> Inbox:
    """Change any of INBOX_SETTINGS. Raises BadSetting, Inbox.DoesNotExist."""
    inbox = Inbox.objects.select_for_update().get(pk=inbox_id)
    for field, value in settings.items():
        if field not in INBOX_SETTINGS:
            raise BadSetting(field, "no setting of an inbox")
        setattr(inbox, field, value)
    require_language(inbox.language)
    if inbox.catches not in Catches:
        raise BadSetting("catches", "own, domain or everything")
    _require_promise(inbox, now)
    inbox.save(update_fields=sorted(settings))
    forget_inboxes()
    event = InboxChanged(client_id=inbox.client_id, inbox_id=inbox.pk, fields=sorted(settings))
    record(event, client_id=inbox.client_id, actor=actor, at=now)
    return inbox


def add_reason(*, client_id: int, name: str, actor: Actor, now: datetime) -> Reason:
    """Add a reason at the end of the client's list; raises BadSetting."""
    reasons = Reason.objects.filter(client_id=client_id)
    if reasons.filter(name=name).exists():
        raise BadSetting("name", "this reason is already there")
    last = reasons.aggregate(last=Max("position"))["last"] or 0
    reason = Reason.objects.create(client_id=client_id, name=name, position=last + 1)
    event = ReasonAdded(client_id=client_id, reason_id=reason.pk)
    record(event, client_id=client_id, actor=actor, at=now)
    return reason


def _checked_address(address: str) -> str:
    address = checked_address(address)
    if "+" in address:
        raise BadSetting("address", "what follows a + is ours: it names the case")
    if Inbox.objects.filter(address=address).exists():
        raise AddressTaken("address", "another inbox has it")
    return address


def _require_promise(inbox: Inbox, now: datetime) -> None:
    """Whoever writes is promised a time: there must be one."""
    try:
        promise_of(inbox, now=now)
    except NeverOpen as error:
        raise BadSetting("answer_within_hours", "not open so long within a year") from error
