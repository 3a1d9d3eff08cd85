"""Mails out of files: single ones, mboxes, Maildirs and archives of these, in a stable order."""

import gzip
import re
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from keskio.channels.mail import kinds, mime

MAX_MAIL = 100 * 1024 * 1024
MAX_HEAD = 256 * 1024
MAX_MBOX = 2 * 1024 * 1024 * 1024
ARCHIVES = (".tar.gz", ".tgz", ".tar")
MAILS = (".eml", ".msg.txt", ".mail")
FROM_LINE = re.compile(
    rb"From \S[^\n]*\b\d{1,2}:\d{2}(?::\d{2})?\b[^\n]*\n|From [^\s@]+@\S+[^\n]*\n"
)
STUFFED = re.compile(rb"^>(?=>*From )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SourceMail:
    """One mail, or (`raw` is None) a file that holds none or cannot be read."""

    file: str
    raw: bytes | None


def read_mails(paths: Iterable[Path]) -> Iterator[SourceMail]:
    """Every mail of the paths, sorted within each; archives are read without unpacking.

    Raises FileNotFoundError when a path does not exist.
    """
    for path in paths:
        if path.is_dir():
            yield from _of_folder(path)
        elif path.exists():
            yield from _of_file(path, str(path))
        else:
            raise FileNotFoundError(path)


def _of_folder(folder: Path) -> Iterator[SourceMail]:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    for path in sorted(files, key=lambda path: path.relative_to(folder).parts):
        if not any(part.startswith(".") for part in path.relative_to(folder).parts[-1:]):
            yield from _of_file(path, str(path))


def _of_file(path: Path, name: str) -> Iterator[SourceMail]:
    if name.lower().endswith(ARCHIVES):
        yield from _of_archive(path, name)
        return
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= MAX_MBOX else None
    except OSError:
        raw = None
    yield from _of_bytes(raw, name)


def _of_archive(path: Path, name: str) -> Iterator[SourceMail]:
    """Members one by one in their sorted order; links, devices and what is too big give no mail."""
    try:
        with tarfile.open(path) as archive:
            members = [member for member in archive.getmembers() if member.isreg()]
            for member in sorted(members, key=lambda member: member.name):
                yield from _of_bytes(_content(archive, member), f"{name}/{_tidy(member.name)}")
    except (tarfile.TarError, OSError, EOFError, zlib.error, gzip.BadGzipFile):
        yield SourceMail(name, None)


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes | None:
    if member.size > MAX_MAIL:
        return None
    stream: IO[bytes] | None = archive.extractfile(member)
    return stream.read(MAX_MAIL) if stream else None


def _tidy(name: str) -> str:
    return "/".join(part for part in name.split("/") if part not in {"", ".", ".."})


def _of_bytes(raw: bytes | None, name: str) -> Iterator[SourceMail]:
    if raw is None or not _looks_like_mail(raw):
        yield SourceMail(name, None)
    elif _is_mbox(raw, name):
        for number, mail in enumerate(_of_mbox(raw), start=1):
            yield SourceMail(f"{name}#{number}", mail if len(mail) <= MAX_MAIL else None)
    else:
        yield SourceMail(name, raw if len(raw) <= MAX_MAIL else None)


def _looks_like_mail(raw: bytes) -> bool:
    head = mime.one_newline(raw[:MAX_HEAD])
    return kinds.is_mail(mime.read_one(head, set()))


def _is_mbox(raw: bytes, name: str) -> bool:
    """A file with a From line on top, unless its name says that it is one mail."""
    return raw.startswith(b"From ") and not name.lower().endswith(MAILS)


def _of_mbox(raw: bytes) -> Iterator[bytes]:
    """The mails between From lines that follow a blank line, their stuffing undone."""
    unified = mime.one_newline(raw)
    at = 0
    while at < len(unified):
        end = _next_mail(unified, at + 5)
        mail = unified[at : end - (end < len(unified))]  # less the blank line that parts
        yield STUFFED.sub(b"", mail[mail.find(b"\n") + 1 :])
        at = end


def _next_mail(raw: bytes, start: int) -> int:
    while (found := raw.find(b"\n\nFrom ", start)) >= 0:
        if FROM_LINE.match(raw, found + 2):
            return found + 2
        start = found + 2
    return len(raw)
