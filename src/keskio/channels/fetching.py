"""The fetcher: mail that waits in mailboxes elsewhere comes in by the one door for mail.

By UIDVALIDITY and UID, never by what is unseen: other people and programs read there too. A mail
is ours before its UID is remembered; read twice, it is a duplicate.
"""

import imaplib
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import Error, connection

from keskio.channels import operations, queries
from keskio.channels.imap import CannotRead, Client, numbers, said, signed_in
from keskio.channels.models import Afterwards
from keskio.channels.reception import TooLarge, take_in
from keskio.journal.actors import Actor
from keskio.kit import troubles
from keskio.kit.lifeline import Lifeline
from keskio.kit.scopes import SYSTEM, reading, writing

if TYPE_CHECKING:
    from keskio.channels.models import Mailbox, MailboxFolder

logger = logging.getLogger(__name__)

FETCHER = Actor("fetcher")
IDLE_SECONDS = 1.0
WITHOUT_DATABASE_SECONDS = 2.0
AT_ONCE = 20
"""Mailboxes read at the same time, each in a thread of its own: who stalls holds up nobody."""
LONGEST_TALK = 300
BATCH = 20
TURN = 200
"""Mails; then the other mailboxes have their turn."""
WINDOW = 50_000
"""UIDs asked for at once: an answer is one line, and lines have a limit."""
MARGIN = 1_000_000
"""More than any other answer of a server needs."""


