"""Whether this process can do its work, for load balancers and supervisors."""

from django.db import Error
from django.http import HttpRequest, HttpResponse

from keskio.kit.database import require_answer
from keskio.kit.scopes import Scope, reading

NOBODY = Scope.of(())


def healthz(request: HttpRequest) -> HttpResponse:
    try:
        with reading(NOBODY):
            require_answer()
    except Error:
        return HttpResponse("the database does not answer\n", "text/plain", 503)
    return HttpResponse("well\n", "text/plain")
