"""The `keskio` command: reads the words, prepares Django, hands over to the word's own module."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import django
from django.db import OperationalError

from keskio.interfaces.cli import options
from keskio.interfaces.cli.refusal import CannotGoOn

REFUSED, INTERRUPTED = 1, 130


def main(words: Sequence[str] | None = None) -> int:
    given = options.parser().parse_args(words)
    try:
        return _run(given)
    except CannotGoOn as refusal:
        return _say(str(refusal))
    except (OperationalError, PermissionError) as error:
        return _say(str(error).strip().splitlines()[0])
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # who read along has heard enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED


def _run(given: argparse.Namespace) -> int:
    """Only here does Django learn where the data lies: settings read the environment once.

    The demo world's answers go into a folder: nobody there has a mailbox.
    """
    if given.data:
        os.environ["KESKIO_DATA"] = given.data
    if given.demo:
        data = Path(os.environ.get("KESKIO_DATA", ".data")).absolute()
        os.environ.setdefault("KESKIO_SMTP_URL", f"file:{data / 'outbox'}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "keskio.config.settings")
    django.setup()
    status: int = import_module(given.module).run(given)
    return status


def _say(why: str) -> int:
    sys.stderr.write(f"keskio: {why}\n")
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
