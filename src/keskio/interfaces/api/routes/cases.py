"""Cases: listed, shown, and changed as at the desk."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, TypeVar

from django.http import HttpResponse
from ninja import Query, Router, Status

from keskio.cases import operations
from keskio.cases import queries as cases
from keskio.cases.undoing import changed_by, seal, unseal
from keskio.interfaces.api.access import READ, WRITE, ApiRequest, require_client
from keskio.interfaces.api.fields import Id
from keskio.interfaces.api.openapi import can_conflict
from keskio.interfaces.api.paging import Page, linked, opened, sealed
from keskio.interfaces.api.schemas.cases import (
    Assignment,
    CaseFilter,
    CaseRow,
    CaseShown,
    Resolution,
    Snooze,
    Undoing,
)
from keskio.interfaces.api.schemas.definitions import TagShown
from keskio.kit.scopes import reading, writing
from keskio.staff.viewers import Viewer

C = TypeVar("C", bound=CaseRow)
router = Router(tags=["cases"])


@router.get("/cases", auth=READ, response=Page[CaseRow], summary="List cases")
def list_cases(
    request: ApiRequest, response: HttpResponse, asked: Annotated[CaseFilter, Query()]
) -> Page[CaseRow]:
    viewer = request.auth
    if asked.client is not None:
        require_client(asked.client, viewer)
    with reading(viewer.scope):
        page = cases.list_cases(
            viewer=viewer,
            view=asked.view,
            sort=asked.sort,
            only=cases.Only(
                client_ids=frozenset([asked.client] if asked.client else []),
                inbox_id=asked.inbox,
                agent_id=asked.agent,
                language=asked.language,
            ),
            after=opened(asked.after),
            limit=asked.limit,
        )
        rows = _tagged([CaseRow.model_validate(one) for one in page.cases], viewer)
    following = sealed(page.next) if page.next else None
    return linked(Page(items=rows, next=following), request, response)


@router.get(
    "/cases/{case_id}",
    auth=READ,
    response={200: CaseShown, 307: CaseShown},
    summary="Show a case",
)
def get_case(request: ApiRequest, response: HttpResponse, case_id: Id) -> Status[CaseShown]:
    """A case that was merged is shown as the stub it is, and leads to where its story goes on."""
    viewer = request.auth
    with reading(viewer.scope):
        found = shown(case_id, viewer)
        if found.merged_into_id is None:
            return Status(200, found)
        told_in = cases.story_id(case_id, viewer=viewer)
    response["Location"] = f"{request.path.rpartition('/')[0]}/{told_in}"
    return Status(307, found)


@router.post(
    "/cases/{case_id}/resolve",
    auth=WRITE,
    response=CaseShown,
    summary="Resolve a case",
    openapi_extra=can_conflict(),
)
def resolve_case(
    request: ApiRequest, response: HttpResponse, case_id: Id, asked: Resolution
) -> CaseShown:
    """With how it ended and, if known, why the customer got in touch."""
    change = partial(
        operations.resolve_case,
        reason_id=asked.reason_id,
        outcome=asked.outcome,
        last_seen=asked.last_seen,
        actor=request.auth.actor,
        now=request.now,
    )
    return _changed(request, response, case_id, change)


@router.post(
    "/cases/{case_id}/reopen",
    auth=WRITE,
    response=CaseShown,
    summary="Reopen a resolved case",
    openapi_extra=can_conflict(),
)
def reopen_case(request: ApiRequest, response: HttpResponse, case_id: Id) -> CaseShown:
    """It waits for us again, with a fresh promise."""
    change = partial(operations.reopen_case, actor=request.auth.actor, now=request.now)
    return _changed(request, response, case_id, change)


@router.post(
    "/cases/{case_id}/snooze",
    auth=WRITE,
    response=CaseShown,
    summary="Let a case rest",
    openapi_extra=can_conflict(),
)
def snooze_case(
    request: ApiRequest, response: HttpResponse, case_id: Id, asked: Snooze
) -> CaseShown:
    """Until the time comes or somebody writes."""
    change = partial(
        operations.snooze_case,
        until=asked.until,
        last_seen=asked.last_seen,
        actor=request.auth.actor,
        now=request.now,
    )
    return _changed(request, response, case_id, change)


@router.post(
    "/cases/{case_id}/assign",
    auth=WRITE,
    response=CaseShown,
    summary="Give a case to an agent",
    openapi_extra=can_conflict(),
)
def assign_case(
    request: ApiRequest, response: HttpResponse, case_id: Id, asked: Assignment
) -> CaseShown:
    change = partial(
        operations.assign_case, agent_id=asked.agent_id, actor=request.auth.actor, now=request.now
    )
    return _changed(request, response, case_id, change)


@router.post(
    "/cases/{case_id}/undo",
    auth=WRITE,
    response=CaseShown,
    summary="Take back what you have just changed",
    openapi_extra=can_conflict(),
)
def undo_change(request: ApiRequest, case_id: Id, asked: Undoing) -> CaseShown:
    """Within two minutes, and while nobody has changed it since: the case keeps its promise."""
    viewer = request.auth
    with writing(viewer.scope):
        cases.case(case_id, viewer=viewer)
        change = next(iter(unseal(asked.undo, actor=str(viewer.actor))), None)
        if change is None or change.case_id != case_id:
            raise operations.CannotUndo
        operations.undo_change(change=change, actor=viewer.actor, now=request.now)
        return shown(case_id, viewer)


def _changed(
    request: ApiRequest, response: HttpResponse, case_id: int, do: Callable[..., object]
) -> CaseShown:
    """The case after the change; in the header `Undo`, what takes it back."""
    viewer = request.auth
    with writing(viewer.scope):
        cases.case(case_id, viewer=viewer)
        change = changed_by(lambda: do(case_id=case_id), case_id=case_id)
        if change:
            response["Undo"] = seal([change], actor=str(viewer.actor))
        return shown(case_id, viewer)


def shown(case_id: int, viewer: Viewer) -> CaseShown:
    """As it is now (two queries). Raises Case.DoesNotExist."""
    case = CaseShown.model_validate(cases.case(case_id, viewer=viewer), context=viewer)
    return _tagged([case], viewer)[0]


def _tagged(rows: list[C], viewer: Viewer) -> list[C]:
    """The same, with the tags that they carry (one query)."""
    tags = cases.tags_on([row.id for row in rows], viewer=viewer)
    for row in rows:
        row.tags = [TagShown.model_validate(one) for one in tags.get(row.id, [])]
    return rows
