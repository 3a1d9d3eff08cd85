"""What `keskio up` makes ready before it opens, and what it says once it is open."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.urls import reverse

from keskio.kit.scopes import SYSTEM, reading
from keskio.staff import queries as staff
from keskio.staff.first_visit import setup_code

Lines = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Greeting:
    """To whom it may concern: who can log in, or how the first one comes to be."""

    log_ins: Lines
    is_first_visit: bool

    def say(self, *, host: str, port: int, mail: int) -> None:
        desk = f"http://{_shown(host)}:{port}"
        lines = [("Desk", f"{desk}/"), ("Mail in", f"smtp://{_shown(host)}:{mail}")]
        lines += [("Mail out", _way_out()), ("Data", str(settings.DATA_DIR))]
        if self.is_first_visit:
            lines.append(("Begin", f"{desk}{reverse('first_visit')}?code={setup_code()}"))
        _write("Keskiö is up. Ctrl C stops it.", lines)
        if self.log_ins:
            _write("Log-ins", self.log_ins)


def prepare(*, demo: bool, now: datetime) -> Greeting:
    """Load the demo world if it is asked for, and look whether anybody works here yet."""
    log_ins = _load_demo(now) if demo else []
    with reading(SYSTEM):
        is_first_visit = not staff.is_anyone_here()
    connection.close()
    return Greeting(log_ins, is_first_visit)


def _load_demo(now: datetime) -> Lines:
    from keskio.demo import world  # noqa: PLC0415 - it has a good deal to say, and rarely

    return [(log_in.email, log_in.says) for log_in in world.load(now=now)]


def _way_out() -> str:
    """Where to, without the password."""
    way = urlsplit(settings.SMTP_URL)
    if not way.scheme:
        return "waits until KESKIO_SMTP_URL says where to"
    return f"{way.scheme}:{way.path}" if way.scheme == "file" else f"{way.scheme}://{way.hostname}"


def _shown(host: str) -> str:
    if host in {"0.0.0.0", "::", ""}:  # noqa: S104 - shown, not listened on
        return "localhost"
    return f"[{host}]" if ":" in host else host


def _write(title: str, lines: Lines) -> None:
    width = max(len(name) for name, _ in lines) + 2
    sys.stdout.write(f"\n{title}\n")
    sys.stdout.writelines(f"  {name:<{width}}{text}\n" for name, text in lines)
    sys.stdout.flush()
