"""Addresses under /api/v1; those that lead nowhere are answered with a problem too."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, URLResolver, path, re_path
from django.views.decorators.csrf import csrf_exempt

from keskio.interfaces.api.application import api
from keskio.interfaces.api.problems import NOT_ALLOWED, NOT_FOUND, problem

View = Callable[..., HttpResponse]


@csrf_exempt
def nothing_here(request: HttpRequest) -> HttpResponse:
    return problem(NOT_FOUND)


def refusing_methods(view: View) -> View:
    """Says in a problem, too, that an address does not know the request's method."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        if not isinstance(answer, HttpResponseNotAllowed):
            return answer
        refusal = problem(NOT_ALLOWED)
        refusal["Allow"] = answer["Allow"]
        return refusal

    return answered


def _wrapped() -> tuple[list[URLPattern | URLResolver], str, str]:
    patterns, app_name, namespace = api.urls
    for one in patterns:
        if isinstance(one, URLPattern):
            one.callback = refusing_methods(one.callback)
    return patterns, app_name, namespace


urlpatterns = [
    path("", nothing_here),
    path("", _wrapped()),
    re_path("", nothing_here),
]
