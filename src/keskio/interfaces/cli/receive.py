"""`keskio receive`: mails from files, through the same door as those that come by SMTP."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from keskio.channels import queries as channels
from keskio.channels.mail.sources import SourceMail, read_mails
from keskio.channels.reception import NotOurs, TooLarge, take_in
from keskio.clients import operations as clients
from keskio.clients import queries as client_queries
from keskio.clients.models import Catches
from keskio.interfaces.cli.refusal import CannotGoOn
from keskio.journal.actors import Actor
from keskio.journal.catching_up import catch_up
from keskio.journal.subscribed import subscribers
from keskio.kit.database import migrate
from keskio.kit.scopes import SYSTEM, reading, writing

COMMAND = Actor("command")
AT_A_TIME = 500
"""Stored, then heard by every subscriber, then reported."""
NOT_MAIL = "not-mail"
ANYTHING = "everything@any.invalid"


@dataclass(frozen=True)
class Report:
    """What became of a mail, as one line says it; all but the file may be unknown."""

    file: str
    kind: str | None = None
    duplicate: bool = False
    case: int | None = None
    message: int | None = None
    customer: int | None = None
    new_case: bool = False
    error: str | None = None


@dataclass(frozen=True)
class Brought:
    """What was found in a file: stored, or no mail, or refused with an error."""

    file: str
    arrival_id: int | None = None
    duplicate: bool = False
    error: str | None = None


def run(given: argparse.Namespace) -> int:
    """0 when every mail was stored. Raises CannotGoOn."""
    migrate(directory=settings.DATA_DIR)
    _make_company_if_none()
    recipient = _recipient(given.inbox)
    mails = _mails(given.paths)
    all_stored = True
    while some := list(islice(mails, AT_A_TIME)):
        brought = [_bring(mail, recipient) for mail in some]
        catch_up(subscribers=subscribers(), now=timezone.now())
        for report in _reports(brought):
            sys.stdout.write(_line(report, as_json=given.json))
        all_stored = all_stored and not any(one.error for one in brought)
    sys.stdout.flush()
    return 0 if all_stored else 1


def _make_company_if_none() -> None:
    """So that mail can be tried out with nothing prepared; its senders are not written to."""
    with writing(SYSTEM):
        if client_queries.every_client().exists():
            return
        now = timezone.now()
        company = clients.add_client(name="Company", slug="company", actor=COMMAND, now=now)
        clients.add_inbox(
            client_id=company.pk,
            name="Everything",
            address=ANYTHING,
            catches=Catches.EVERYTHING,
            acknowledges=False,
            actor=COMMAND,
            now=now,
        )


def _recipient(asked: str | None) -> str:
    """The address asked for, else the one that catches everything, else the only one there is."""
    with reading(SYSTEM):
        if asked:
            if client_queries.inbox_for(asked) is None:
                raise CannotGoOn(f"no inbox takes mail to {asked}")
            return asked
        every = {client.pk for client in client_queries.every_client()}
        inboxes = list(client_queries.inboxes_of(every))
    catching = [inbox for inbox in inboxes if inbox.catches == Catches.EVERYTHING]
    if catching or len(inboxes) == 1:
        return (catching or inboxes)[0].address
    known = ", ".join(inbox.address for inbox in inboxes) or "none"
    raise CannotGoOn(f"say --inbox ADDRESS; the inboxes are: {known}")


def _mails(paths: Sequence[str]) -> Iterator[SourceMail]:
    for path in paths:
        if not Path(path).exists():
            raise CannotGoOn(f"no such file or directory: {path}")
    return read_mails(Path(path) for path in paths)


def _bring(mail: SourceMail, recipient: str) -> Brought:
    if mail.raw is None:
        return Brought(mail.file)
    try:
        stored = take_in(
            mail.raw, recipient=recipient, envelope_from=None, actor=COMMAND, now=timezone.now
        )
    except TooLarge:
        return Brought(mail.file, error=f"over the limit of {settings.MAX_MAIL_BYTES} bytes")
    except (NotOurs, DatabaseError, OSError) as error:
        return Brought(mail.file, error=f"not stored: {error}")
    return Brought(mail.file, stored.arrival.pk, stored.is_duplicate)


def _reports(brought: Iterable[Brought]) -> Iterator[Report]:
    with reading(SYSTEM):
        arrivals = channels.arrivals_by_id([one.arrival_id for one in brought if one.arrival_id])
    for one in brought:
        arrival = arrivals.get(one.arrival_id or 0)
        if arrival is None:
            yield Report(one.file, kind=None if one.error else NOT_MAIL, error=one.error)
        else:
            yield Report(
                file=one.file,
                kind=arrival.kind or None,
                duplicate=one.duplicate,
                case=arrival.told_in_id,
                message=arrival.message_id,
                customer=arrival.message.case.customer_id if arrival.message else None,
                new_case=arrival.new_case and not one.duplicate,
                error=arrival.error if arrival.state == arrival.State.FAILED else None,
            )


def _line(report: Report, *, as_json: bool) -> str:
    if as_json:
        return json.dumps(asdict(report), ensure_ascii=False) + "\n"
    what = report.error or report.kind
    where = f", case {report.case}{' (new)' if report.new_case else ''}" if report.case else ""
    again = ", seen before" if report.duplicate else ""
    return f"{report.file}: {what}{where}{again}\n"
