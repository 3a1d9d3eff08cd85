"""All that decides what somebody may see and do, read at once: every page asks this first."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from keskio.staff.rights import PRESETS, Right, rights_in

STANDING = """
    SELECT 'client', client_id, '' FROM staff_membership WHERE agent_id = %s
    UNION ALL
    SELECT 'closed', inbox_id, '' FROM staff_closedinbox closed WHERE NOT EXISTS (
      SELECT 1 FROM staff_letin WHERE closed_id = closed.id AND agent_id = %s
    )
    UNION ALL
    SELECT 'team', team_id, '' FROM staff_teammember member
    JOIN staff_team ON staff_team.id = team_id
    WHERE agent_id = %s AND removed_at IS NULL
    UNION ALL
    SELECT 'rights', id, rights FROM staff_ownrole WHERE slug = %s
    UNION ALL
    SELECT 'asked', id, '' FROM staff_secondstep WHERE role IN (%s, '')
    UNION ALL
    SELECT 'done', id, '' FROM mfa_authenticator WHERE user_id = %s AND type = 'totp'
"""
NO_AGENT = 0


@dataclass(frozen=True)
class Standing:
    """Of an agent, or of a program that acts for itself, in a role."""

    rights: frozenset[Right]
    clients: frozenset[int]
    """Those served by membership; who has the right to every client serves more."""
    closed_inboxes: frozenset[int]
    teams: frozenset[int]
    needs_second_step: bool


def standing_of(agent_id: int, role: str) -> Standing:
    """One query. A role that is no more gives no right."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [agent_id, agent_id, agent_id, role, role, agent_id])
        rows = cursor.fetchall()
    own = (text for what, _, text in rows if what == "rights")
    rights = PRESETS.get(role) or rights_in(next(own, ""))
    closed = frozenset() if Right.ENTER_CLOSED in rights else frozenset(_ids(rows, "closed"))
    return Standing(
        rights=rights,
        clients=frozenset(_ids(rows, "client")),
        closed_inboxes=closed,
        teams=frozenset(_ids(rows, "team")),
        needs_second_step=any(_ids(rows, "asked")) and not any(_ids(rows, "done")),
    )


def _ids(rows: Iterable[tuple[str, int, str]], kind: str) -> Iterable[int]:
    return (pk for what, pk, _ in rows if what == kind)
