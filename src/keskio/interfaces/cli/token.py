"""`keskio token create`: a key for a program, printed once."""

import argparse
import sys

from django.conf import settings
from django.utils import timezone

from keskio.interfaces.cli.refusal import CannotGoOn
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.kit.database import migrate
from keskio.kit.scopes import SYSTEM, writing
from keskio.staff import operations as staff
from keskio.staff.models import Role
from keskio.staff.rights import EVERY_RIGHT

SCOPES = ("read", "write")
ADMINISTRATORS_SCOPES = (*SCOPES, "admin")


def run(given: argparse.Namespace) -> int:
    """Raises CannotGoOn."""
    migrate(directory=settings.DATA_DIR)
    scopes = ADMINISTRATORS_SCOPES if given.role == Role.ADMINISTRATOR else SCOPES
    try:
        with writing(SYSTEM):
            _, key = staff.make_token(
                name=given.name,
                role=given.role,
                scopes=scopes,
                own_rights=EVERY_RIGHT,
                actor=SYSTEM_ACTOR,
                now=timezone.now(),
            )
    except staff.UnknownRole as error:
        raise CannotGoOn(f"no such role: {given.role}") from error
    sys.stdout.write(f"{key}\n")
    return 0
