"""The mails that intake is measured with: a folder of .eml files, and what is true of them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.letters import write_letters

ROOT = Path(__file__).parent.parent
PEERS_CORPUS = ROOT.parent / "shared" / "bench" / "mail_corpus.py"
"""What other products were measured with, where it lies beside the repository."""


def write_corpus(folder: Path, *, mails: int) -> str:
    """Fill the folder with so many mails and `manifest.jsonl`; says where they are from."""
    if PEERS_CORPUS.exists():
        command = [sys.executable, str(PEERS_CORPUS), str(folder), "--n", str(mails)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return "the corpus that others were measured with"
    write_letters(folder, mails=mails)
    return "bench/letters.py"


def manifest(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def threads_with_a_person(folder: Path) -> int:
    """How many cases hold a person's mail when every mail is where it belongs."""
    return len(
        {mail["thread"] for mail in manifest(folder) if mail["kind"] not in {"bounce", "auto"}}
    )
