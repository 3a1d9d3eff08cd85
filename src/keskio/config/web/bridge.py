"""Django answers in threads, and no client can hold one.

A body is taken in whole before a thread sees it, an answer leaves the thread whole before it is
sent: however many clients stall in an upload or a download, pages go on. A file never passes
through a thread at all: Django's FileResponse hands it over opened (`wsgi.file_wrapper`), after
the view has decided who may have it.
"""

import asyncio
import gzip
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import SEEK_END
from typing import IO, Any, Protocol

from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from keskio.config.web.bodies import (
    Disconnected,
    Stalled,
    Stopping,
    TooLarge,
    announced_length,
    let_finish,
    new_spool,
    take_in,
)

BLOCK = 128 * 1024
AT_ONCE = 64 * 1024
"""An answer up to this size is handed to the socket whole, without another thread to read it."""
WORTH_PACKING = 1_000
BODILESS = (204, 304)
PROGRAMS = "/api/"
PACKED_TYPES = ("text/", "application/json", "application/problem+json", "application/x-ndjson")

Environ = dict[str, Any]
Headers = list[tuple[str, str]]


class WsgiApplication(Protocol):
    def __call__(self, environ: Environ, start_response: Any, /) -> Iterable[bytes]: ...


class File:
    """What Django wraps an opened file in; closing it ends the response it belongs to."""

    def __init__(self, opened: IO[bytes], _block_size: int = BLOCK) -> None:
        self.opened = opened

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.opened.read(BLOCK), b"")

    def close(self) -> None:
        self.opened.close()


@dataclass
class Answer:
    """A whole answer, ready to leave at the client's own pace."""

    status: int
    headers: Headers
    body: IO[bytes] | bytes
    close: Callable[[], None] = lambda: None


class Bridge:
    """An ASGI application around a WSGI one."""

    def __init__(
        self,
        application: WsgiApplication,
        *,
        threads: int = 4,
        body_limit: int = 40_000_000,
        idle_seconds: float = 30,
    ) -> None:
        self._application = application
        self._body_limit = body_limit
        self._idle_seconds = idle_seconds
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            with new_spool() as body:
                size = await self._take_in(scope, receive, body)
                answer = await self._answer(environ_of(scope, body, size))
        except TooLarge:
            await let_finish(scope, receive)
            await _refusal(scope, 413, "Larger than this server takes.")(scope, receive, send)
        except Stalled:
            await _refusal(scope, 408, "Nothing more came.")(scope, receive, send)
        except Stopping:
            await _refusal(scope, 503, "This server is stopping.")(scope, receive, send)
        except Disconnected:
            return
        else:
            await self._send(answer, scope, send)

    async def _take_in(self, scope: Scope, receive: Receive, body: IO[bytes]) -> int:
        return await take_in(
            receive,
            body,
            announced=announced_length(scope),
            limit=self._body_limit,
            idle_seconds=self._idle_seconds,
        )

    async def _answer(self, environ: Environ) -> Answer:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, answer_of, self._application, environ)

    async def _send(self, answer: Answer, scope: Scope, send: Send) -> None:
        await send(_start(answer))
        if isinstance(answer.body, bytes):
            await send({"type": "http.response.body", "body": answer.body})
            return
        try:
            if scope["method"] != "HEAD":
                await self._send_body(answer.body, send)
            await send({"type": "http.response.body", "body": b""})
        except (TimeoutError, asyncio.CancelledError):
            return  # who stopped reading is let go: the server cuts an answer left unfinished
        finally:
            await asyncio.to_thread(answer.close)

    async def _send_body(self, body: IO[bytes], send: Send) -> None:
        """Raises TimeoutError when the client has stopped reading."""
        while chunk := await asyncio.to_thread(body.read, BLOCK):
            async with asyncio.timeout(self._idle_seconds):
                await send({"type": "http.response.body", "body": chunk, "more_body": True})


def answer_of(application: WsgiApplication, environ: Environ) -> Answer:
    """Run the application to its end, in the thread that calls this."""
    status, headers = 500, Headers()

    def start(line: str, fields: Headers, exc_info: object = None) -> None:
        nonlocal status, headers
        status, headers = int(line.split(" ", 1)[0]), fields

    answered = application(environ, start)
    if isinstance(answered, File):
        return Answer(status, headers, answered.opened, answered.close)
    body = _collect(answered)
    if status not in BODILESS:
        body, headers = _packed(body, headers, environ.get("HTTP_ACCEPT_ENCODING", ""))
    size = body.seek(0, SEEK_END)
    body.seek(0)
    if size > AT_ONCE:
        return Answer(status, headers, body, body.close)
    with body:
        return Answer(status, headers, body.read())


def _collect(answered: Iterable[bytes]) -> IO[bytes]:
    body = new_spool()
    try:
        for chunk in answered:
            body.write(chunk)
    finally:
        if close := getattr(answered, "close", None):
            close()
    return body


def _packed(body: IO[bytes], headers: Headers, accepted: str) -> tuple[IO[bytes], Headers]:
    """Rewound, with its length in the headers, and smaller when it is text and worth it."""
    size = body.tell()
    body.seek(0)
    fields = {name.lower(): value for name, value in headers}
    is_text = fields.get("content-type", "").startswith(PACKED_TYPES)
    if is_text and size >= WORTH_PACKING and "content-encoding" not in fields:
        headers = _with(headers, "Vary", _vary(fields.get("vary", "")))
        if "gzip" in accepted:
            packed = new_spool()
            size = packed.write(gzip.compress(body.read(), compresslevel=1))
            packed.seek(0)
            body.close()
            body, headers = packed, _with(headers, "Content-Encoding", "gzip")
    return body, _with(headers, "Content-Length", str(size))


def _with(headers: Headers, name: str, value: str) -> Headers:
    kept = [(other, said) for other, said in headers if other.lower() != name.lower()]
    return [*kept, (name, value)]


def _vary(said: str) -> str:
    return f"{said}, Accept-Encoding" if said else "Accept-Encoding"


def _start(answer: Answer) -> dict[str, Any]:
    headers = [
        (name.lower().encode("latin-1"), value.strip().encode("latin-1"))
        for name, value in answer.headers
    ]
    return {"type": "http.response.start", "status": answer.status, "headers": headers}


def _refusal(scope: Scope, status: int, words: str) -> Response:
    """A sentence for people; a problem (RFC 9457) for programs."""
    headers = {"Connection": "close"}
    if not scope["path"].startswith(PROGRAMS):
        return PlainTextResponse(f"{words}\n", status, headers)
    problem = {"type": "about:blank", "title": words, "status": status}
    return JSONResponse(problem, status, headers, "application/problem+json")


def environ_of(scope: Scope, body: IO[bytes], size: int) -> Environ:
    """The request as WSGI says it (PEP 3333)."""
    host, port = scope.get("server") or ("localhost", 80)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope.get("client") or ("", 0))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": File,
    }
    return environ | _header_variables(scope) | {"CONTENT_LENGTH": str(size)}


def _header_variables(scope: Scope) -> dict[str, str]:
    """Names with an underscore are dropped: they would pass for the ones with a hyphen."""
    variables: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        if "_" in name:
            continue
        variable = name.upper().replace("-", "_")
        if variable not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
            variable = f"HTTP_{variable}"
        joint = "; " if variable == "HTTP_COOKIE" else ","
        variables[variable] = (
            f"{variables[variable]}{joint}{value}" if variable in variables else value
        )
    return variables
