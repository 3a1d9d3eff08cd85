"""Torture the journal: kill its workers four times a second and count what went wrong.

    python -m soak.journal_torture                                    # SQLite
    python -m soak.journal_torture --database postgresql://me@/postgres
    python -m soak.journal_torture --database ... --unsafe            # must find losses

Exit 0: nothing lost, nothing twice, nothing out of order, no stall. The database is made for the
trial and dropped afterwards; the role needs CREATEDB.
"""

import argparse
import json
import sys
from dataclasses import asdict

from soak.databases import installation


def main() -> int:
    given = _arguments()
    with installation(given.database):
        from soak.journal_trial import Plan, try_journal  # noqa: PLC0415

        verdict = try_journal(
            Plan(
                entries=given.entries,
                writers=given.writers or (16 if given.database else 4),
                workers=given.workers,
                kills_per_second=given.kill_rate,
                seconds=given.seconds,
                unsafe=given.unsafe,
            )
        )
    print(json.dumps({"database": "postgresql" if given.database else "sqlite"} | asdict(verdict)))
    return 0 if verdict.is_good else 1


def _arguments() -> argparse.Namespace:
    word = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    word.add_argument("--database", default="", help="postgresql:// address; SQLite without")
    word.add_argument("--entries", type=int, default=200_000)
    word.add_argument("--writers", type=int, default=0, help="16, or 4 on SQLite")
    word.add_argument("--workers", type=int, default=8)
    word.add_argument("--kill-rate", type=float, default=4.0, help="kills -9 of workers a second")
    word.add_argument("--seconds", type=float, default=7_200, help="a stall if not done by then")
    word.add_argument("--unsafe", action="store_true", help="read to the highest visible id")
    return word.parse_args()


if __name__ == "__main__":
    sys.exit(main())
