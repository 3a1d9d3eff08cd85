"""Measure the journal: what recording costs, how fast it is handed over, how soon.

    python -m bench.journal                                         # SQLite
    python -m bench.journal --database postgresql://me@/postgres

Prints a table and, as its last line, the same as JSON. Milliseconds of CPU are this process's own,
without the database server's.
"""

import argparse
import json
import sys

from soak.databases import installation


def main() -> int:
    word = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    word.add_argument("--database", default="", help="postgresql:// address; SQLite without")
    given = word.parse_args()
    with installation(given.database):
        from bench.journal_measures import measure_all  # noqa: PLC0415

        figures = measure_all()
    on = "postgresql" if given.database else "sqlite"
    print(f"journal on {on}")
    for figure in figures:
        print(f"  {figure['what']:<58}{figure['value']:>12,.3f} {figure['unit']}")
    print(json.dumps({"bench": "journal", "database": on, "figures": figures}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
