"""Drafts, sending to anyone, later and back, and words that are written often."""

from typing import Any

from ninja import Router, Status

from keskio.cases import operations
from keskio.cases import queries as cases
from keskio.cases.models import Draft
from keskio.cases.operations import DraftPlace
from keskio.channels import operations as channels
from keskio.clients import queries as clients
from keskio.interfaces.api.access import (
    ADMIN,
    READ,
    WRITE,
    ApiRequest,
    agent_of,
    require_client,
    require_inbox,
)
from keskio.interfaces.api.bodies import read_json
from keskio.interfaces.api.fields import Id
from keskio.interfaces.api.openapi import can_conflict, refers_to, takes
from keskio.interfaces.api.routes.messages import IdempotencyKey, shown_one
from keskio.interfaces.api.schemas.composing import (
    CannedResponseShown,
    CannedResponseWritten,
    DraftFileShown,
    DraftKind,
    DraftShown,
    DraftWritten,
    Forward,
    NewDraftFile,
    NewMail,
    Schedule,
    SignatureSaid,
    draft_shown,
)
from keskio.interfaces.api.schemas.messages import MessageShown
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.staff import operations as staff
from keskio.staff.viewers import Viewer

router = Router(tags=["composing"])


@router.get(
    "/cases/{case_id}/drafts/{kind}", auth=READ, response=DraftShown, summary="Show your draft"
)
def get_draft(request: ApiRequest, case_id: Id, kind: DraftKind) -> DraftShown:
    agent_of(request.auth)
    with reading(request.auth.scope):
        cases.case(case_id, viewer=request.auth)
        return _shown(cases.draft_in_case(case_id, kind, viewer=request.auth))


@router.put(
    "/cases/{case_id}/drafts/{kind}",
    auth=WRITE,
    response={200: DraftShown, 204: None},
    summary="Keep what you are writing",
    openapi_extra=can_conflict() | takes("application/json", refers_to(DraftWritten)),
)
def save_draft(request: ApiRequest, case_id: Id, kind: DraftKind) -> DraftShown | Status[None]:
    """Nothing at all is no draft: 204."""
    asked = read_json(request, DraftWritten)
    with writing(request.auth.scope):
        draft = operations.save_draft(
            place=_place(case_id, kind, request.auth),
            written=asked.written(),
            version=asked.version,
            **_who(request),
        )
        return _shown(draft) if draft else Status(204, None)


@router.delete(
    "/cases/{case_id}/drafts/{kind}",
    auth=WRITE,
    response={204: None},
    summary="Throw your draft away",
)
def discard_draft(request: ApiRequest, case_id: Id, kind: DraftKind) -> Status[None]:
    with writing(request.auth.scope):
        place = _place(case_id, kind, request.auth)
        operations.discard_draft(place=place, **_who(request))
    return Status(204, None)


@router.post(
    "/cases/{case_id}/drafts/{kind}/files",
    auth=WRITE,
    response={201: DraftFileShown},
    summary="Bring a file along with your draft",
    openapi_extra=takes("application/json", refers_to(NewDraftFile)),
)
def add_draft_file(request: ApiRequest, case_id: Id, kind: DraftKind) -> DraftFileShown:
    asked = read_json(request, NewDraftFile)
    with writing(request.auth.scope):
        file = operations.add_draft_file(
            place=_place(case_id, kind, request.auth),
            file=asked.outgoing(),
            inline=asked.inline,
            **_who(request),
        )
        return DraftFileShown.model_validate(file)


@router.delete(
    "/draft-files/{file_id}",
    auth=WRITE,
    response={204: None},
    summary="Leave a file of your draft behind",
)
def remove_draft_file(request: ApiRequest, file_id: Id) -> Status[None]:
    with writing(request.auth.scope):
        cases.draft_file(file_id, viewer=request.auth)
        operations.remove_draft_file(file_id=file_id, **_who(request))
    return Status(204, None)


@router.put(
    "/cases/{case_id}/scheduled-reply",
    auth=WRITE,
    response=DraftShown,
    summary="Let your draft of a reply leave later by itself",
    openapi_extra=can_conflict(),
)
def schedule_reply(request: ApiRequest, case_id: Id, asked: Schedule) -> DraftShown:
    """The case rests until then. Whatever is said meanwhile holds the reply back."""
    with writing(request.auth.scope):
        cases.case(case_id, viewer=request.auth)
        draft = operations.schedule_reply(
            case_id=case_id, send_at=asked.send_at, last_seen=asked.last_seen, **_who(request)
        )
        return _shown(draft)


@router.delete(
    "/cases/{case_id}/scheduled-reply",
    auth=WRITE,
    response=DraftShown,
    summary="Do not let it leave by itself",
    openapi_extra=can_conflict(),
)
def unschedule_reply(request: ApiRequest, case_id: Id) -> DraftShown:
    with writing(request.auth.scope):
        cases.case(case_id, viewer=request.auth)
        return _shown(operations.unschedule_reply(case_id=case_id, **_who(request)))


