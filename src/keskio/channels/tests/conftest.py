"""Servers at the edge: a real Dovecot, and a provider of OAuth2 tokens."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

import pytest

from keskio.channels.tests import dovecot
from keskio.channels.tests.dovecot import USER, Dovecot


@dataclass
class Provider:
    """Sells access tokens for refresh tokens, and tells a mail server whose they are."""

    url: str = ""
    refresh_tokens: set[str] = field(default_factory=lambda: {"refresh-1"})
    live: set[str] = field(default_factory=set)
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    rotates: bool = False
    refuses_live_tokens: bool = False

    def grant(self, form: dict[str, list[str]]) -> tuple[int, dict[str, object]]:
        self.asked.append(form)
        refresh = form.get("refresh_token", [""])[0]
        if refresh not in self.refresh_tokens:
            return 400, {
                "error": "invalid_grant",
                "error_description": "The token has been revoked",
            }
        token = f"access-{len(self.asked)}"
        self.live.add(token)
        said: dict[str, object] = {"access_token": token, "expires_in": 3600}
        if self.rotates:
            again = f"refresh-{len(self.asked) + 1}"
            self.refresh_tokens = {again}
            said["refresh_token"] = again
        return 200, said

    def introspect(self, form: dict[str, list[str]]) -> tuple[int, dict[str, object]]:
        lives = form.get("token", [""])[0] in self.live
        return 200, {"active": lives, "username": USER} if lives else {"active": False}


class _Answering(BaseHTTPRequestHandler):
    provider: Provider

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())
        answer = self.provider.grant if self.path == "/token" else self.provider.introspect
        status, said = answer(form)
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Silent."""


@pytest.fixture(scope="module")
def _provider() -> Iterator[Provider]:
    provider = Provider()
    handler = type("Handler", (_Answering,), {"provider": provider})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, args=[0.05])
    thread.start()
    provider.url = f"http://127.0.0.1:{server.server_port}"
    yield provider
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def provider(_provider: Provider) -> Provider:
    """As it is at first."""
    fresh = Provider(url=_provider.url)
    vars(_provider).update(vars(fresh))
    return _provider


@pytest.fixture(scope="module")
def imap_server(_provider: Provider) -> Iterator[Dovecot]:
    require_dovecot()
    with dovecot.running(f"{_provider.url}/introspect") as server:
        yield server


def require_dovecot() -> None:
    if not dovecot.DOVECOT:
        if os.environ.get("KESKIO_DEMAND_ALL"):
            pytest.fail("Dovecot is demanded and not installed")
        pytest.skip("needs Dovecot (apt-get install dovecot-imapd)")


@pytest.fixture
def box(imap_server: Dovecot) -> Dovecot:
    """An empty one."""
    imap_server.empty()
    return imap_server
