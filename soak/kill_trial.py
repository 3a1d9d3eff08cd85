"""The trial: load, kills at random points, recovery, and the count by everybody's own log."""

import logging
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from keskio.cases.models import Case, Message, State
from keskio.channels.models import Arrival, Delivery
from keskio.clients import operations as clients
from keskio.config.subscriptions import SUBSCRIBERS
from keskio.journal import queries as journal
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.journal.models import Entry, Parked, Pause
from keskio.kit.database import migrate
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.routing.models import WorkItem
from keskio.staff import operations as staff
from keskio.staff.rights import EVERY_RIGHT
from soak.clerks import Clerk
from soak.post import Customers, Sink
from soak.serving import Server

INBOX = "help@company.example"
RECOVERY_SECONDS = 180.0
"""Well below the ten minutes for which a claim of a living sender holds."""


@dataclass(frozen=True)
class Plan:
    kills: int
    customers: int
    clerks: int
    pause: float
    longest_life: float


@dataclass
class Verdict:
    kills: int = 0
    kills_with_work_in_flight: int = 0
    arrivals_unprocessed_at_kills: list[int] = field(default_factory=list)
    deliveries_waiting_at_kills: list[int] = field(default_factory=list)
    deliveries_being_tried_at_kills: int = 0
    mails_answered_250: int = 0
    mails_brought_again: int = 0
    replies: int = 0
    requests_asked_again: int = 0
    mails_out: int = 0
    mails_out_more_than_once: int = 0
    cases: int = 0
    entries: int = 0
    start_seconds_median: float = 0.0
    recovery_seconds: float = 0.0
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)


def try_kills(plan: Plan) -> Verdict:
    """Run the trial on the (empty) database and data directory that the settings name."""
    logging.disable(logging.WARNING)
    migrate(directory=settings.DATA_DIR)
    trial = Trial(plan, _tokens(plan.clerks))
    try:
        trial.run()
    finally:
        trial.end()
    return trial.verdict


def _tokens(number: int) -> list[str]:
    """A company with an inbox that acknowledges, and so many agents with a key each."""
    said = {"actor": SYSTEM_ACTOR, "now": timezone.now()}
    with writing(SYSTEM):
        company = clients.add_client(name="Company", slug="company", **said)
        clients.add_inbox(client_id=company.pk, name="Help", address=INBOX, **said)
        agents = [
            staff.add_agent(
                email=f"agent-{one}@company.example",
                name=f"Agent {one}",
                client_ids=[company.pk],
                own_rights=EVERY_RIGHT,
                **said,
            )
            for one in range(number)
        ]
        keys = [
            staff.make_token(name="clerk", agent_id=one.pk, own_rights=EVERY_RIGHT, **said)[1]
            for one in agents
        ]
    connection.close()
    return keys


