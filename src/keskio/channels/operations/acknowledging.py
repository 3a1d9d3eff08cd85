"""A first mail is acknowledged: automatically, and saying so."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from babel.dates import format_date, format_time
from django.utils import translation
from django.utils.translation import gettext

from keskio.cases import operations as cases
from keskio.cases import queries as case_queries
from keskio.cases.models import State
from keskio.channels.models import Acknowledgement
from keskio.clients import queries as clients
from keskio.journal.actors import Actor

if TYPE_CHECKING:
    from keskio.clients.models import Inbox

ONE_PER = timedelta(hours=1)
"""Two installations that answer each other automatically stop after one round."""


def acknowledge(*, case_id: int, message_id: int, actor: Actor, now: datetime) -> bool:
    """Write the acknowledgement of a case's first mail, wherever it is told by now.

    Whether there was reason to.
    """
    message = case_queries.message_to_send(message_id)
    inbox = clients.inbox(message.case.inbox_id)
    address = message.author_address
    if not inbox.acknowledges or message.kind != "message" or not address:
        return False
    if message.case.state == State.SPAM:
        return False
    if address in clients.own_addresses() or not _is_due(inbox, address, now):
        return False
    text = acknowledgement_text(inbox, promised_at=message.case.promised_at or now)
    cases.write_acknowledgement(
        case_id=message.case_id, answers=message_id, text=text, actor=actor, now=now
    )
    return True


def acknowledgement_text(inbox: "Inbox", *, promised_at: datetime) -> str:
    """In the inbox's language: that nobody has read it yet, and by when somebody will."""
    local = promised_at.astimezone(inbox.client.zone)
    with translation.override(inbox.language):
        return gettext(
            "Thank you for your message. It has reached %(company)s.\n\n"
            "This is an automatic acknowledgement. A person will answer you by %(time)s.\n\n"
            "If you want to add something, simply reply to this message:"
            " it reaches the same people."
        ) % {
            "company": inbox.client.name,
            "time": _in_words(local, inbox.language),
        }


def _in_words(local: datetime, language: str) -> str:
    day = format_date(local, "EEEE d MMMM", locale=language)
    return f"{day} {format_time(local, 'short', locale=language)}"


def _is_due(inbox: "Inbox", address: str, now: datetime) -> bool:
    last, is_new = Acknowledgement.objects.select_for_update().get_or_create(
        inbox=inbox,
        address=address,
        defaults={"client_id": inbox.client_id, "sent_at": now},
    )
    if is_new:
        return True
    if last.sent_at > now - ONE_PER:
        return False
    last.sent_at = now
    last.save(update_fields=["sent_at"])
    return True
