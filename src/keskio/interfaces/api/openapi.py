"""The API as it describes itself: what each address can answer, problems included."""

from collections.abc import Iterator
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from pydantic import BaseModel, Field

from keskio.interfaces.api.problems import (
    BAD_REQUEST,
    CONTENT_TYPE,
    FORBIDDEN,
    NOT_FOUND,
    TOO_LARGE,
    TOO_MANY,
    UNAUTHORIZED,
    UNAVAILABLE,
    UNPROCESSABLE,
    Kind,
)
from keskio.interfaces.api.schemas.composing import DraftWritten, Forward, NewDraftFile, NewMail
from keskio.interfaces.api.schemas.messages import Reply

EVERYWHERE = (UNAUTHORIZED, FORBIDDEN, UNPROCESSABLE, TOO_MANY, UNAVAILABLE)
CONFLICT = Kind(409, "case-is-resolved", "What is asked for does not fit what is there now")
DESCRIBED = (*EVERYWHERE, BAD_REQUEST, NOT_FOUND, CONFLICT, TOO_LARGE)
REFERENCE = "#/components/schemas/{model}"


class Fault(BaseModel):
    at: str = Field(examples=["body.asked.outcome"])
    detail: str


class Problem(BaseModel):
    """What went wrong (RFC 9457). Decide by `type`; `title` is for people."""

    type: str = Field(examples=["urn:keskio:problem:not-found"])
    title: str
    status: int
    detail: str | None = None
    errors: list[Fault] | None = Field(None, description="What did not fit, and where.")
    messages: list[int] | None = Field(
        None, description="With `answered-meanwhile`: the messages that you had not seen."
    )
    merged_into: int | None = Field(
        None, description="With `case-is-merged`: where the case's story goes on."
    )


class Api(NinjaAPI):
    """The name of a route's function is its operationId, and is kept."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(self, **asked: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**asked)
        schema["components"]["responses"] = {_name(kind): _response(kind) for kind in DESCRIBED}
        for model in (Problem, Reply, DraftWritten, Forward, NewDraftFile, NewMail):
            schema["components"]["schemas"] |= _definitions(model)
        for address, operation in _operations(schema):
            operation["responses"] = _answers(address, operation)
        return schema


def can_conflict() -> dict[str, Any]:
    """For routes whose operation may refuse because of what has happened meanwhile: a 409."""
    return {"responses": {409: _reference(CONFLICT)}}


def can_miss() -> dict[str, Any]:
    """For routes whose body, not their address, names what may not be there: a 404."""
    return {"responses": {404: _reference(NOT_FOUND)}}


def takes(content_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    """For routes that read their body themselves."""
    return {"requestBody": {"required": True, "content": {content_type: {"schema": schema}}}}


def gives_file() -> dict[str, Any]:
    content = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    return {"responses": {200: {"description": "The file", "content": content}}}


def refers_to(model: type[BaseModel]) -> dict[str, Any]:
    return {"$ref": REFERENCE.format(model=model.__name__)}


def _operations(schema: OpenAPISchema) -> Iterator[tuple[str, dict[str, Any]]]:
    for address, methods in schema["paths"].items():
        for operation in methods.values():
            yield address, operation


def _answers(address: str, operation: dict[str, Any]) -> dict[str, Any]:
    """What it says itself, and the problems that its form makes possible."""
    kinds = list(EVERYWHERE)
    if "{" in address or "client" in {one["name"] for one in operation["parameters"]}:
        kinds.append(NOT_FOUND)
    if "requestBody" in operation:
        kinds += [BAD_REQUEST, TOO_LARGE]
    told = {str(status): answer for status, answer in operation["responses"].items()}
    return told | {str(kind.status): _reference(kind) for kind in kinds}


def _name(kind: Kind) -> str:
    return f"Problem{kind.status}"


def _reference(kind: Kind) -> dict[str, Any]:
    return {"$ref": f"#/components/responses/{_name(kind)}"}


def _response(kind: Kind) -> dict[str, Any]:
    example = {"type": kind.uri, "title": kind.title, "status": kind.status}
    content = {CONTENT_TYPE: {"schema": refers_to(Problem), "example": example}}
    headers = {401: "WWW-Authenticate", 429: "Retry-After"}
    described: dict[str, Any] = {"description": kind.title, "content": content}
    if name := headers.get(kind.status):
        described["headers"] = {name: {"schema": {"type": "string"}}}
    return described


def _definitions(model: type[BaseModel]) -> dict[str, Any]:
    """The model's schema and those it refers to, by name."""
    schema = model.model_json_schema(ref_template=REFERENCE)
    return {**schema.pop("$defs", {}), model.__name__: schema}
