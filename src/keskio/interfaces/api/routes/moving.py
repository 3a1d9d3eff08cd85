"""Cases are merged, split, linked, given to another customer, or found to be spam."""

from django.http import HttpResponse
from ninja import Router

from keskio.cases import operations
from keskio.cases import queries as cases
from keskio.customers import queries as customers
from keskio.interfaces.api.access import READ, WRITE, ApiRequest
from keskio.interfaces.api.fields import Id
from keskio.interfaces.api.openapi import can_conflict
from keskio.interfaces.api.routes.cases import shown
from keskio.interfaces.api.schemas.cases import (
    CaseRow,
    CaseShown,
    CustomerChange,
    MergeAsked,
    MoveAsked,
    SplitAsked,
)
from keskio.kit.scopes import reading, writing
from keskio.staff.viewers import Viewer

router = Router(tags=["cases"])


@router.post(
    "/cases/{case_id}/merge",
    auth=WRITE,
    response=CaseShown,
    summary="Merge a case into another",
    openapi_extra=can_conflict(),
)
def merge_case(request: ApiRequest, case_id: Id, asked: MergeAsked) -> CaseShown:
    """Answers with the other case. Asking for the merged one leads there from now on."""
    viewer = request.auth
    with writing(viewer.scope):
        _require_cases(viewer, case_id, asked.into)
        operations.merge_case(
            case_id=case_id, into_id=asked.into, actor=viewer.actor, now=request.now
        )
        return shown(asked.into, viewer)


@router.post(
    "/cases/{case_id}/unmerge",
    auth=WRITE,
    response=CaseShown,
    summary="Undo a merge",
    openapi_extra=can_conflict(),
)
def unmerge_case(request: ApiRequest, case_id: Id) -> CaseShown:
    """The case gets back what it had; what came later stays with the other."""
    viewer = request.auth
    with writing(viewer.scope):
        _require_cases(viewer, case_id)
        operations.unmerge_case(case_id=case_id, actor=viewer.actor, now=request.now)
        return shown(case_id, viewer)


@router.post(
    "/messages/{message_id}/split",
    auth=WRITE,
    response={201: CaseShown},
    summary="Tell a message in a new case",
    openapi_extra=can_conflict(),
)
def split_message(request: ApiRequest, message_id: Id, asked: SplitAsked) -> CaseShown:
    """The new case is linked with the old, and waits for us if the message was not answered."""
    viewer = request.auth
    with writing(viewer.scope):
        cases.message(message_id, viewer=viewer)
        case = operations.split_message(
            message_id=message_id,
            and_following=asked.and_following,
            actor=viewer.actor,
            now=request.now,
        )
        return shown(case.pk, viewer)


@router.post(
    "/messages/{message_id}/move",
    auth=WRITE,
    response=CaseShown,
    summary="Tell a message in another case",
    openapi_extra=can_conflict(),
)
def move_message(request: ApiRequest, message_id: Id, asked: MoveAsked) -> CaseShown:
    """Answers with the other case."""
    viewer = request.auth
    with writing(viewer.scope):
        cases.message(message_id, viewer=viewer)
        _require_cases(viewer, asked.to)
        operations.move_message(
            message_id=message_id, to_id=asked.to, actor=viewer.actor, now=request.now
        )
        return shown(asked.to, viewer)


@router.get(
    "/cases/{case_id}/links",
    auth=READ,
    response=list[CaseRow],
    summary="List the cases linked with a case, newest first",
)
def list_links(request: ApiRequest, case_id: Id) -> list[CaseRow]:
    viewer = request.auth
    with reading(viewer.scope):
        return _links(case_id, viewer)


@router.put(
    "/cases/{case_id}/links/{other_id}",
    auth=WRITE,
    response=list[CaseRow],
    summary="Link two cases",
    openapi_extra=can_conflict(),
)
def link_cases(request: ApiRequest, case_id: Id, other_id: Id) -> list[CaseRow]:
    viewer = request.auth
    with writing(viewer.scope):
        _require_cases(viewer, case_id, other_id)
        operations.link_cases(
            case_id=case_id, other_id=other_id, actor=viewer.actor, now=request.now
        )
        return _links(case_id, viewer)


@router.delete(
    "/cases/{case_id}/links/{other_id}",
    auth=WRITE,
    response={204: None},
    summary="Cut the link between two cases",
    openapi_extra=can_conflict(),
)
def unlink_cases(request: ApiRequest, case_id: Id, other_id: Id) -> HttpResponse:
    viewer = request.auth
    with writing(viewer.scope):
        _require_cases(viewer, case_id, other_id)
        operations.unlink_cases(
            case_id=case_id, other_id=other_id, actor=viewer.actor, now=request.now
        )
    return HttpResponse(status=204)


@router.put(
    "/cases/{case_id}/customer",
    auth=WRITE,
    response=CaseShown,
    summary="Give a case to another customer",
    openapi_extra=can_conflict(),
)
def change_customer(request: ApiRequest, case_id: Id, asked: CustomerChange) -> CaseShown:
    viewer = request.auth
    with writing(viewer.scope):
        _require_cases(viewer, case_id)
        customers.customer(asked.customer_id, viewer=viewer)
        if asked.identity_id is not None:
            customers.identity(asked.identity_id, viewer=viewer)
        operations.change_customer(
            case_id=case_id,
            customer_id=asked.customer_id,
            identity_id=asked.identity_id,
            actor=viewer.actor,
            now=request.now,
        )
        return shown(case_id, viewer)


@router.post(
    "/cases/{case_id}/spam",
    auth=WRITE,
    response=CaseShown,
    summary="Mark a case as spam",
    openapi_extra=can_conflict(),
)
def mark_spam(request: ApiRequest, case_id: Id) -> CaseShown:
    """Out of the lists and the line. Blocking the sender is asked for apart."""
    viewer = request.auth
    with writing(viewer.scope):
        _require_cases(viewer, case_id)
        operations.mark_spam(case_id=case_id, actor=viewer.actor, now=request.now)
        return shown(case_id, viewer)


@router.post(
    "/cases/{case_id}/not-spam",
    auth=WRITE,
    response=CaseShown,
    summary="Bring a case back that is no spam",
    openapi_extra=can_conflict(),
)
def unmark_spam(request: ApiRequest, case_id: Id) -> CaseShown:
    viewer = request.auth
    with writing(viewer.scope):
        _require_cases(viewer, case_id)
        operations.unmark_spam(case_id=case_id, actor=viewer.actor, now=request.now)
        return shown(case_id, viewer)


def _require_cases(viewer: Viewer, *case_ids: int) -> None:
    """Raises Case.DoesNotExist for one that the viewer does not see."""
    for case_id in case_ids:
        cases.case(case_id, viewer=viewer)


def _links(case_id: int, viewer: Viewer) -> list[CaseRow]:
    case = cases.case(case_id, viewer=viewer)
    return [CaseRow.model_validate(one) for one in cases.linked_cases(case, viewer=viewer)]