@router.post(
    "/messages/{message_id}/take-back",
    auth=WRITE,
    response={200: DraftShown, 204: None},
    summary="Take back what has not left yet",
    openapi_extra=can_conflict(),
)
def take_back_message(request: ApiRequest, message_id: Id) -> DraftShown | Status[None]:
    """It is your draft again, and the case stands as it stood; 204 if no agent wrote it."""
    viewer = request.auth
    with writing(viewer.scope):
        cases.message(message_id, viewer=viewer)
        draft = channels.take_back_message(
            message_id=message_id, agent_id=viewer.agent_id, actor=viewer.actor, now=request.now
        )
        return _shown(draft) if draft else Status(204, None)


@router.post(
    "/messages/{message_id}/forward",
    auth=WRITE,
    response={201: MessageShown},
    summary="Pass a message on to anyone",
    openapi_extra=takes("application/json", refers_to(Forward)),
)
def forward_message(
    request: ApiRequest, message_id: Id, idempotency_key: IdempotencyKey = ""
) -> MessageShown:
    """What they answer comes to the case, which stands as it stood."""
    viewer, asked = request.auth, read_json(request, Forward)
    with writing(viewer.scope):
        cases.message(message_id, viewer=viewer)
        written = operations.forward_message(
            message_id=message_id,
            text=asked.text,
            with_attachments=asked.with_attachments,
            **asked.letter(),
            request_key=idempotency_key,
            actor=viewer.actor,
            agent_id=viewer.agent_id,
            now=request.now,
        )
        return shown_one(written.pk, viewer)


@router.post(
    "/inboxes/{inbox_id}/mails",
    auth=WRITE,
    response={201: MessageShown},
    summary="Write to anyone first",
    openapi_extra=takes("application/json", refers_to(NewMail)),
)
def start_case(
    request: ApiRequest, inbox_id: Id, idempotency_key: IdempotencyKey = ""
) -> MessageShown:
    """It opens a case that waits for them."""
    viewer, asked = request.auth, read_json(request, NewMail)
    with writing(viewer.scope):
        require_client(clients.inbox(inbox_id).client_id, viewer)
        require_inbox(inbox_id, viewer)
        written = operations.start_case(
            inbox_id=inbox_id,
            subject=asked.subject,
            text=asked.text,
            **asked.letter(),
            request_key=idempotency_key,
            actor=viewer.actor,
            agent_id=viewer.agent_id,
            now=request.now,
        )
        return shown_one(written.pk, viewer)


@router.get(
    "/clients/{client_id}/canned-responses",
    auth=READ,
    response=list[CannedResponseShown],
    summary="List a client's canned responses",
)
def list_canned_responses(request: ApiRequest, client_id: Id) -> list[CannedResponseShown]:
    require_client(client_id, request.auth)
    with reading(request.auth.scope):
        found = cases.canned_responses(clients=[client_id])
        return [CannedResponseShown.model_validate(one) for one in found]


@router.post(
    "/clients/{client_id}/canned-responses",
    auth=ADMIN,
    response={201: CannedResponseShown},
    summary="Add a canned response",
)
def add_canned_response(
    request: ApiRequest, client_id: Id, asked: CannedResponseWritten
) -> CannedResponseShown:
    require_client(client_id, request.auth)
    with writing(request.auth.scope):
        response = operations.add_canned_response(
            client_id=client_id, **asked.model_dump(), actor=request.auth.actor, now=request.now
        )
        return CannedResponseShown.model_validate(response)


@router.put(
    "/canned-responses/{canned_id}",
    auth=ADMIN,
    response=CannedResponseShown,
    summary="Change a canned response",
)
def change_canned_response(
    request: ApiRequest, canned_id: Id, asked: CannedResponseWritten
) -> CannedResponseShown:
    with writing(request.auth.scope):
        cases.canned_response(canned_id, viewer=request.auth)
        response = operations.change_canned_response(
            canned_response_id=canned_id,
            **asked.model_dump(),
            actor=request.auth.actor,
            now=request.now,
        )
        return CannedResponseShown.model_validate(response)


@router.delete(
    "/canned-responses/{canned_id}",
    auth=ADMIN,
    response={204: None},
    summary="Delete a canned response",
)
def delete_canned_response(request: ApiRequest, canned_id: Id) -> Status[None]:
    with writing(request.auth.scope):
        cases.canned_response(canned_id, viewer=request.auth)
        operations.delete_canned_response(
            canned_response_id=canned_id, actor=request.auth.actor, now=request.now
        )
    return Status(204, None)


@router.put("/me/signature", auth=WRITE, response={204: None}, summary="Sign your mails")
def set_signature(request: ApiRequest, asked: SignatureSaid) -> Status[None]:
    """It stands above the inbox's own."""
    agent_id = agent_of(request.auth)
    with writing(SYSTEM):
        staff.set_signature(
            agent_id=agent_id, text=asked.text, actor=request.auth.actor, now=request.now
        )
    return Status(204, None)


def _who(request: ApiRequest) -> dict[str, Any]:
    viewer = request.auth
    return {"agent_id": agent_of(viewer), "actor": viewer.actor, "now": request.now}


def _place(case_id: int, kind: str, viewer: Viewer) -> DraftPlace:
    """Raises Case.DoesNotExist."""
    cases.case(case_id, viewer=viewer)
    return DraftPlace(kind=Draft.Kind(kind), case_id=case_id)


def _shown(draft: Draft) -> DraftShown:
    """One query."""
    return draft_shown(draft, cases.draft_files(draft))