class Trial:
    def __init__(self, plan: Plan, tokens: list[str]) -> None:
        self.plan, self.verdict = plan, Verdict()
        self.sink = Sink()
        self.sink.start()
        self.server = Server(
            Path(settings.DATA_DIR), KESKIO_SMTP_URL=self.sink.url, KESKIO_API_RATE="1000000"
        )
        self.customers = [self._customers() for _ in range(plan.customers)]
        self.clerks = [Clerk(token=token, port=self.server.port) for token in tokens]
        self.began_at = time.monotonic()

    def run(self) -> None:
        starts = [self.server.start()]
        for thread in (*self.customers, *self.clerks):
            thread.start()
        for _ in range(self.plan.kills):
            time.sleep(random.uniform(0.1, self.plan.longest_life))
            self._kill()
            starts.append(self.server.start())
        self._let_it_recover()
        self.verdict.start_seconds_median = round(sorted(starts)[len(starts) // 2], 2)
        self.verdict.seconds = round(time.monotonic() - self.began_at, 1)
        Count(self).run()

    def end(self) -> None:
        for thread in (*self.customers, *self.clerks):
            thread.stop()
        self.server.kill()
        self.sink.stop()
        connection.close()

    def _customers(self) -> Customers:
        return Customers(
            inbox=INBOX, smtp_port=self.server.smtp_port, sink=self.sink, pause=self.plan.pause
        )

    def _kill(self) -> None:
        """And look at once what it had in hand."""
        self.server.kill()
        with reading(SYSTEM):
            unprocessed = Arrival.objects.filter(state=Arrival.State.STORED).count()
            waiting = Delivery.objects.filter(state=Delivery.State.QUEUED)
            queued, tried = waiting.count(), waiting.exclude(claimed_by=None).count()
        connection.close()
        verdict = self.verdict
        verdict.kills += 1
        verdict.kills_with_work_in_flight += bool(unprocessed or queued)
        verdict.arrivals_unprocessed_at_kills.append(unprocessed)
        verdict.deliveries_waiting_at_kills.append(queued)
        verdict.deliveries_being_tried_at_kills += bool(tried)
        sys.stderr.write(
            f"kill {verdict.kills}: {unprocessed} arrivals unprocessed, {queued} deliveries"
            f" waiting, {tried} being tried\n"
        )

    def _let_it_recover(self) -> None:
        """The clerks end first, so that some cases still wait; then everything comes to rest."""
        _end(self.clerks)
        time.sleep(0.5)
        _end(self.customers)
        began = time.monotonic()
        while not self._rests():
            if time.monotonic() > began + RECOVERY_SECONDS:
                self.verdict.faults.append(f"no rest after {RECOVERY_SECONDS:.0f} s")
                break
            time.sleep(0.2)
        self.verdict.recovery_seconds = round(time.monotonic() - began, 1)
        self.server.stop()

    def _rests(self) -> bool:
        with reading(SYSTEM):
            lags = journal.lags(subscribers=SUBSCRIBERS, now=timezone.now())
            busy = any(lag.entries or lag.parked or lag.paused_at for lag in lags)
            waiting = Delivery.objects.filter(state=Delivery.State.QUEUED).exists()
        connection.close()
        return not busy and not waiting


def _end(threads: list[Customers] | list[Clerk]) -> None:
    for thread in threads:
        thread.stop()
    for thread in threads:
        thread.join(60)


class Count:
    """Everybody's own log against the database."""

    def __init__(self, trial: Trial) -> None:
        self.trial, self.verdict, self.now = trial, trial.verdict, timezone.now()
        self.answered = [one for them in trial.customers for one in them.answered]
        self.written = {mark: pk for clerk in trial.clerks for mark, pk in clerk.written.items()}

    def run(self) -> None:
        with reading(SYSTEM):
            self._mails()
            self._replies()
            self._ways_out()
            self._line()
            self._journal(self.now)
        connection.close()

    def _mails(self) -> None:
        """Each mail that was answered 250 is one arrival, processed, and one message."""
        verdict, processed = self.verdict, Arrival.objects.filter(state=Arrival.State.PROCESSED)
        verdict.mails_answered_250 = len(self.answered)
        verdict.mails_brought_again = sum(one.brought_again for one in self.trial.customers)
        arrivals = Counter(processed.values_list("mail_id", flat=True))
        messages = Counter(
            Message.objects.filter(direction="in").values_list("message_id", flat=True)
        )
        self._same("arrivals by Message-ID", arrivals, Counter(self.answered))
        self._same("messages by Message-ID", messages, Counter(self.answered))
        self._same("unprocessed arrivals", Arrival.objects.count() - processed.count(), 0)

    def _replies(self) -> None:
        """Each reply is one message, and reached the mail server under its one Message-ID."""
        self.verdict.replies = len(self.written)
        self.verdict.requests_asked_again = sum(one.asked_again for one in self.trial.clerks)
        replies = Message.objects.filter(direction="out", kind="message")
        ids = dict(replies.values_list("pk", "message_id"))
        self._same("replies", sorted(ids), sorted(self.written.values()))
        for mark, pk in self.written.items():
            self._same(f"Message-IDs of {mark}", self.trial.sink.ids_of[mark], {ids.get(pk)})
        refused = [one for clerk in self.trial.clerks for one in clerk.refused]
        self._same("refused replies", refused, [])

    def _ways_out(self) -> None:
        got = Counter(self.trial.sink.got)
        self.verdict.mails_out = len(got)
        self.verdict.mails_out_more_than_once = sum(times > 1 for times in got.values())
        out = Message.objects.filter(direction="out").values_list("message_id", flat=True)
        self._same("mails that went out", set(got), set(out))
        sent = Delivery.objects.filter(state=Delivery.State.SENT).count()
        self._same("deliveries sent", sent, len(set(out)))

    def _line(self) -> None:
        """One open item for each case that waits, and none for others."""
        items = WorkItem.objects.filter(ended_at=None).values_list("case", flat=True)
        waiting = Case.objects.filter(state=State.OPEN).values_list("pk", flat=True)
        self._same("cases in the line", sorted(items), sorted(waiting))

    def _journal(self, now: datetime) -> None:
        """One entry for each happening, heard by all, and nothing parked."""
        self.verdict.cases, self.verdict.entries = Case.objects.count(), Entry.objects.count()
        heard = Message.objects.filter(direction="in")
        out = Message.objects.filter(direction="out")
        deliveries = Delivery.objects.filter(state=Delivery.State.SENT)
        for kind, key, rows in (
            ("mail_arrived", "arrival_id", Arrival.objects.values_list("pk", flat=True)),
            ("case_opened", "case_id", Case.objects.values_list("pk", flat=True)),
            ("message_received", "message_id", heard.values_list("pk", flat=True)),
            (
                "reply_written",
                "message_id",
                out.filter(kind="message").values_list("pk", flat=True),
            ),
            ("message_sent", "message_id", deliveries.values_list("message", flat=True)),
            ("work_item_made", "item_id", WorkItem.objects.values_list("pk", flat=True)),
        ):
            entries = Entry.objects.filter(kind=kind).values_list(f"payload__{key}", flat=True)
            self._same(f"entries {kind}", sorted(entries), sorted(rows))
        self._same("parked streams", Parked.objects.count(), 0)
        self._same("paused subscribers", Pause.objects.count(), 0)
        lags = journal.lags(subscribers=SUBSCRIBERS, now=now)
        self._same("entries yet to hear", sum(lag.entries for lag in lags), 0)

    def _same(self, what: str, found: object, expected: object) -> None:
        if found != expected:
            self.verdict.faults.append(f"{what}: {_difference(found, expected)}")


def _difference(found: object, expected: object) -> str:
    if isinstance(found, Counter) and isinstance(expected, Counter):
        return f"missing {list(expected - found)[:5]}, too many {list(found - expected)[:5]}"
    if isinstance(found, list | set) and isinstance(expected, list | set):
        missing, excess = set(expected) - set(found), set(found) - set(expected)
        return f"missing {list(missing)[:5]}, too many {list(excess)[:5]}, {len(found)} in all"
    return f"{found} instead of {expected}"
