"""Which of all that a case can have it has: most cases have little of it."""

from contextlib import AbstractContextManager

from keskio.cases.models import Case
from keskio.cases.queries import composing, finding, properties, reading
from keskio.kit.prepared import foreseen
from keskio.staff.viewers import Viewer


def foreseen_for(case: Case, *, viewer: Viewer) -> AbstractContextManager[None]:
    """Within it, what the case has besides messages costs a query only if there is any (one)."""
    parts = (properties, composing, reading, finding)
    return foreseen([one for part in parts for one in part.questions(case, viewer=viewer)])
