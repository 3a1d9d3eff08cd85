"""Each request is answered in the language and the time zone of who reads it."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

View = Callable[[HttpRequest], HttpResponse]


class ReaderMiddleware:
    """An agent's own choice first, else what the browser asks for; after the authentication."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = reader_language(request)
        with translation.override(language), timezone.override(reader_zone(request)):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def reader_language(request: HttpRequest) -> str:
    chosen: str = getattr(request.user, "language", "")
    return chosen or translation.get_language_from_request(request)


def reader_zone(request: HttpRequest) -> ZoneInfo | None:
    """Where the agent lives; None is the installation's own zone."""
    chosen: str = getattr(request.user, "time_zone", "")
    return ZoneInfo(chosen) if chosen else None
