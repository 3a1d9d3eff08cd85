"""Kill the server under load, start it again, and count what was lost or done twice.

    python -m soak.kills                                    # SQLite
    python -m soak.kills --database postgresql://me@/postgres

Exit 0: every mail answered 250 is there once, every reply arrived under one Message-ID, the
journal's effects are neither missing nor doubled, and recovery needed no hand. The database is
made for the trial and dropped afterwards; the role needs CREATEDB.
"""

import argparse
import json
import sys
from dataclasses import asdict

from soak.databases import installation


def main() -> int:
    given = _arguments()
    with installation(given.database):
        from soak.kill_trial import Plan, try_kills  # noqa: PLC0415

        verdict = try_kills(
            Plan(
                kills=given.kills,
                customers=given.customers,
                clerks=given.clerks,
                pause=given.pause,
                longest_life=given.longest_life,
            )
        )
    print(json.dumps({"database": "postgresql" if given.database else "sqlite"} | asdict(verdict)))
    for fault in verdict.faults:
        sys.stderr.write(f"{fault}\n")
    return 1 if verdict.faults else 0


def _arguments() -> argparse.Namespace:
    word = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    word.add_argument("--database", default="", help="postgresql:// address; SQLite without")
    word.add_argument("--kills", type=int, default=50)
    word.add_argument("--customers", type=int, default=4, help="who send mail at the same time")
    word.add_argument("--clerks", type=int, default=2, help="agents who reply at the same time")
    word.add_argument("--pause", type=float, default=0.03, help="between a customer's mails, s")
    word.add_argument("--longest-life", type=float, default=2.5, help="of the server at most, s")
    return word.parse_args()


if __name__ == "__main__":
    sys.exit(main())
