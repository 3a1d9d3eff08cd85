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

SCOPES = {
    Role.AGENT: ("read", "write"),
    Role.SUPERVISOR: ("read", "write"),
    Role.ADMINISTRATOR: ("read", "write", "admin"),
}


def run(given: argparse.Namespace) -> int:
    """Raises CannotGoOn."""
    if given.role not in Role.values:
        raise CannotGoOn(f"no such role: {given.role} (one of {', '.join(Role.values)})")
    role = Role(given.role)
    migrate(directory=settings.DATA_DIR)
    with writing(SYSTEM):
        _, key = staff.make_token(
            name=given.name,
            role=role,
            scopes=SCOPES[role],
            actor=SYSTEM_ACTOR,
            now=timezone.now(),
        )
    sys.stdout.write(f"{key}\n")
    return 0
