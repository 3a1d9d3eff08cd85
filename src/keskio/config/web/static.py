"""Static files, straight from the packages that ship them, under an address that is kept for ever.

The version in the address is a hash of all static files together: modules and stylesheets may
name each other by relative addresses, and nothing has to be collected or rewritten.
"""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.exceptions import SuspiciousFileOperation
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
PACKED = ("text/", "application/javascript", "application/json", "image/svg")

mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("text/javascript", ".mjs")


@dataclass(frozen=True)
class Asset:
    content: bytes
    packed: bytes | None
    content_type: str
    etag: str


class VersionedStorage(StaticFilesStorage):
    """Puts the version of all static files before each one's name."""

    def url(self, name: str | None) -> str:
        return f"{settings.STATIC_URL}{version()}/{name}"


@cache
def version() -> str:
    """Twelve hex digits that change when any static file does."""
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            digest.update(name.encode())
            digest.update(Path(storage.path(name)).read_bytes())
    return digest.hexdigest()[:12]


async def serve(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI application under STATIC_URL."""
    asked, _, name = scope["path"].removeprefix(settings.STATIC_URL).partition("/")
    await _response(asked, name, Headers(scope=scope))(scope, receive, send)


def _response(asked: str, name: str, headers: Headers) -> Response:
    asset = _find(name)
    if asset is None:
        return PlainTextResponse("Nothing is here.\n", 404)
    fields = {
        "ETag": asset.etag,
        "Cache-Control": FOR_EVER if asked == version() and not settings.DEBUG else ASK_AGAIN,
        "X-Content-Type-Options": "nosniff",
        "Vary": "Accept-Encoding",
    }
    if headers.get("if-none-match") == asset.etag:
        return Response(None, 304, fields)
    if asset.packed and "gzip" in headers.get("accept-encoding", ""):
        fields["Content-Encoding"] = "gzip"
        return Response(asset.packed, 200, fields, asset.content_type)
    return Response(asset.content, 200, fields, asset.content_type)


def _find(name: str) -> Asset | None:
    path = _path_of(name)
    return _load(path, path.stat().st_mtime_ns) if path else None


@lru_cache(maxsize=1024)
def _path_of(name: str) -> Path | None:
    """Where it lies, if it lies in one of the finders' directories."""
    try:
        found = finders.find(name)
    except (SuspiciousFileOperation, ValueError):
        return None
    return Path(found) if isinstance(found, str) and Path(found).is_file() else None


@lru_cache(maxsize=1024)
def _load(path: Path, _changed: int) -> Asset:
    content = path.read_bytes()
    content_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    packed = gzip.compress(content, 9) if content_type.startswith(PACKED) else None
    etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
    return Asset(content, packed, content_type, etag)
