"""Mailboxes at servers elsewhere: set, claimed, read, put off."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from keskio.channels.accounts import MailboxSettings, Secrets, require_secrets, secrets_of
from keskio.channels.events import MailboxRemoved, MailboxSet, MailSkipped
from keskio.channels.models import Auth, Mailbox, MailboxFolder, SkippedMail
from keskio.clients import queries as clients
from keskio.journal.actors import Actor
from keskio.journal.operations import record
from keskio.kit.lifeline import Lifeline
from keskio.kit.sealing import CannotUnseal

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30)]
"""Servers lock who knocks too often with a wrong password."""
EVERY = timedelta(minutes=1)
LONGEST_TURN = timedelta(minutes=10)
ERROR_LENGTH = 2_000
SAME_PLACE = ("host", "port", "tls", "user", "auth", "token_url")
"""Secrets are sent there and nowhere else: with another place they are asked for again."""


def set_mailbox(
    *, inbox_id: int, settings: MailboxSettings, secrets: Secrets, actor: Actor, now: datetime
) -> Mailbox:
    """Feed the inbox from a mailbox elsewhere. A secret that is not given stays as it was.

    Raises BadSetting, Inbox.DoesNotExist.
    """
    settings = settings.checked()
    inbox = clients.inbox(inbox_id)
    known = Mailbox.objects.select_for_update().filter(inbox=inbox_id).first()
    mailbox = known or Mailbox(client_id=inbox.client_id, inbox_id=inbox_id, started_at=now)
    chosen = asdict(settings) | {"folders": list(settings.folders)}
    stays = known is not None and all(getattr(known, name) == chosen[name] for name in SAME_PLACE)
    secrets = secrets.over(_known_secrets(mailbox) if stays else Secrets())
    require_secrets(secrets, settings.auth)
    if known and not (stays and known.from_beginning == settings.from_beginning):
        MailboxFolder.objects.filter(mailbox=known).delete()
        mailbox.started_at = now
    for name, value in chosen.items():
        setattr(mailbox, name, value)
    mailbox.secret = secrets.sealed()
    mailbox.try_at, mailbox.claimed_by, mailbox.failures, mailbox.last_error = now, None, 0, ""
    mailbox.save()
    event = MailboxSet(inbox_id=inbox_id)
    record(event, client_id=inbox.client_id, actor=actor, at=now)
    return mailbox


def remove_mailbox(*, inbox_id: int, actor: Actor, now: datetime) -> None:
    """Read it no longer; what it brought stays. Raises Mailbox.DoesNotExist."""
    mailbox = Mailbox.objects.select_for_update().get(inbox=inbox_id)
    mailbox.delete()
    event = MailboxRemoved(inbox_id=inbox_id)
    record(event, client_id=mailbox.client_id, actor=actor, at=now)


def read_mailbox_now(*, inbox_id: int, actor: Actor, now: datetime) -> Mailbox:
    """Let nobody wait for the next look, also after failures. Raises Mailbox.DoesNotExist."""
    mailbox = Mailbox.objects.select_for_update().get(inbox=inbox_id)
    if mailbox.claimed_by is None:
        mailbox.try_at = now
        mailbox.save(update_fields=["try_at"])
    return mailbox


def claim_mailbox(
    *, claimer: Lifeline, busy: Collection[int], actor: Actor, now: datetime
) -> Mailbox | None:
    """The mailbox that has been due for longest, but for those the claimer reads just now.

    A killed reader's claim is free at once, a hanging one's after LONGEST_TURN.
    """
    claimer.hold()
    others = Mailbox.objects.exclude(pk__in=busy)
    claims = others.exclude(claimed_by=None).values_list("claimed_by", flat=True)
    claimers = {number for number in claims if number is not None}
    dead = claimers - claimer.others_alive() if claimers else claimers
    due = others.filter(Q(try_at__lte=now) | Q(claimed_by__in=dead))
    mailbox = due.select_for_update(skip_locked=True).order_by("try_at").first()
    if mailbox is not None:
        mailbox.try_at, mailbox.claimed_by = now + LONGEST_TURN, claimer.number
        mailbox.save(update_fields=["try_at", "claimed_by"])
    return mailbox


def begin_folder(
    *, mailbox_id: int, name: str, uid_validity: int, uid_next: int, actor: Actor, now: datetime
) -> MailboxFolder:
    """Where to go on reading: after what was read, or from the start that was chosen.

    A folder that the server has numbered anew is read again: what came before is a duplicate.
    """
    mailbox = Mailbox.objects.select_for_update().get(pk=mailbox_id)
    folder, is_new = MailboxFolder.objects.get_or_create(
        mailbox_id=mailbox_id,
        name=name,
        defaults={
            "client_id": mailbox.client_id,
            "uid_validity": uid_validity,
            "last_uid": 0 if mailbox.from_beginning else max(uid_next - 1, 0),
        },
    )
    if not is_new and folder.uid_validity != uid_validity:
        folder.uid_validity, folder.last_uid = uid_validity, 0
        folder.reread_until = 0 if mailbox.from_beginning else max(uid_next - 1, 0)
        folder.save(update_fields=["uid_validity", "last_uid", "reread_until"])
    return folder


def remember_read(
    *, folder_id: int, uid_validity: int, last_uid: int, actor: Actor, now: datetime
) -> None:
    """Everything up to there is ours, or skipped with a note."""
    folders = MailboxFolder.objects.filter(pk=folder_id, uid_validity=uid_validity)
    folders.filter(last_uid__lt=last_uid).update(last_uid=last_uid)


def skip_mail(
    *, folder_id: int, uid: int, size: int, why: str, actor: Actor, now: datetime
) -> SkippedMail:
    """Leave a mail at the server and tell the administrator; the same again is one note."""
    folder = MailboxFolder.objects.select_related("mailbox").get(pk=folder_id)
    skipped, is_new = SkippedMail.objects.get_or_create(
        mailbox=folder.mailbox,
        folder=folder.name,
        uid_validity=folder.uid_validity,
        uid=uid,
        defaults={
            "client_id": folder.client_id,
            "size": size,
            "why": why[:500],
            "skipped_at": now,
        },
    )
    if is_new:
        event = MailSkipped(inbox_id=folder.mailbox.inbox_id, skipped_id=skipped.pk)
        record(event, client_id=folder.client_id, actor=actor, at=now)
    return skipped


def dismiss_skipped_mail(*, skipped_id: int, actor: Actor, now: datetime) -> None:
    """Somebody has looked at it there. Raises SkippedMail.DoesNotExist."""
    SkippedMail.objects.get(pk=skipped_id).delete()


def settle_mailbox(
    *, mailbox_id: int, claimer: Lifeline, has_more: bool, actor: Actor, now: datetime
) -> None:
    """It has been read; look again in a minute, or at once when there was more than a turn's."""
    _mine(mailbox_id, claimer).update(
        last_read_at=now,
        last_error="",
        failures=0,
        claimed_by=None,
        try_at=now if has_more else now + EVERY,
    )


