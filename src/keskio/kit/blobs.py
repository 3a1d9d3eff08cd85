"""Content kept by its hash: written once, safely on the disk before anybody relies on it."""

import hashlib
import os
from pathlib import Path
from typing import IO, cast

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage


class BlobMissing(Exception):
    """A blob that a row speaks of is not in the storage."""


def store(content: bytes) -> str:
    """Keep `content`; its SHA-256 in hex, under which it is found again."""
    digest = hashlib.sha256(content).hexdigest()
    name = _name_of(digest)
    if not default_storage.exists(name):
        _save(name, content)
    return digest


def load(digest: str) -> bytes:
    """Raises BlobMissing."""
    try:
        with default_storage.open(_name_of(digest)) as file:
            return bytes(file.read())
    except FileNotFoundError as error:
        raise BlobMissing(f"no content for {digest}") from error


def opened(digest: str) -> IO[bytes]:
    """The blob, to be read piece by piece and closed by who asked. Raises BlobMissing."""
    try:
        return cast("IO[bytes]", default_storage.open(_name_of(digest)))
    except FileNotFoundError as error:
        raise BlobMissing(digest) from error


def path_of(digest: str) -> Path | None:
    """Where the blob lies, when it lies on a disk of this machine."""
    if isinstance(default_storage, FileSystemStorage):
        return Path(default_storage.path(_name_of(digest)))
    return None


def _name_of(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def _save(name: str, content: bytes) -> None:
    """On a file system: under another name first, so that no half of it is ever found."""
    try:
        final = Path(default_storage.path(name))
    except NotImplementedError:
        default_storage.save(name, ContentFile(content))
        return
    final.parent.mkdir(parents=True, exist_ok=True)
    half = final.with_name(f"{final.name}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        with half.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(final)
    except OSError:
        half.unlink(missing_ok=True)  # what did not fit must not fill the disk
        raise
    _sync_directory(final.parent)


def _sync_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
