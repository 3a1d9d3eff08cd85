"""What `keskio up` makes ready before it opens, and what it says once it is open."""

import sys
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from keskio.kit.scopes import SYSTEM, reading
from keskio.staff import queries as staff
from keskio.staff.first_visit import setup_code

Lines = Sequence[tuple[str, str]]


def prepare(*, demo: bool, now: datetime) -> Lines:
    """Load the demo world if it is asked for; what to say about logging in."""
    if not demo:
        return []
    from keskio.demo import world  # noqa: PLC0415 - it has a good deal to say, and rarely

    return [(log_in.email, log_in.says) for log_in in world.load(now=now)]


def say(*, host: str, port: int, mail: int, log_ins: Lines) -> None:
    shown = _address(host)
    lines = [("Desk", f"http://{shown}:{port}/"), ("Mail in", f"smtp://{shown}:{mail}")]
    lines.append(("Data", str(settings.DATA_DIR)))
    if not _anyone_here():
        lines.append(
            ("First visit", f"http://{shown}:{port}{reverse('first_visit')}?code={setup_code()}")
        )
    _write("Keskiö is up. Ctrl C stops it.", lines)
    if log_ins:
        _write("Log-ins", log_ins)


def _anyone_here() -> bool:
    with reading(SYSTEM):
        return staff.is_anyone_here()


def _address(host: str) -> str:
    if host in {"0.0.0.0", "::", ""}:  # noqa: S104 - shown, not listened on
        return "localhost"
    return f"[{host}]" if ":" in host else host


def _write(title: str, lines: Lines) -> None:
    width = max(len(name) for name, _ in lines) + 2
    sys.stdout.write(f"\n{title}\n")
    sys.stdout.writelines(f"  {name:<{width}}{text}\n" for name, text in lines)
    sys.stdout.flush()
