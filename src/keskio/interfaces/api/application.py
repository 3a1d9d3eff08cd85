"""The API as a whole."""

from ninja import Swagger

from keskio.interfaces.api.access import PerToken
from keskio.interfaces.api.openapi import Api
from keskio.interfaces.api.problems import handle_all
from keskio.interfaces.api.routes import (
    audit,
    blocked_senders,
    cases,
    clients,
    composing,
    contacts,
    customers,
    definitions,
    journal,
    line,
    mail,
    mailboxes,
    messages,
    moving,
    properties,
    roles,
    search,
    settings_file,
    staff,
    teams,
    views,
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
    "composing": "Drafts, sending to anyone, later and back, and words that are written often.",
    "customers": "Those who get in touch.",
    "search": "Over everything the token may see.",
    "the line": "Everything that needs a person, and who takes it.",
    "clients": "The companies served here, their inboxes and reasons.",
    "definitions": "What cases of a client can carry: tags, statuses, fields.",
    "mail": "What came in, raw; what goes out.",
    "journal": "The append-only record of what happened.",
    "staff": "Agents, their roles and rights, teams, tokens, and what agents are told.",
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
    views,
    properties,
    messages,
    composing,
    contacts,
    customers,
    search,
    line,
    clients,
    definitions,
    mail,
    mailboxes,
    journal,
    audit,
    staff,
    roles,
    settings_file,
    teams,
    moving,
    blocked_senders,
):
    api.add_router("", one.router)
