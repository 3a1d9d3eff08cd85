"""Fill an empty installation: a company, its inbox, an administrator and agents, as JSON.

KESKIO_DATA=... python -m tests.trials.prepare 20
"""

import json
import os
import sys

import django

INBOX = "help@company.example"
ADMINISTRATOR = "boss@company.example"
PASSWORD = "a long enough pass phrase"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "keskio.config.settings")
    django.setup()
    json.dump(prepare(int(sys.argv[1])), sys.stdout)


def prepare(agents: int) -> list[str]:
    """The keys of the agents, and at last the administrator's."""
    from django.conf import settings  # noqa: PLC0415 - once Django is set up
    from django.utils import timezone  # noqa: PLC0415

    from keskio.clients import operations as clients  # noqa: PLC0415
    from keskio.journal.actors import SYSTEM_ACTOR  # noqa: PLC0415
    from keskio.kit.database import migrate  # noqa: PLC0415
    from keskio.kit.scopes import SYSTEM, writing  # noqa: PLC0415
    from keskio.staff import operations as staff  # noqa: PLC0415
    from keskio.staff.models import Role  # noqa: PLC0415
    from keskio.staff.rights import EVERY_RIGHT  # noqa: PLC0415

    migrate(directory=settings.DATA_DIR)
    said = {"actor": SYSTEM_ACTOR, "now": timezone.now()}
    emails = [f"agent-{number}@company.example" for number in range(agents)]
    with writing(SYSTEM):
        company = clients.add_client(name="Company", slug="company", **said)
        clients.add_inbox(
            client_id=company.pk, name="Help", address=INBOX, acknowledges=False, **said
        )
        keys = []
        for email in (*emails, ADMINISTRATOR):
            is_agent = email != ADMINISTRATOR
            person = staff.add_agent(
                email=email,
                name=email.partition("@")[0],
                role=Role.AGENT if is_agent else Role.ADMINISTRATOR,
                password=None if is_agent else PASSWORD,
                client_ids=[company.pk],
                own_rights=EVERY_RIGHT,
                **said,
            )
            keys.append(
                staff.make_token(name=email, agent_id=person.pk, own_rights=EVERY_RIGHT, **said)[1]
            )
    return keys


if __name__ == "__main__":
    main()
