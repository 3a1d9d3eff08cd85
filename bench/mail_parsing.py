"""CPU time and accuracy of reading mail, without a database.

    python bench/mail_parsing.py CORPUS_FOLDER

The folder is what the corpus generator wrote: `NNNNN.eml` and `manifest.jsonl` with the truth.
"""

import json
import statistics
import sys
import time
from pathlib import Path

from keskio.channels.mail.parse import parse

KINDS = {"bounce": "bounce", "auto": "auto-reply"}


def main(folder: Path) -> None:
    truth = [json.loads(line) for line in (folder / "manifest.jsonl").open(encoding="utf-8")]
    raws = [(folder / mail["file"]).read_bytes() for mail in truth]
    for raw in raws[:200]:
        parse(raw)
    spent, right, quoting = [], 0, 0
    for mail, raw in zip(truth, raws, strict=True):
        start = time.thread_time()
        inbound = parse(raw)
        spent.append((time.thread_time() - start) * 1000)
        right += inbound.kind == KINDS.get(mail["kind"], "message")
        quoting += "\n> " in inbound.text
    quantiles = statistics.quantiles(spent, n=100)
    print(f"mails {len(raws)}, kinds right {right}, quotes left in the new text {quoting}")
    print(
        f"CPU ms a mail: median {quantiles[49]:.3f}, p99 {quantiles[98]:.3f}, max {max(spent):.3f}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