class Fetcher:
    """Reads whatever mailbox is due. Killing it loses nothing: another reads on."""

    def __init__(self, *, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lifeline = Lifeline()
        self._busy: dict[int, threading.Thread] = {}
        self._stop = threading.Event()

    def run(self, stop: threading.Event) -> None:
        """Work until told to stop; a database that is away or full is waited for."""
        while not stop.is_set():
            try:
                began = self.turn()
            except Error as error:
                if troubles.note("fetcher", error, now=self._clock()):
                    logger.exception("The fetcher was interrupted, and keeps trying")
                connection.close()
                stop.wait(WITHOUT_DATABASE_SECONDS)
                continue
            troubles.forget("fetcher")
            if not began:
                stop.wait(IDLE_SECONDS)
        self._stop.set()
        connection.close()

    def turn(self) -> bool:
        """Begin to read the mailbox that has been due for longest; whether one was."""
        self._busy = {pk: thread for pk, thread in self._busy.items() if thread.is_alive()}
        if len(self._busy) >= AT_ONCE:
            return False
        mailbox = self._claim()
        if mailbox is None:
            return False
        thread = threading.Thread(
            target=self._read_alone, args=[mailbox.pk], name=f"mailbox-{mailbox.pk}", daemon=True
        )
        self._busy[mailbox.pk] = thread
        thread.start()
        return True

    def read_next(self) -> bool:
        """As `turn`, but done when this returns."""
        mailbox = self._claim()
        if mailbox is None:
            return False
        self._read(mailbox.pk)
        return True

    def _claim(self) -> "Mailbox | None":
        with writing(SYSTEM):
            return operations.claim_mailbox(
                claimer=self._lifeline, busy=list(self._busy), actor=FETCHER, now=self._clock()
            )

    def _read_alone(self, mailbox_id: int) -> None:
        try:
            self._read(mailbox_id)
        except Error as error:  # its claim is free again as soon as this thread has ended
            if troubles.note("fetcher", error, now=self._clock()):
                logger.exception("Mailbox %s: the database does not take it", mailbox_id)
            self._stop.wait(WITHOUT_DATABASE_SECONDS)
        finally:
            connection.close()

    def _read(self, mailbox_id: int) -> None:
        with reading(SYSTEM):
            mailbox = queries.mailbox_to_read(mailbox_id)
        turn = Turn(mailbox, clock=self._clock, stop=self._stop)
        try:
            turn.read()
        except Error:
            raise
        except CannotRead as error:
            self._put_off(mailbox_id, str(error))
        except Exception as error:  # one server's nonsense must not keep the others' mail
            logger.exception("Mailbox %s could not be read", mailbox_id)
            self._put_off(mailbox_id, repr(error))
        else:
            self._settle(mailbox_id, turn)

    def _settle(self, mailbox_id: int, turn: "Turn") -> None:
        if turn.complaint:
            self._put_off(mailbox_id, turn.complaint)
            return
        with writing(SYSTEM):
            operations.settle_mailbox(
                mailbox_id=mailbox_id,
                claimer=self._lifeline,
                has_more=turn.left <= 0,
                actor=FETCHER,
                now=self._clock(),
            )

    def _put_off(self, mailbox_id: int, error: str) -> None:
        with writing(SYSTEM):
            operations.put_off_mailbox(
                mailbox_id=mailbox_id,
                claimer=self._lifeline,
                error=error,
                actor=FETCHER,
                now=self._clock(),
            )


@dataclass(frozen=True)
class _Found:
    """A mail as the server describes it."""

    uid: int
    size: int
    came_at: datetime | None


class Turn:
    """One visit to a mailbox, over all of its folders."""

    def __init__(
        self, mailbox: "Mailbox", *, clock: Callable[[], datetime], stop: threading.Event
    ) -> None:
        self._mailbox, self._clock, self._stop = mailbox, clock, stop
        self.left = TURN
        self.complaint = ""
        """What the server would not do with a mail that is ours already."""

    def read(self) -> None:
        """Raises CannotRead, and what a database that cannot take a mail raises."""
        largest = settings.MAX_MAIL_BYTES + MARGIN
        with signed_in(
            self._mailbox, longest=LONGEST_TALK, largest=largest, now=self._clock
        ) as client:
            if self._mailbox.afterwards == Afterwards.MOVE:
                self._make_room(client)
            for name in self._mailbox.folders:
                self._read_folder(client, name)

    def _make_room(self, client: Client) -> None:
        if not client.folder_exists(self._mailbox.move_to):
            client.create_folder(self._mailbox.move_to)

    def _read_folder(self, client: Client, name: str) -> None:
        leave = self._mailbox.afterwards == Afterwards.LEAVE
        there = client.select_folder(name, readonly=leave)
        uid_validity, uid_next = numbers(there, b"UIDVALIDITY"), numbers(there, b"UIDNEXT")
        if not uid_next:
            uid_next = numbers(client.folder_status(name, ["UIDNEXT"]), b"UIDNEXT")
        with writing(SYSTEM):
            folder = operations.begin_folder(
                mailbox_id=self._mailbox.pk,
                name=name,
                uid_validity=uid_validity,
                uid_next=uid_next,
                actor=FETCHER,
                now=self._clock(),
            )
        for uids, upto in self._unread(client, folder, uid_next):
            self._take(client, folder, uids)
            self._remember(folder, upto)
            if self.left <= 0 or self._stop.is_set():
                return

    def _unread(
        self, client: Client, folder: "MailboxFolder", uid_next: int
    ) -> Iterator[tuple[list[int], int]]:
        """Batches of UIDs not read so far, in order, each with how far it reaches."""
        first = folder.last_uid + 1
        while first < uid_next:
            last = min(first + WINDOW - 1, uid_next - 1)
            uids = sorted(uid for uid in client.search(["UID", f"{first}:{last}"]) if uid >= first)
            for at in range(0, len(uids), BATCH):
                batch = uids[at : at + BATCH]
                yield batch, last if at + BATCH >= len(uids) else batch[-1]
            if not uids:
                yield [], last
            first = last + 1

    def _take(self, client: Client, folder: "MailboxFolder", uids: Sequence[int]) -> None:
        taken = [
            mail.uid
            for mail in self._described(client, uids)
            if not self._was_never_ours(mail, folder) and self._take_one(client, folder, mail)
        ]
        self.left -= len(uids)
        if taken:
            try:
                self._put_away(client, taken)
            except imaplib.IMAP4.error as error:
                if isinstance(error, imaplib.IMAP4.abort):
                    raise
                self.complaint = said(error)

    def _described(self, client: Client, uids: Sequence[int]) -> list[_Found]:
        """In the order of their UIDs; one that vanished meanwhile is not among them."""
        if not uids:
            return []
        told: dict[int, Any] = client.fetch(uids, ["RFC822.SIZE", "INTERNALDATE"])
        return [
            _Found(uid, int(told[uid].get(b"RFC822.SIZE", 0)), told[uid].get(b"INTERNALDATE"))
            for uid in uids
            if uid in told
        ]

    def _was_never_ours(self, mail: _Found, folder: "MailboxFolder") -> bool:
        """Numbered anew, what is older than our start looks new and is not."""
        if mail.uid > folder.reread_until or mail.came_at is None:
            return False
        return mail.came_at < self._mailbox.started_at - timedelta(seconds=1)

    def _take_one(self, client: Client, folder: "MailboxFolder", mail: _Found) -> bool:
        """Whether it is ours now; what can never be is left there with a note."""
        if mail.size > settings.MAX_MAIL_BYTES:
            self._skip(folder, mail, "larger than this installation takes")
            return False
        raw = client.fetch([mail.uid], ["BODY.PEEK[]"]).get(mail.uid, {}).get(b"BODY[]")
        if raw is None:
            return False
        try:
            take_in(
                raw,
                recipient=self._mailbox.inbox.address,
                envelope_from=None,
                actor=FETCHER,
                now=self._clock,
            )
        except TooLarge:
            self._skip(folder, mail, "larger than this installation takes")
            return False
        except (Error, OSError):
            raise
        except Exception as error:  # one mail that cannot be stored must not keep the others there
            logger.exception("Mail %s of %s cannot be stored", mail.uid, self._mailbox)
            self._skip(folder, mail, repr(error))
            return False
        return True

    def _put_away(self, client: Client, uids: Sequence[int]) -> None:
        if self._mailbox.afterwards == Afterwards.SEEN:
            client.add_flags(uids, [b"\\Seen"], silent=True)
        elif self._mailbox.afterwards == Afterwards.MOVE:
            if client.has_capability("MOVE"):
                client.move(uids, self._mailbox.move_to)
                return
            client.copy(uids, self._mailbox.move_to)
            client.delete_messages(uids, silent=True)
            if client.has_capability("UIDPLUS"):  # else others' deleted mail would go too
                client.uid_expunge(uids)

    def _skip(self, folder: "MailboxFolder", mail: _Found, why: str) -> None:
        with writing(SYSTEM):
            operations.skip_mail(
                folder_id=folder.pk,
                uid=mail.uid,
                size=mail.size,
                why=why,
                actor=FETCHER,
                now=self._clock(),
            )

    def _remember(self, folder: "MailboxFolder", upto: int) -> None:
        with writing(SYSTEM):
            operations.remember_read(
                folder_id=folder.pk,
                uid_validity=folder.uid_validity,
                last_uid=upto,
                actor=FETCHER,
                now=self._clock(),
            )
