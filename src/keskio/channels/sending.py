"""The sender: what is written down as due goes out, at least once, under one Message-ID."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import Error, connection

from keskio.cases import queries as cases
from keskio.channels import operations, queries
from keskio.channels.case_addresses import address_of_case
from keskio.channels.checking import way_through
from keskio.channels.inbound import Address, Attachment
from keskio.channels.mail.compose import Forwarded, Outgoing, Quoted, compose
from keskio.channels.models import Delivery
from keskio.channels.transports import (
    LONGEST_TALK,
    PERMANENT,
    CannotSendNow,
    Connection,
    Refused,
    connected,
)
from keskio.clients import queries as clients
from keskio.journal.actors import Actor
from keskio.kit import blobs, troubles
from keskio.kit.lifeline import Lifeline
from keskio.kit.scopes import SYSTEM, reading, writing

if TYPE_CHECKING:
    from keskio.cases.models import Message
    from keskio.channels.models import Mailbox, OutgoingServer
    from keskio.clients.models import Inbox

logger = logging.getLogger(__name__)

SENDER = Actor("sender")
IDLE_SECONDS = 0.5
WITHOUT_DATABASE_SECONDS = 1.0
REST = timedelta(minutes=1)
"""Before an inbox's own server that failed is asked again: it must not hold up the others' mail."""


@dataclass(frozen=True)
class _Mail:
    """Ready to leave; `server` is the inbox's own, `mailbox` whose OAuth2 that one uses."""

    raw: bytes
    envelope_from: str
    inbox_id: int
    server: "OutgoingServer | None"
    mailbox: "Mailbox | None"


