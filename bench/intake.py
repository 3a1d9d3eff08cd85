"""What it costs to take a mail in, all the way to the line: as `keskio receive` does it."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from bench.corpus import threads_with_a_person, write_corpus
from bench.figures import Figure, figure
from bench.processor import Spent, peak_megabytes, spending
from keskio.cases.models import Case
from keskio.channels.reception import take_in
from keskio.clients import operations as clients
from keskio.clients.models import Catches
from keskio.interfaces.cli.receive import AT_A_TIME
from keskio.journal.actors import Actor
from keskio.journal.catching_up import catch_up
from keskio.journal.subscribed import subscribers
from keskio.kit.database import migrate
from keskio.kit.scopes import SYSTEM, reading, writing

if TYPE_CHECKING:
    from bench.one import Asked

BRINGER = Actor("command")
SILENT, ACKNOWLEDGING = "all@silent.example", "all@polite.example"
FRESH, WARM = "all@fresh.example", "all@warm.example"
WARMING = 50


def measure(asked: "Asked") -> list[Figure]:
    migrate(directory=settings.DATA_DIR)
    _open_inboxes()
    folder = asked.directory / "mails"
    print("mails from", write_corpus(folder, mails=asked.mails))
    peak = _peak(asked, folder)
    mails = [path.read_bytes() for path in sorted(folder.glob("*.eml"))]
    _take_all_in(mails[:WARMING], WARM)
    figures = _figures("acknowledgements off", _measured(mails, SILENT), asked.mails)
    figures += _figures("acknowledgements on", _measured(mails, ACKNOWLEDGING), asked.mails)
    cases = _cases_with_a_person(SILENT) - threads_with_a_person(folder)
    return [*figures, figure("cases more than there should be", cases, ""), peak]


def _open_inboxes() -> None:
    now = timezone.now()
    for address in (SILENT, ACKNOWLEDGING, FRESH, WARM):
        with writing(SYSTEM):
            slug = address.partition("@")[2].partition(".")[0]
            client = clients.add_client(name=slug, slug=slug, actor=BRINGER, now=now)
            clients.add_inbox(
                client_id=client.pk,
                name=slug,
                address=address,
                catches=Catches.DOMAIN,
                acknowledges=address == ACKNOWLEDGING,
                actor=BRINGER,
                now=now,
            )


def _measured(mails: list[bytes], recipient: str) -> tuple[Spent, float]:
    """What all of it took, and the seconds that storing alone took."""
    with spending(os.getpid()) as spent:
        storing = _take_all_in(mails, recipient)
    return spent, storing


def _take_all_in(mails: list[bytes], recipient: str) -> float:
    storing = 0.0
    for start in range(0, len(mails), AT_A_TIME):
        began_at = time.perf_counter()
        for mail in mails[start : start + AT_A_TIME]:
            take_in(mail, recipient=recipient, envelope_from=None, actor=BRINGER, now=timezone.now)
        storing += time.perf_counter() - began_at
        catch_up(subscribers=subscribers(), now=timezone.now())
    return storing


def _figures(how: str, measured: tuple[Spent, float], mails: int) -> list[Figure]:
    spent, storing = measured
    return [
        figure(f"CPU a mail, {how}", 1000 * spent.processor / mails, "ms"),
        figure(f"  of it this process, {how}", 1000 * spent.client / mails, "ms"),
        figure(f"  of it PostgreSQL's backend, {how}", 1000 * spent.backends / mails, "ms"),
        figure(f"  besides, WAL writer and the like, {how}", 1000 * spent.shared / mails, "ms"),
        figure(f"mails a second, to the line, {how}", mails / spent.wall, "mails/s"),
        figure(f"mails a second, stored durably, {how}", mails / storing, "mails/s"),
    ]


def _cases_with_a_person(address: str) -> int:
    with reading(SYSTEM):
        spoken = Case.objects.filter(inbox__address=address, messages__kind="message")
        return spoken.distinct().count()


def _peak(asked: "Asked", folder: Path) -> Figure:
    """Of `keskio receive` with all the mails, in a process of its own, on an empty database."""
    command = [sys.executable, "-m", "keskio", "receive", str(folder), "--inbox", FRESH]
    receive = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peak = 0.0
    while receive.poll() is None:
        peak = max(peak, peak_megabytes(receive.pid))
        time.sleep(0.02)
    return figure("peak memory of keskio receive", peak, "MB")
