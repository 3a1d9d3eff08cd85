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
ARCHIVES = (".tar.gz", ".tgz", ".tar")
MAILS = (".eml", ".msg.txt", ".mail")
FROM_LINE = re.compile(rb"From \S.*\b\d{1,2}:\d{2}(?::\d{2})?\b|From [^\s@]+@\S+")
STUFFED = re.compile(rb">+From ")


@dataclass(frozen=True, slots=True)
class SourceMail:
    """One mail, or (`raw` is None) a file that holds none or cannot be read."""

    file: str
    raw: bytes | None


def read_mails(paths: Iterable[Path]) -> Iterator[SourceMail]:
    """Every mail of the paths, folders in sorted order; archives are read without unpacking.

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
        with path.open("rb") as stream:
            yield from _of_stream(stream, name)
    except OSError:
        yield SourceMail(name, None)


def _of_archive(path: Path, name: str) -> Iterator[SourceMail]:
    """Members one by one, in the archive's own order; links and devices give nothing."""
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                stream = archive.extractfile(member) if member.isreg() else None
                if stream:
                    yield from _of_stream(stream, f"{name}/{_tidy(member.name)}")
    except (tarfile.TarError, OSError, EOFError, zlib.error, gzip.BadGzipFile):
        yield SourceMail(name, None)


def _tidy(name: str) -> str:
    return "/".join(part for part in name.split("/") if part not in {"", ".", ".."})


def _of_stream(stream: IO[bytes], name: str) -> Iterator[SourceMail]:
    """Never more of it in memory than one mail."""
    head = stream.read(MAX_HEAD)
    stream.seek(0)
    if not _looks_like_mail(head):
        yield SourceMail(name, None)
    elif head.startswith(b"From ") and not name.lower().endswith(MAILS):
        for number, mail in enumerate(_of_mbox(stream), start=1):
            yield SourceMail(f"{name}#{number}", mail)
    else:
        raw = stream.read(MAX_MAIL + 1)
        yield SourceMail(name, raw if len(raw) <= MAX_MAIL else None)


def _looks_like_mail(head: bytes) -> bool:
    return kinds.is_mail(mime.read_one(mime.one_newline(head), set()))


def _of_mbox(lines: Iterable[bytes]) -> Iterator[bytes | None]:
    """The mails between From lines that follow a blank line, their stuffing undone.

    None stands for one that is too large.
    """
    mail: list[bytes] = []
    size, is_first, after_blank = 0, True, True
    for line in lines:
        if after_blank and FROM_LINE.match(line):
            if not is_first:
                yield _joined(mail, size)
            mail, size, is_first = [], 0, False
        elif (size := size + len(line)) <= MAX_MAIL:
            mail.append(line[1:] if STUFFED.match(line) else line)
        after_blank = not line.strip()
    yield _joined(mail, size)


def _joined(mail: list[bytes], size: int) -> bytes | None:
    if mail and not mail[-1].strip():
        mail = mail[:-1]  # the blank line that parts
    return b"".join(mail) if size <= MAX_MAIL else None
