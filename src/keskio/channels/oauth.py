"""Access tokens for mailboxes at Microsoft 365 and Google: a refresh token buys them (RFC 6749)."""

import http.client
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from keskio.channels import operations
from keskio.channels.accounts import Secrets, require_token_url, secrets_of
from keskio.clients.settings import BadSetting
from keskio.journal.actors import SYSTEM_ACTOR
from keskio.kit.deadline import Deadline
from keskio.kit.scopes import SYSTEM, writing

if TYPE_CHECKING:
    from keskio.channels.models import Mailbox

LONGEST_TALK = 20
TIMEOUT_SECONDS = 10
LARGEST_ANSWER = 100_000
ORDINARY_LIFE = 3600
EARLY = 120
"""Seconds before its end from which a token is taken for over."""
OK = 200


class CannotGetToken(Exception):
    """The provider would not give one; says why in its own words, which hold no secret."""


@dataclass(frozen=True, repr=False)
class Granted:
    access_token: str
    lives_seconds: float
    refresh_token: str = ""
    """Another than the one that was used; that one may end."""


_lock = threading.Lock()
_known: dict[int, tuple[str, float, str]] = {}
"""By mailbox: the seal of the secrets it was bought with, until when it lives, and the token."""


def access_token(mailbox: "Mailbox", *, now: Callable[[], datetime]) -> str:
    """One that lives, bought if need be. Raises CannotGetToken, CannotUnseal."""
    with _lock:
        seal, until, token = _known.get(mailbox.pk, ("", 0.0, ""))
    if seal == mailbox.secret and until > time.monotonic():
        return token
    secrets = secrets_of(mailbox)
    granted = buy_token(mailbox, secrets)
    if granted.refresh_token and granted.refresh_token != secrets.refresh_token:
        with writing(SYSTEM):
            kept = operations.keep_refresh_token(
                mailbox_id=mailbox.pk,
                refresh_token=granted.refresh_token,
                actor=SYSTEM_ACTOR,
                now=now(),
            )
            mailbox.secret = kept.secret
    with _lock:
        until = time.monotonic() + granted.lives_seconds - EARLY
        _known[mailbox.pk] = (mailbox.secret, until, granted.access_token)
    return granted.access_token


def forget_token(mailbox: "Mailbox") -> None:
    """It was refused although it should live: buy another the next time."""
    with _lock:
        _known.pop(mailbox.pk, None)


def buy_token(mailbox: "Mailbox", secrets: Secrets) -> Granted:
    """Raises CannotGetToken."""
    asked = {
        "grant_type": "refresh_token",
        "client_id": mailbox.oauth_client_id,
        "client_secret": secrets.client_secret,
        "refresh_token": secrets.refresh_token,
        "scope": mailbox.oauth_scope,
    }
    form = urlencode({name: value for name, value in asked.items() if value})
    try:
        status, body = _post(mailbox.token_url, form)
    except (OSError, http.client.HTTPException, ValueError, BadSetting) as error:
        raise CannotGetToken(f"no answer from {mailbox.token_url}: {error}") from error
    return _granted(status, body)


def _post(address: str, form: str) -> tuple[int, bytes]:
    """Redirects are not followed: secrets go where somebody has said, and nowhere else."""
    require_token_url(address)
    parts = urlsplit(address)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    with Deadline(LONGEST_TALK) as deadline:
        connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)
        sock = socket.create_connection((host, port), TIMEOUT_SECONDS)
        deadline.watch(sock)
        try:
            if secure:
                sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
            connection.sock = sock
            path = parts.path or "/"
            headers = {
                "Content-Type": "application/x-www-form-urlencoded",
                "Accept": "application/json",
                "Connection": "close",
            }
            target = f"{path}?{parts.query}" if parts.query else path
            connection.request("POST", target, form, headers)
            response = connection.getresponse()
            return response.status, response.read(LARGEST_ANSWER)
        finally:
            connection.close()
            sock.close()


def _granted(status: int, body: bytes) -> Granted:
    try:
        said = json.loads(body)
    except ValueError as error:
        raise CannotGetToken(f"the token endpoint answered {status}, and no JSON") from error
    if not isinstance(said, dict):
        raise CannotGetToken(f"the token endpoint answered {status}, and no object")
    token = said.get("access_token")
    if status != OK or not isinstance(token, str) or not token:
        raise CannotGetToken(_refusal(status, said))
    lives = said.get("expires_in")
    try:
        seconds = float(lives) if lives is not None else ORDINARY_LIFE
    except (TypeError, ValueError):
        seconds = ORDINARY_LIFE
    again = said.get("refresh_token")
    return Granted(token, seconds, again if isinstance(again, str) else "")


def _refusal(status: int, said: dict[str, object]) -> str:
    words = " ".join(str(said[name]) for name in ("error", "error_description") if said.get(name))
    return f"the token endpoint answered {status}: {words[:500]}".strip(": ")
