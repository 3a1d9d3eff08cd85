"""The API keeps to its own description, whatever it is asked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client as Browser
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from keskio.cases.models import Message
from keskio.channels.models import Arrival, Delivery
from keskio.config.wsgi import application
from keskio.interfaces.api.application import TAGS, api
from keskio.interfaces.api.schemas import mail, messages
from keskio.interfaces.api.tests.conftest import World
from keskio.staff.models import Role
from keskio.staff.tests.make import make_agent, make_token

DOCS = Path(__file__).parents[5] / "docs" / "api.md"
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for address, methods in api.get_openapi_schema()["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), address.removeprefix("/api/v1"), operation


class TestTheDescription:
    def test_names_each_operation_once(self) -> None:
        names = [operation["operationId"] for _, _, operation in operations()]
        assert len(names) == len(set(names))

    def test_says_of_each_what_it_does_and_who_may(self) -> None:
        for _, _, operation in operations():
            assert operation["summary"]
            assert operation["tags"][0] in TAGS
            assert operation["security"] == [{"BearerToken": []}]

    def test_says_of_each_how_it_can_fail(self) -> None:
        for _, address, operation in operations():
            expected = {"401", "403", "422", "429"} | ({"404"} if "{" in address else set())
            assert expected <= set(operation["responses"])

    def test_of_each_is_in_the_docs(self) -> None:
        told = DOCS.read_text()
        missing = [
            f"{method} {address}"
            for method, address, operation in operations()
            if f"| `{method} {address}` | `{operation['operationId']}` |" not in told
        ]
        assert missing == []

    def test_words_of_states_are_those_of_the_rooms(self) -> None:
        for words, choices in (
            (messages.MessageKind, Message.Kind),
            (messages.Direction, Message.Direction),
            (messages.DeliveryState, Delivery.State),
            (mail.ArrivalState, Arrival.State),
        ):
            assert set(get_args(words)) == set(choices.values)


class TestTheDocsPage:
    def test_loads_nothing_from_elsewhere_and_no_script_inside(self, db: None) -> None:
        response = Browser().get("/api/v1/docs")
        page = response.content.decode()
        assert "ninja/swagger-ui-bundle.js" in page
        assert "//" not in page.replace("http://testserver", "").split("<body", 1)[1]
        assert page.count("<script") == page.count("<script src=") + 1, "and one of JSON"
        assert "default-src 'self'" in response["Content-Security-Policy"]


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """A server lets old connections go around a request; this test's transaction lives in one."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schemathesis.serializer("message/rfc822")
def raw_mail(context: schemathesis.SerializationContext, value: Any) -> bytes | None:
    return value if isinstance(value, bytes) else str(value).encode()


@pytest.fixture
def known(world: World) -> dict[str, int]:
    """What the addresses name: guessed numbers would hardly ever be there."""
    return {
        "case_id": world.case.pk,
        "message_id": world.question.pk,
        "conversation_id": world.question.conversation_id,
        "customer_id": world.case.customer_id or 0,
        "client_id": world.inbox.client_id,
        "inbox_id": world.inbox.pk,
        "agent_id": world.agent.pk,
    }


@pytest.fixture
def key(world: World) -> str:
    """Everything is open to it."""
    anybody = make_agent(role=Role.ADMINISTRATOR)
    return make_token(agent=anybody, role=Role.ADMINISTRATOR, scopes=["read", "write", "admin"])


schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@schema.parametrize()
@pytest.mark.usefixtures("kept_connection")
@settings(
    max_examples=5,
    phases=[Phase.generate],
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_the_api_keeps_to_its_description(
    case: schemathesis.Case[Any], known: dict[str, int], key: str
) -> None:
    """Each operation is asked what fits its description, and what it answers is compared."""
    case.path_parameters = {
        name: known.get(name, value) for name, value in case.path_parameters.items()
    }
    case.call_and_validate(headers={"Authorization": f"Bearer {key}"}, checks=CHECKS)
