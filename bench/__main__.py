"""Measure everything on both databases, and say what is reached: `make bench`.

    python -m bench [--only intake] [--json FILE] [--small] [--cases 1000000]

Each bench runs in a process of its own, on an installation of its own. The journal's figures are
compared with those of docs/journal.md by eye: they depend on the machine.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
from tests import postgresql

from bench.goals import GOALS
from bench.one import BENCHES

SMALL = ["--mails", "200", "--cases", "2000", "--waiting", "2000", "--rounds", "50"]
SMALL += ["--messages", "10000", "--requests", "1000"]
ON_SQLITE = ("start",)
"""What the database does not matter for."""
Result = dict[str, Any]


def main() -> int:
    given = _words()
    database = "" if given.sqlite else _database()
    machine = _machine()
    print("\n".join(f"{name}: {value}" for name, value in machine.items()), flush=True)
    results = []
    for command in _commands(given, database):
        results.append(_run(command))
        print(_table(results[-1]), flush=True)
    if given.json:
        said = json.dumps({"machine": machine, "results": results}, indent=1, ensure_ascii=False)
        given.json.write_text(said + "\n", encoding="utf-8")
    return 0


def _words() -> argparse.Namespace:
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--only", action="append", choices=(*BENCHES, "journal", "mail_parsing"))
    words.add_argument("--json", type=Path, help="write the figures to this file too")
    words.add_argument("--small", action="store_true", help="to see whether it works at all")
    words.add_argument("--cases", help="for lists and pages: 50,000 unless said")
    words.add_argument("--sqlite", action="store_true", help="leave PostgreSQL out")
    return words.parse_args()


def _database() -> str:
    asked = subprocess.run(
        [sys.executable, postgresql.__file__], stdout=subprocess.PIPE, text=True, check=False
    )
    return asked.stdout.strip()


def _machine() -> dict[str, str]:
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    return {
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "processors": f"{os.cpu_count()}, {_processor()}",
        "memory": f"{psutil.virtual_memory().total / 1e9:.0f} GB",
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        "load before": load,
        "pace": " ".join(f"{_pace():.0f}" for _ in range(10)),
    }


def _pace() -> float:
    """Milliseconds of a loop that does nothing else: a shared machine runs fast and slow by turns,
    and figures of a slow turn say little."""
    began_at = time.perf_counter()
    for number in range(300_000):
        str(number)
    return 1000 * (time.perf_counter() - began_at)


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _commands(given: argparse.Namespace, database: str) -> Iterator[list[str]]:
    chosen = given.only or (*BENCHES, "journal", "mail_parsing")
    sizes = [*(SMALL if given.small else []), *(["--cases", given.cases] if given.cases else [])]
    for bench in BENCHES:
        if bench in chosen:
            for on in [""] if bench in ON_SQLITE else _both(database):
                yield ["bench.one", bench, "--database", on, *sizes]
    if "journal" in chosen:
        for on in _both(database):
            yield ["bench.journal", "--database", on]
    if "mail_parsing" in chosen:
        yield ["bench.mail_parsing"]


def _both(database: str) -> list[str]:
    return ["", database] if database else [""]


def _run(command: list[str]) -> Result:
    """What its last line says. Raises CalledProcessError."""
    said = subprocess.run(
        [sys.executable, "-m", *command], stdout=subprocess.PIPE, text=True, check=True
    )
    result: Result = json.loads(said.stdout.splitlines()[-1])
    return result | {"load": round(os.getloadavg()[0], 1)}


def _table(result: Result) -> str:
    lines = [f"\n{result['bench']} on {result['database']} (load {result['load']})"]
    for one in result["figures"]:
        verdict = _verdict(result["bench"], one["what"], one["value"])
        lines.append(f"  {one['what']:<62}{one['value']:>12,.2f} {one['unit']:<10}{verdict}")
    return "\n".join(lines)


def _verdict(bench: str, what: str, value: float) -> str:
    goals = [goal for goal in GOALS if goal.bench == bench and what.startswith(goal.what)]
    return goals[0].verdict(value) if goals else ""


if __name__ == "__main__":
    sys.exit(main())
