"""CPU time and accuracy of reading mail, without a database.

    python -m bench.mail_parsing [FOLDER]

The folder is what a corpus generator wrote: `NNNNN.eml` and `manifest.jsonl` with the truth;
without one, 2,000 mails are made.
"""

import sys
import tempfile
import time
from pathlib import Path

from bench.corpus import manifest, write_corpus
from bench.figures import Figure, figure, quantile, say
from keskio.channels.mail.parse import parse

KINDS = {"bounce": "bounce", "auto": "auto-reply"}
MAILS, WARMING = 2_000, 200


def measure(folder: Path) -> list[Figure]:
    truth = manifest(folder)
    raws = [(folder / mail["file"]).read_bytes() for mail in truth]
    for raw in raws[:WARMING]:
        parse(raw)
    spent, wrong, quoting = [], 0, 0
    for mail, raw in zip(truth, raws, strict=True):
        start = time.thread_time()
        inbound = parse(raw)
        spent.append((time.thread_time() - start) * 1000)
        wrong += inbound.kind != KINDS.get(mail["kind"], "message")
        quoting += "\n> " in inbound.text
    return [
        figure("CPU a mail, p50", quantile(spent, 0.5), "ms"),
        figure("CPU a mail, p99", quantile(spent, 0.99), "ms"),
        figure("kinds wrong", wrong, ""),
        figure("quotes left in the new text", quoting, ""),
    ]


def main() -> None:
    if len(sys.argv) > 1:
        say("mail parsing", "none", measure(Path(sys.argv[1])))
        return
    with tempfile.TemporaryDirectory() as folder:
        write_corpus(Path(folder), mails=MAILS)
        say("mail parsing", "none", measure(Path(folder)))


if __name__ == "__main__":
    main()