def put_off_mailbox(
    *, mailbox_id: int, claimer: Lifeline, error: str, actor: Actor, now: datetime
) -> None:
    """It could not be read; try again after a growing pause."""
    for mailbox in _mine(mailbox_id, claimer).select_for_update():
        pause = PAUSES[min(mailbox.failures, len(PAUSES) - 1)]
        mailbox.failures += 1
        mailbox.last_error, mailbox.claimed_by = error[:ERROR_LENGTH], None
        mailbox.try_at = now + pause
        mailbox.save(update_fields=["failures", "last_error", "claimed_by", "try_at"])


def keep_refresh_token(
    *, mailbox_id: int, refresh_token: str, actor: Actor, now: datetime
) -> Mailbox:
    """The provider gave another, and the one before may end: not something people did."""
    mailbox = Mailbox.objects.select_for_update().get(pk=mailbox_id)
    if mailbox.auth == Auth.OAUTH:
        mailbox.secret = Secrets(refresh_token=refresh_token).over(secrets_of(mailbox)).sealed()
        mailbox.save(update_fields=["secret"])
    return mailbox


def _known_secrets(mailbox: Mailbox) -> Secrets:
    """None when they were sealed with another key: they must be given again."""
    try:
        return secrets_of(mailbox)
    except CannotUnseal:
        return Secrets()


def _mine(mailbox_id: int, claimer: Lifeline) -> QuerySet[Mailbox]:
    """Only who holds the claim may end it: another may have taken over meanwhile."""
    return Mailbox.objects.filter(pk=mailbox_id, claimed_by=claimer.number)