class Sender:
    """Sends whatever is due. Killing it loses nothing: another tries what it had claimed."""

    def __init__(self, *, clock: Callable[[], datetime], url: str | None = None) -> None:
        self._clock, self._url = clock, url
        self._lifeline = Lifeline()
        self._resting: dict[int, datetime] = {}
        """Inboxes whose own server failed, and until when it is left alone."""

    def run(self, stop: threading.Event) -> None:
        """Work until told to stop; a database that is away or full is waited for."""
        while not stop.is_set():
            try:
                sent = self.turn()
            except Error as error:
                if troubles.note("sender", error, now=self._clock()):
                    logger.exception("The sender was interrupted, and keeps trying")
                connection.close()
                stop.wait(WITHOUT_DATABASE_SECONDS)
                continue
            troubles.forget("sender")
            if not sent:
                stop.wait(IDLE_SECONDS)
        connection.close()

    def turn(self) -> bool:
        """Try what has been due for longest; whether anything was."""
        with writing(SYSTEM):
            delivery = operations.claim_delivery(
                claimer=self._lifeline,
                resting=self._resting_inboxes(),
                actor=SENDER,
                now=self._clock(),
            )
        if delivery is None:
            return False
        try:
            refused = self._send(delivery, self._composed(delivery))
        except Error:
            raise
        except CannotSendNow as error:
            self._put_off(delivery, str(error))
        except (Refused, blobs.BlobMissing) as error:
            self._fail(
                delivery, repr(error) if isinstance(error, blobs.BlobMissing) else str(error)
            )
        except Exception as error:  # one mail that cannot be made must not keep the others here
            logger.exception("Delivery %s could not be tried", delivery.pk)
            self._put_off(delivery, repr(error))
        else:
            self._settle(delivery, refused)
        return True

    def _resting_inboxes(self) -> list[int]:
        now = self._clock()
        self._resting = {inbox: until for inbox, until in self._resting.items() if until > now}
        return list(self._resting)

    def _composed(self, delivery: Delivery) -> _Mail:
        """The mail and its envelope's sender: nobody for automatic mail, so none comes back.

        A server of the inbox's own lets us send as the inbox, and as nobody else.
        """
        with reading(SYSTEM):
            message = cases.message_to_send(delivery.message_id)
            inbox = clients.inbox(message.case.inbox_id)
            references = cases.message_ids_before(message)
            answered = cases.answered_by(message)
            server, mailbox = queries.way_out_of(inbox.pk)
        automatic = message.kind != "message"
        case_address = address_of_case(message.case_id, inbox=inbox.address)
        outgoing = Outgoing(
            message_id=message.message_id,
            from_=Address(inbox.name, inbox.address),
            to=_addresses(message.to),
            cc=_addresses(message.cc),
            reply_to=(Address(inbox.name, case_address),),
            subject=message.subject,
            text=message.full_text or message.text,
            in_reply_to=message.in_reply_to,
            references=tuple(references),
            language=inbox.language,
            attachments=tuple(
                Attachment(
                    file.name,
                    file.content_type,
                    blobs.load(file.digest),
                    file.content_id,
                    inline=file.inline,
                )
                for file in message.attachments.all()
            ),
            automatic=automatic,
            quoted=None if automatic or answered is None else _quoted(answered, inbox),
            forwarded=_forwarded(message.forwards, inbox) if message.forwards else None,
        )
        raw = compose(outgoing, sent_at=message.sent_at)
        envelope_from = inbox.address if server else "" if automatic else case_address
        return _Mail(raw, envelope_from, inbox.pk, server, mailbox)

    def _send(self, delivery: Delivery, mail: _Mail) -> Mapping[str, tuple[int, str]]:
        if mail.server is None:
            return self._by(connected(self._url), delivery, mail)
        own = way_through(mail.server, mail.mailbox, longest=LONGEST_TALK, now=self._clock)
        try:
            return self._by(own, delivery, mail)
        except CannotSendNow:
            self._resting[mail.inbox_id] = self._clock() + REST
            raise

    @staticmethod
    def _by(
        way: AbstractContextManager[Connection], delivery: Delivery, mail: _Mail
    ) -> Mapping[str, tuple[int, str]]:
        with way as out:
            return out.send(
                mail.raw, envelope_from=mail.envelope_from, recipients=delivery.recipients
            )

    def _settle(self, delivery: Delivery, refused: Mapping[str, tuple[int, str]]) -> None:
        """Some may have it, some be asked again later, and some never get it."""
        words = "; ".join(f"{who}: {code} {text}" for who, (code, text) in refused.items())
        later = [who for who, (code, _) in refused.items() if code < PERMANENT]
        if later:
            with writing(SYSTEM):
                operations.put_off_delivery(
                    delivery_id=delivery.pk,
                    error=words,
                    recipients=later,
                    actor=SENDER,
                    now=self._clock(),
                )
            return
        with writing(SYSTEM):
            operations.mark_sent(
                delivery_id=delivery.pk, refused=words, actor=SENDER, now=self._clock()
            )

    def _put_off(self, delivery: Delivery, error: str) -> None:
        with writing(SYSTEM):
            operations.put_off_delivery(
                delivery_id=delivery.pk, error=error, actor=SENDER, now=self._clock()
            )

    def _fail(self, delivery: Delivery, error: str) -> None:
        with writing(SYSTEM):
            operations.fail_delivery(
                delivery_id=delivery.pk, error=error, actor=SENDER, now=self._clock()
            )


def _addresses(pairs: Sequence[tuple[str, str]]) -> tuple[Address, ...]:
    return tuple(Address(name, email) for name, email in pairs)


def _quoted(answered: "Message", inbox: "Inbox") -> Quoted:
    name = answered.author_name or answered.author_address
    return Quoted(
        name=name, sent_at=answered.sent_at.astimezone(inbox.client.zone), text=answered.text
    )


def _forwarded(message: "Message", inbox: "Inbox") -> Forwarded:
    name, address = message.author_name, message.author_address
    return Forwarded(
        name=f"{name} <{address}>" if name else address,
        sent_at=message.sent_at.astimezone(inbox.client.zone),
        subject=message.subject,
        text=message.full_text or message.text,
    )
