"""Who works at the office, and for whom."""

from django.conf import settings
from django.db import connection
from django.utils import timezone

from keskio.clients import operations as clients
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.kit.database import migrate
from keskio.kit.scopes import SYSTEM, writing
from keskio.staff import operations as staff


def open_office(*, inbox: str, agents: int) -> list[str]:
    """A company with an inbox that acknowledges; a token for each of its agents."""
    migrate(directory=settings.DATA_DIR)
    now = timezone.now()
    with writing(SYSTEM):
        company = clients.add_client(name="Office", slug="office", actor=SYSTEM_ACTOR, now=now)
        clients.add_inbox(
            client_id=company.pk, name="Help", address=inbox, actor=SYSTEM_ACTOR, now=now
        )
        keys = [_key(number, company.pk) for number in range(agents)]
    connection.close()
    return keys


def _key(number: int, company_id: int) -> str:
    now = timezone.now()
    agent = staff.add_agent(
        email=f"agent-{number}@office.example",
        name=f"Agent {number}",
        client_ids=[company_id],
        actor=SYSTEM_ACTOR,
        now=now,
    )
    _, key = staff.make_token(name="office", agent_id=agent.pk, actor=SYSTEM_ACTOR, now=now)
    return key
