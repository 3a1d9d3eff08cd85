"""The pages for what went wrong: in the reader's language, and without the database."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

RETRY_SECONDS = 5


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    with _reader(request):
        return _page(
            400,
            _("That could not be understood"),
            _("The address or the form was not complete. Go back and try once more."),
        )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    with _reader(request):
        return _page(
            403,
            _("This is not open to you"),
            _("Your role does not include this page. An administrator can change that."),
        )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    with _reader(request):
        return _page(
            403,
            _("This page had been open too long"),
            _("Nothing was saved. Go back, load the page again and repeat what you did."),
        )


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    with _reader(request):
        return _page(
            404,
            _("Nothing is here"),
            _("The address is wrong, or what was here belongs to somebody else."),
        )


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the exception is being handled: a database that is away or full is no bug."""
    with _reader(request):
        if isinstance(sys.exception(), OperationalError | InterfaceError):
            return _unavailable()
        return _page(
            500,
            _("Something broke on our side"),
            _("It has been written to the log. What was saved before is safe; try again soon."),
        )


def _unavailable() -> HttpResponse:
    response = _page(
        503,
        _("This cannot be done just now"),
        _(
            "The database does not answer or has no room left. What was saved before is safe,"
            " and everything goes on by itself once it is back; try again soon."
        ),
    )
    response["Retry-After"] = RETRY_SECONDS
    return response


def _reader(request: HttpRequest) -> translation.override:
    """The language that the middleware chose, if the request came so far."""
    chosen = getattr(request, "LANGUAGE_CODE", None)
    return translation.override(chosen or translation.get_language_from_request(request))


def _page(status: int, title: str, explanation: str) -> HttpResponse:
    """Rendered without the request: nothing in the page can ask who is logged in."""
    context = {"title": title, "explanation": explanation}
    return HttpResponse(render_to_string("look/error.html", context), status=status)
