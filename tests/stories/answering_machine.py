"""An installation under a clock that is told to it, in a process of its own.

`python -m tests.stories.answering_machine ADDRESS`, with KESKIO_DATA set: takes a line of JSON
`{"at": …, "mails": [[envelope's sender, mail], …]}`, brings the mails in, lets everybody hear of
them, and answers with a line that lists the mails it sends.
"""

import json
import os
import sys
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "keskio.config.settings")
django.setup()

from django.conf import settings  # noqa: E402

from keskio.channels.reception import take_in  # noqa: E402
from keskio.channels.sending import Sender  # noqa: E402
from keskio.clients import operations as clients  # noqa: E402
from keskio.config.subscriptions import SUBSCRIBERS  # noqa: E402
from keskio.journal.actors import SYSTEM_ACTOR  # noqa: E402
from keskio.journal.catching_up import catch_up  # noqa: E402
from keskio.kit.database import migrate  # noqa: E402
from keskio.kit.scopes import SYSTEM, writing  # noqa: E402


def main(address: str) -> None:
    migrate(directory=settings.DATA_DIR)
    is_open = False
    for line in sys.stdin:
        asked = json.loads(line)
        now = datetime.fromisoformat(asked["at"])
        if not is_open:
            open_inbox(address, now)
            is_open = True
        sys.stdout.write(json.dumps(live(asked["mails"], address, now)) + "\n")
        sys.stdout.flush()


def open_inbox(address: str, now: datetime) -> None:
    with writing(SYSTEM):
        client = clients.add_client(
            name=address,
            slug="company",
            opens_at=time(0),
            closes_at=time(23),
            actor=SYSTEM_ACTOR,
            now=now,
        )
        clients.add_inbox(
            client_id=client.pk, name="Help", address=address, actor=SYSTEM_ACTOR, now=now
        )


def live(mails: Sequence[tuple[str, str]], address: str, now: datetime) -> list[str]:
    for sender, mail in mails:
        take_in(
            mail.encode(),
            recipient=address,
            envelope_from=sender,
            actor=SYSTEM_ACTOR,
            now=lambda: now,
        )
    catch_up(subscribers=SUBSCRIBERS, now=now)
    outbox: Path = settings.DATA_DIR / "outbox"
    postman = Sender(clock=lambda: now, url=f"file:{outbox}")
    while postman.turn():
        pass
    return [path.read_text() for path in taken_from(outbox)]


def taken_from(outbox: Path) -> Sequence[Path]:
    """What was sent now; it is not found there again."""
    return [path.rename(path.with_suffix(".gone")) for path in sorted(outbox.glob("*.eml"))]


if __name__ == "__main__":
    main(sys.argv[1])
