"""The API as a whole."""

from ninja import Swagger

from keskio.interfaces.api.access import PerToken
from keskio.interfaces.api.openapi import Api
from keskio.interfaces.api.problems import handle_all
from keskio.interfaces.api.routes import (
    audit,
    cases,
    clients,
    customers,
    journal,
    line,
    mail,
    messages,
    roles,
    settings_file,
    staff,
)

DESCRIPTION = """
Whatever an agent or administrator does in Keskiö, a program can do here, by the same operations.

Send `Authorization: Bearer keskio_…`. A token has scopes (`read`, `write`, `admin`), is limited
to clients, and may stand for an agent. What it does not see is not found. Times are UTC, in
ISO 8601. Errors are problems (RFC 9457): decide by their `type`.
"""
TAGS = {
    "cases": "A matter that needs an outcome.",
    "messages": "What is said in cases, and the conversations it is said in.",
    "customers": "Those who get in touch.",
    "the line": "Everything that needs a person, and who takes it.",
    "clients": "The companies served here, their inboxes and reasons.",
    "mail": "What came in, raw; what goes out.",
    "journal": "The append-only record of what happened.",
    "staff": "Agents, their roles and rights, and tokens.",
    "settings": "All settings as one file.",
    "audit": "Who changed which setting when.",
}

api = Api(
    title="Keskiö",
    version="1",
    description=DESCRIPTION.strip(),
    urls_namespace="api",
    throttle=[PerToken()],
    docs=Swagger(settings={"validatorUrl": None, "docExpansion": "list"}),
    openapi_extra={"tags": [{"name": name, "description": said} for name, said in TAGS.items()]},
)
handle_all(api)
for one in (
    cases,
    messages,
    customers,
    line,
    clients,
    mail,
    journal,
    audit,
    staff,
    roles,
    settings_file,
):
    api.add_router("", one.router)
