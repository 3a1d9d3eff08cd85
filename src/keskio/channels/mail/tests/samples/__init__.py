"""Fifty automatic replies (ten a language, half with headers) and as many tricky ordinary mails.

All were written for these tests. A block of the files: language, headers, blank line, body.
"""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sample:
    language: str
    headers: str
    body: str

    def __str__(self) -> str:
        return f"{self.language} {self.headers.splitlines()[0][:50]}"

    def raw(self) -> bytes:
        head = "From: Anna Example <anna@customer.example>\nTo: support@desk.example\n"
        mime = "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
        written = f"{self.headers}\nMessage-ID: <sample@customer.example>"
        return f"{head}{written}\n{mime}\n{self.body}\n".encode()


def samples(name: str) -> list[Sample]:
    text = Path(__file__).with_name(f"{name}.txt").read_text(encoding="utf-8")
    blocks = re.findall(
        r"^===== (\w\w)\n(.*?)\n\n(.*?)\n*(?=^=====|\Z)", text, re.MULTILINE | re.DOTALL
    )
    return [Sample(*block) for block in blocks]
