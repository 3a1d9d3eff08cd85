"""Whose token it is, what it allows, and how often."""

from datetime import datetime
from typing import cast

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from keskio.clients import queries as clients
from keskio.interfaces.api.problems import FORBIDDEN, NEEDS_AGENT, NOT_FOUND, Refused
from keskio.interfaces.api.rights import needed
from keskio.staff import queries as staff
from keskio.staff.keys import digest_of
from keskio.staff.viewers import Viewer

WINDOW_SECONDS = 60


class ApiRequest(HttpRequest):
    """A request with a token that allows it."""

    auth: Viewer
    now: datetime
    token_digest: str


class BearerToken(HttpBearer):
    """`Authorization: Bearer keskio_…`. Sessions do not count here, so nothing can be forged."""

    def __init__(self, scope: str) -> None:
        self.openapi_description = "A key from `keskio token create` or `POST /tokens`."
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Viewer | None:
        """Raises Refused when the token is known and does not allow this."""
        asked = cast("ApiRequest", request)
        asked.now = timezone.now()
        try:
            viewer = staff.viewer_with(token)
        except staff.UnknownToken:
            return None
        if self.scope not in viewer.scopes:
            raise Refused(FORBIDDEN, f"It needs the scope {self.scope}.")
        right = needed(request, self.scope)
        if right is not None and not viewer.may(right):
            raise Refused(FORBIDDEN, f"It needs a role with the right {right}.")
        asked.token_digest = digest_of(token)
        return viewer


READ, WRITE, ADMIN = BearerToken("read"), BearerToken("write"), BearerToken("admin")


class PerToken(BaseThrottle):
    """So many requests a minute for each token; counted in Django's cache."""

    def allow_request(self, request: HttpRequest) -> bool:
        asked = cast("ApiRequest", request)
        window = int(asked.now.timestamp()) // WINDOW_SECONDS
        key = f"api:{asked.token_digest}:{window}"
        cache.add(key, 0, timeout=2 * WINDOW_SECONDS)
        return cache.incr(key) <= settings.API_RATE

    def wait(self) -> float:
        return WINDOW_SECONDS - timezone.now().timestamp() % WINDOW_SECONDS


def agent_of(viewer: Viewer) -> int:
    """The person the token stands for. Raises Refused."""
    if viewer.agent_id is None:
        raise Refused(NEEDS_AGENT)
    return viewer.agent_id


def require_client(client_id: int, viewer: Viewer) -> None:
    """Raises Refused for a client that the viewer does not see, or that does not exist."""
    if client_id not in viewer.clients:
        raise Refused(NOT_FOUND)


def require_whole_installation(viewer: Viewer) -> None:
    """What concerns every client is not for a token limited to some (one query).

    Raises Refused.
    """
    everyone = set(clients.every_client().values_list("pk", flat=True))
    if not viewer.clients >= everyone:
        raise Refused(FORBIDDEN, "It is limited to some clients; this concerns all of them.")


def require_inbox(inbox_id: int, viewer: Viewer) -> None:
    """Raises Refused for an inbox that is closed to the viewer."""
    if inbox_id in viewer.closed_inboxes:
        raise Refused(NOT_FOUND)
