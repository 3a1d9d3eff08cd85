"""`keskio settings`: taken out as YAML, compared, put in."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from keskio.interfaces.cli.refusal import CannotGoOn
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.kit.database import migrate
from keskio.kit.scopes import SYSTEM, reading
from keskio.settings_file.applying import Difference, Refused, apply_text, compare_text
from keskio.settings_file.text import export_text
from keskio.staff.rights import EVERY_RIGHT

TERMINAL = "-"
DIFFERS = 1


def run(given: argparse.Namespace) -> int:
    """Raises CannotGoOn."""
    migrate(directory=settings.DATA_DIR)
    return ACTIONS[given.action](given.file or TERMINAL)


def _export(name: str) -> int:
    with reading(SYSTEM):
        text = export_text()
    if name == TERMINAL:
        sys.stdout.write(text)
    else:
        Path(name).write_text(text, encoding="utf-8")
    return 0


def _diff(name: str) -> int:
    found = _do(compare_text, name)
    _tell(found)
    return DIFFERS if found else 0


def _apply(name: str) -> int:
    _tell(_do(apply_text, name))
    return 0


def _do(does: Callable[..., list[Difference]], name: str) -> list[Difference]:
    """Raises CannotGoOn."""
    try:
        text = sys.stdin.read() if name == TERMINAL else Path(name).read_text(encoding="utf-8")
        return does(text, own_rights=EVERY_RIGHT, actor=SYSTEM_ACTOR, now=timezone.now())
    except (OSError, UnicodeDecodeError) as error:
        raise CannotGoOn(f"{name} cannot be read: {error}") from error
    except Refused as refusal:
        raise CannotGoOn("\n  ".join(["nothing was changed:", *refusal.reasons])) from refusal


def _tell(found: Iterable[Difference]) -> None:
    for one in found:
        sys.stdout.write(f"{'+' if one.is_new else '~'} {one.section} {one.key}\n")
        for field, (before, after) in one.changes.items():
            was = "" if one.is_new else f"{_said(before)} -> "
            sys.stdout.write(f"    {field}: {was}{_said(after)}\n")


def _said(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


ACTIONS: dict[str, Callable[[str], int]] = {"export": _export, "diff": _diff, "apply": _apply}
