"""What is said in a case: read, answered, noted; and the files that came along."""

from typing import TYPE_CHECKING, Annotated

from django.http import FileResponse, HttpResponse
from ninja import Header, Query, Router

from keskio.cases import operations
from keskio.cases import queries as cases
from keskio.channels import queries as channels
from keskio.interfaces.api.access import READ, WRITE, ApiRequest
from keskio.interfaces.api.bodies import read_json
from keskio.interfaces.api.fields import Id
from keskio.interfaces.api.openapi import can_conflict, gives_file, refers_to, takes
from keskio.interfaces.api.paging import Page, Paging, each, linked, newest_first, oldest_first
from keskio.interfaces.api.problems import KEY_REUSED, Refused
from keskio.interfaces.api.sameness import is_note, is_reply
from keskio.interfaces.api.schemas.cases import (
    ConversationFilter,
    ConversationShown,
)
from keskio.interfaces.api.schemas.messages import MessageShown, Note, Reply, messages_shown
from keskio.kit import blobs
from keskio.kit.scopes import reading, writing
from keskio.staff.viewers import Viewer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keskio.cases.models import Message

router = Router(tags=["messages"])

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=150,
        pattern=r"^[\x21-\x7e]*$",
        description="Any text of yours. The same request with the same key is done once; the"
        " message written then is shown again.",
    ),
]


@router.get(
    "/cases/{case_id}/messages",
    auth=READ,
    response=Page[MessageShown],
    summary="List the messages of a case, oldest first",
)
def list_messages(
    request: ApiRequest, response: HttpResponse, case_id: Id, asked: Annotated[Paging, Query()]
) -> Page[MessageShown]:
    viewer = request.auth
    with reading(viewer.scope):
        cases.case(case_id, viewer=viewer)
        found = cases.messages_of(case_id, viewer=viewer)
        page = oldest_first(found, asked, lambda rows: _shown(rows, viewer))
    return linked(page, request, response)


@router.get("/messages/{message_id}", auth=READ, response=MessageShown, summary="Show a message")
def get_message(request: ApiRequest, message_id: Id) -> MessageShown:
    with reading(request.auth.scope):
        return shown_one(message_id, request.auth)


@router.post(
    "/cases/{case_id}/replies",
    auth=WRITE,
    response={201: MessageShown},
    summary="Reply to the customer",
    openapi_extra=can_conflict() | takes("application/json", refers_to(Reply)),
)
def write_reply(
    request: ApiRequest, case_id: Id, idempotency_key: IdempotencyKey = ""
) -> MessageShown:
    """The mail leaves at once, or after `undo_seconds`; its delivery is on the message.

    The case then waits for them.
    """
    viewer, asked = request.auth, read_json(request, Reply)
    with writing(viewer.scope):
        cases.case(case_id, viewer=viewer)
        written = operations.write_reply(
            case_id=case_id,
            text=asked.text,
            to=[one.pair() for one in asked.to],
            cc=[one.pair() for one in asked.cc],
            bcc=[one.pair() for one in asked.bcc],
            files=[one.outgoing() for one in asked.files],
            last_seen=asked.last_seen,
            undo_seconds=asked.undo_seconds,
            request_key=idempotency_key,
            actor=viewer.actor,
            agent_id=viewer.agent_id,
            now=request.now,
        )
        if not is_reply(written, case_id, asked):
            raise Refused(KEY_REUSED)
        return shown_one(written.pk, viewer)


@router.post(
    "/cases/{case_id}/notes",
    auth=WRITE,
    response={201: MessageShown},
    summary="Write a note for colleagues only",
    openapi_extra=can_conflict(),
)
def write_note(
    request: ApiRequest, case_id: Id, asked: Note, idempotency_key: IdempotencyKey = ""
) -> MessageShown:
    viewer = request.auth
    with writing(viewer.scope):
        cases.case(case_id, viewer=viewer)
        written = operations.write_note(
            case_id=case_id,
            text=asked.text,
            request_key=idempotency_key,
            actor=viewer.actor,
            agent_id=viewer.agent_id,
            now=request.now,
        )
        if not is_note(written, case_id, asked):
            raise Refused(KEY_REUSED)
        return shown_one(written.pk, viewer)


@router.get(
    "/attachments/{attachment_id}",
    auth=READ,
    summary="Download an attachment",
    openapi_extra=gives_file(),
)
def download_attachment(request: ApiRequest, attachment_id: Id) -> FileResponse:
    """As bytes to keep, whatever it calls itself."""
    with reading(request.auth.scope):
        found = cases.attachment(attachment_id, viewer=request.auth)
    return FileResponse(
        blobs.opened(found.digest),
        as_attachment=True,
        filename=found.name,
        content_type="application/octet-stream",
    )


@router.get(
    "/conversations",
    auth=READ,
    response=Page[ConversationShown],
    summary="List conversations, newest first",
)
def list_conversations(
    request: ApiRequest, response: HttpResponse, asked: Annotated[ConversationFilter, Query()]
) -> Page[ConversationShown]:
    with reading(request.auth.scope):
        found = cases.conversations(viewer=request.auth, case_id=asked.case)
        page = newest_first(found, asked, each(ConversationShown))
    return linked(page, request, response)


@router.get(
    "/conversations/{conversation_id}",
    auth=READ,
    response=ConversationShown,
    summary="Show a conversation",
)
def get_conversation(request: ApiRequest, conversation_id: Id) -> ConversationShown:
    with reading(request.auth.scope):
        found = cases.conversation(conversation_id, viewer=request.auth)
        return ConversationShown.model_validate(found)


def shown_one(message_id: int, viewer: Viewer) -> MessageShown:
    """Raises Message.DoesNotExist."""
    return _shown([cases.message(message_id, viewer=viewer)], viewer)[0]


def _shown(messages: "Sequence[Message]", viewer: Viewer) -> list[MessageShown]:
    """Agents and attachments must be joined (one query)."""
    deliveries = channels.deliveries_of([one.pk for one in messages], viewer=viewer)
    return messages_shown(messages, deliveries)
