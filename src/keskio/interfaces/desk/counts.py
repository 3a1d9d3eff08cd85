"""How many cases a list has: counted at most every few seconds, however often it is shown."""

from keskio.cases import queries as cases
from keskio.cases.queries import Only, View
from keskio.cases.queries.ranges import COUNTED_UP_TO
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.kit.memory import Remembered
from keskio.look.times import number
from keskio.staff.models import Role
from keskio.staff.viewers import Viewer

OLD_AFTER = 3

Key = tuple[Viewer, View, Only]


def count_in_words(viewer: Viewer, view: View, only: Only) -> str:
    """In the reader's form; empty for none, and with a plus where counting ended."""
    known = counted.get((_whoever(viewer, view), view, only)) or 0
    return f"{number(known)}+" if known >= COUNTED_UP_TO else number(known) if known else ""


def _whoever(viewer: Viewer, view: View) -> Viewer:
    """Colleagues who may see the same share what was counted, where it is not their own."""
    if view == View.MINE:
        return viewer
    return Viewer(
        actor=SYSTEM_ACTOR,
        clients=viewer.clients,
        role=Role.AGENT,
        closed_inboxes=viewer.closed_inboxes,
    )


def _count(key: Key) -> int:
    viewer, view, only = key
    return cases.count_cases(viewer=viewer, view=view, only=only)


counted = Remembered(_count, seconds=OLD_AFTER)
