"""A request's body, taken in whole before anybody works on it."""

import asyncio
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import IO

from starlette.types import Receive, Scope

IN_MEMORY = 256 * 1024
"""What is larger waits in a temporary file."""
LINGER_SECONDS = 10
LINGER_IDLE_SECONDS = 1


class TooLarge(Exception):
    """The body is over the limit; the client learns it before sending it all."""


class Stalled(Exception):
    """The client stopped in the middle of its body."""


class Disconnected(Exception):
    """The client went away: there is nobody to answer."""


class Stopping(Exception):
    """The server stops, and waits for this body no longer."""


def new_spool() -> IO[bytes]:
    return SpooledTemporaryFile(max_size=IN_MEMORY)


async def take_in(
    receive: Receive, into: IO[bytes], *, announced: int, limit: int, idle_seconds: float
) -> int:
    """Bytes taken in; `into` is rewound. Raises TooLarge, Stalled, Disconnected, Stopping."""
    size = 0
    if announced > limit:
        raise TooLarge
    more = True
    while more:
        chunk, more = await _next(receive, idle_seconds)
        size += len(chunk)
        if size > limit:
            raise TooLarge
        into.write(chunk)
    into.seek(0)
    return size


async def let_finish(scope: Scope, receive: Receive) -> None:
    """Hear a refused body out for a while: who is cut off while sending never reads why."""
    if (b"expect", b"100-continue") in scope["headers"]:
        return
    with suppress(TimeoutError, Stalled, Disconnected, Stopping):
        async with asyncio.timeout(LINGER_SECONDS):
            more = True
            while more:
                _, more = await _next(receive, LINGER_IDLE_SECONDS)


def announced_length(scope: Scope) -> int:
    """What the client says it will send; 0 when it does not say."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


async def _next(receive: Receive, idle_seconds: float) -> tuple[bytes, bool]:
    try:
        async with asyncio.timeout(idle_seconds):
            message = await receive()
    except TimeoutError as error:
        raise Stalled from error
    except asyncio.CancelledError as error:
        raise Stopping from error
    if message["type"] == "http.disconnect":
        raise Disconnected
    return message.get("body", b""), message.get("more_body", False)
