"""The public mails that accuracy is measured on, where they are present."""

import os
import tarfile
from functools import cache
from pathlib import Path

import pytest

MAILS = Path(os.environ.get("KESKIO_SHARED", Path(__file__).parents[6] / "shared")) / "data/emails"
TALON = MAILS / "talon/tests/fixtures"
HELPDESK = MAILS / "django-helpdesk/tests/test_files"
SISIMAI = MAILS / "sisimai-dev.tar.gz"

needs_mails = pytest.mark.skipif(
    not SISIMAI.exists(), reason="the public mails (data/emails beside the repository) are absent"
)


@cache
def sisimai() -> dict[str, bytes]:
    with tarfile.open(SISIMAI) as archive:
        members = [member for member in archive.getmembers() if member.isreg()]
        return {member.name: archive.extractfile(member).read() for member in members}  # type: ignore[union-attr]


def expected_kind(name: str) -> str:
    """What a file of the collection holds, as its name tells."""
    folder, _, file = name.rpartition("/")
    if "maildir" not in folder:
        return "not-mail"
    if folder.endswith("/not"):
        return "message"
    starts = {"arf-": "complaint", "rfc3834": "auto-reply"}
    return next((kind for start, kind in starts.items() if file.startswith(start)), "bounce")
