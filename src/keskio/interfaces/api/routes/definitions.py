"""What cases of a client can carry: tags, statuses, fields."""

from ninja import Router, Status

from keskio.clients import operations
from keskio.clients import queries as clients
from keskio.interfaces.api.access import ADMIN, READ, ApiRequest, require_client
from keskio.interfaces.api.fields import Id
from keskio.interfaces.api.schemas.definitions import (
    FieldChange,
    FieldShown,
    NewField,
    NewStatus,
    NewTag,
    StatusChange,
    StatusShown,
    TagChange,
    TagShown,
)
from keskio.kit.scopes import reading, writing

router = Router(tags=["definitions"])


@router.get(
    "/clients/{client_id}/tags", auth=READ, response=list[TagShown], summary="List a client's tags"
)
def list_tags(request: ApiRequest, client_id: Id) -> list[TagShown]:
    require_client(client_id, request.auth)
    with reading(request.auth.scope):
        return [TagShown.model_validate(one) for one in clients.tags_of(client_id)]


@router.post("/clients/{client_id}/tags", auth=ADMIN, response={201: TagShown}, summary="Add a tag")
def add_tag(request: ApiRequest, client_id: Id, asked: NewTag) -> TagShown:
    require_client(client_id, request.auth)
    with writing(request.auth.scope):
        tag = operations.add_tag(
            client_id=client_id,
            **asked.model_dump(),
            actor=request.auth.actor,
            now=request.now,
        )
        return TagShown.model_validate(tag)


@router.patch("/tags/{tag_id}", auth=ADMIN, response=TagShown, summary="Rename or recolour a tag")
def change_tag(request: ApiRequest, tag_id: Id, asked: TagChange) -> TagShown:
    with writing(request.auth.scope):
        require_client(clients.tag(tag_id).client_id, request.auth)
        tag = operations.change_tag(
            tag_id=tag_id, **asked.said(), actor=request.auth.actor, now=request.now
        )
        return TagShown.model_validate(tag)


@router.delete("/tags/{tag_id}", auth=ADMIN, response={204: None}, summary="Remove a tag")
def remove_tag(request: ApiRequest, tag_id: Id) -> Status[None]:
    """Cases no longer show it; their stories go on naming it."""
    with writing(request.auth.scope):
        require_client(clients.tag(tag_id).client_id, request.auth)
        operations.remove_tag(tag_id=tag_id, actor=request.auth.actor, now=request.now)
    return Status(204, None)


@router.get(
    "/clients/{client_id}/statuses",
    auth=READ,
    response=list[StatusShown],
    summary="List a client's own statuses",
)
def list_statuses(request: ApiRequest, client_id: Id) -> list[StatusShown]:
    require_client(client_id, request.auth)
    with reading(request.auth.scope):
        return [StatusShown.model_validate(one) for one in clients.statuses_of(client_id)]


@router.post(
    "/clients/{client_id}/statuses",
    auth=ADMIN,
    response={201: StatusShown},
    summary="Add a status within one of the four states",
)
def add_status(request: ApiRequest, client_id: Id, asked: NewStatus) -> StatusShown:
    require_client(client_id, request.auth)
    with writing(request.auth.scope):
        status = operations.add_status(
            client_id=client_id,
            **asked.model_dump(),
            actor=request.auth.actor,
            now=request.now,
        )
        return StatusShown.model_validate(status)


@router.patch(
    "/statuses/{status_id}", auth=ADMIN, response=StatusShown, summary="Rename or move a status"
)
def change_status(request: ApiRequest, status_id: Id, asked: StatusChange) -> StatusShown:
    """Its state stays: cases have it in that state."""
    with writing(request.auth.scope):
        require_client(clients.status(status_id).client_id, request.auth)
        status = operations.change_status(
            status_id=status_id, **asked.said(), actor=request.auth.actor, now=request.now
        )
        return StatusShown.model_validate(status)


@router.delete("/statuses/{status_id}", auth=ADMIN, response={204: None}, summary="Remove a status")
def remove_status(request: ApiRequest, status_id: Id) -> Status[None]:
    with writing(request.auth.scope):
        require_client(clients.status(status_id).client_id, request.auth)
        operations.remove_status(status_id=status_id, actor=request.auth.actor, now=request.now)
    return Status(204, None)


@router.get(
    "/clients/{client_id}/fields",
    auth=READ,
    response=list[FieldShown],
    summary="List a client's own fields",
)
def list_fields(request: ApiRequest, client_id: Id) -> list[FieldShown]:
    require_client(client_id, request.auth)
    with reading(request.auth.scope):
        return [FieldShown.model_validate(one) for one in clients.fields_of(client_id)]


@router.post(
    "/clients/{client_id}/fields", auth=ADMIN, response={201: FieldShown}, summary="Add a field"
)
def add_field(request: ApiRequest, client_id: Id, asked: NewField) -> FieldShown:
    require_client(client_id, request.auth)
    with writing(request.auth.scope):
        field = operations.add_field(
            client_id=client_id,
            **asked.model_dump(),
            actor=request.auth.actor,
            now=request.now,
        )
        return FieldShown.model_validate(field)


@router.patch("/fields/{field_id}", auth=ADMIN, response=FieldShown, summary="Change a field")
def change_field(request: ApiRequest, field_id: Id, asked: FieldChange) -> FieldShown:
    """Its kind stays: cases have values of it."""
    with writing(request.auth.scope):
        require_client(clients.field(field_id).client_id, request.auth)
        field = operations.change_field(
            field_id=field_id, **asked.said(), actor=request.auth.actor, now=request.now
        )
        return FieldShown.model_validate(field)


@router.delete("/fields/{field_id}", auth=ADMIN, response={204: None}, summary="Remove a field")
def remove_field(request: ApiRequest, field_id: Id) -> Status[None]:
    with writing(request.auth.scope):
        require_client(clients.field(field_id).client_id, request.auth)
        operations.remove_field(field_id=field_id, actor=request.auth.actor, now=request.now)
    return Status(204, None)
