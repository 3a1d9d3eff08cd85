"""Whether this process can do its work, for load balancers and supervisors."""

from django.db import Error
from django.http import HttpRequest, HttpResponse

from keskio.kit.database import require_answer
from keskio.kit.scopes import Scope, reading
from keskio.kit.troubles import all_now

NOBODY = Scope.of(())


def healthz(request: HttpRequest) -> HttpResponse:
    """200 while pages can be read, with a line for each part that fails; else 503.

    Why it fails is for administrators, on their page.
    """
    try:
        with reading(NOBODY):
            require_answer()
    except Error:
        return HttpResponse("the database does not answer\n", "text/plain", 503)
    lines = [f"the {one.who} fails since {one.since:%Y-%m-%d %H:%M} UTC" for one in all_now()]
    return HttpResponse("\n".join(lines or ["well"]) + "\n", "text/plain")
