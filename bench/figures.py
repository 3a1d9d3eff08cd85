"""What a bench found out, as a table for people and as a line of JSON for programs."""

import json
import statistics
from collections.abc import Sequence
from typing import Any

Figure = dict[str, Any]


def figure(what: str, value: float, unit: str) -> Figure:
    return {"what": what, "value": round(value, 3), "unit": unit}


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of them lie; of one value, that value."""
    if len(values) < 2:
        return values[0]
    return statistics.quantiles(values, n=1000, method="inclusive")[round(share * 1000) - 1]


def in_milliseconds(what: str, seconds: Sequence[float], *shares: float) -> list[Figure]:
    """The quantiles of what took these seconds."""
    return [
        figure(f"{what}, p{share * 100:g}", 1000 * quantile(seconds, share), "ms")
        for share in shares
    ]


def say(bench: str, database: str, figures: Sequence[Figure]) -> None:
    """The last line is JSON."""
    print(f"{bench} on {database}")
    for one in figures:
        print(f"  {one['what']:<66}{one['value']:>12,.3f} {one['unit']}")
    print(json.dumps({"bench": bench, "database": database, "figures": figures}), flush=True)
