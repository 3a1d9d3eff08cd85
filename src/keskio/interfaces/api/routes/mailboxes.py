"""How mail gets to an inbox and leaves it."""

from django.utils import timezone
from ninja import Router, Status

from keskio.channels import operations, queries
from keskio.channels.checking import Checked, check_mailbox, check_outgoing_server
from keskio.channels.models import Mailbox, OutgoingServer
from keskio.clients import queries as clients
from keskio.interfaces.api.access import ADMIN, ApiRequest, require_client
from keskio.interfaces.api.fields import Id
from keskio.interfaces.api.problems import NOT_FOUND, Refused
from keskio.interfaces.api.schemas.mailboxes import (
    CheckedShown,
    MailboxAsked,
    MailboxShown,
    OutgoingServerAsked,
    OutgoingServerShown,
    SkippedMailShown,
)
from keskio.kit.scopes import reading, writing

router = Router(tags=["mail"])
SHOWN = 200


@router.get(
    "/inboxes/{inbox_id}/mailbox", auth=ADMIN, response=MailboxShown, summary="Show its mailbox"
)
def get_mailbox(request: ApiRequest, inbox_id: Id) -> MailboxShown:
    with reading(request.auth.scope):
        return MailboxShown.model_validate(_mailbox(request, inbox_id))


@router.put(
    "/inboxes/{inbox_id}/mailbox",
    auth=ADMIN,
    response=MailboxShown,
    summary="Feed an inbox from a mailbox",
)
def set_mailbox(request: ApiRequest, inbox_id: Id, asked: MailboxAsked) -> MailboxShown:
    with writing(request.auth.scope):
        require_client(clients.inbox(inbox_id).client_id, request.auth)
        mailbox = operations.set_mailbox(
            inbox_id=inbox_id,
            settings=asked.settings(),
            secrets=asked.secrets(),
            actor=request.auth.actor,
            now=request.now,
        )
        return MailboxShown.model_validate(mailbox)


@router.delete(
    "/inboxes/{inbox_id}/mailbox", auth=ADMIN, response={204: None}, summary="Read it no longer"
)
def remove_mailbox(request: ApiRequest, inbox_id: Id) -> Status[None]:
    with writing(request.auth.scope):
        _mailbox(request, inbox_id)
        operations.remove_mailbox(inbox_id=inbox_id, actor=request.auth.actor, now=request.now)
    return Status(204, None)


@router.post(
    "/inboxes/{inbox_id}/mailbox/check",
    auth=ADMIN,
    response=CheckedShown,
    summary="Try whether its mailbox can be opened",
)
def check_inbox_mailbox(request: ApiRequest, inbox_id: Id) -> Checked:
    with reading(request.auth.scope):
        mailbox = _mailbox(request, inbox_id)
    return check_mailbox(mailbox, now=timezone.now)


@router.post(
    "/inboxes/{inbox_id}/mailbox/read-now",
    auth=ADMIN,
    response=MailboxShown,
    summary="Read its mailbox now, also after failures",
)
def read_mailbox_now(request: ApiRequest, inbox_id: Id) -> MailboxShown:
    with writing(request.auth.scope):
        _mailbox(request, inbox_id)
        mailbox = operations.read_mailbox_now(
            inbox_id=inbox_id, actor=request.auth.actor, now=request.now
        )
        return MailboxShown.model_validate(mailbox)


@router.get(
    "/inboxes/{inbox_id}/skipped-mails",
    auth=ADMIN,
    response=list[SkippedMailShown],
    summary="List what was left at its server, newest first",
)
def list_skipped_mails(request: ApiRequest, inbox_id: Id) -> list[SkippedMailShown]:
    with reading(request.auth.scope):
        require_client(clients.inbox(inbox_id).client_id, request.auth)
        found = queries.skipped_mails(viewer=request.auth, inbox_id=inbox_id)[:SHOWN]
        return [SkippedMailShown.model_validate(one) for one in found]


@router.delete(
    "/skipped-mails/{skipped_id}",
    auth=ADMIN,
    response={204: None},
    summary="Somebody has looked at it there",
)
def dismiss_skipped_mail(request: ApiRequest, skipped_id: Id) -> Status[None]:
    with writing(request.auth.scope):
        queries.skipped_mail(skipped_id, viewer=request.auth)
        operations.dismiss_skipped_mail(
            skipped_id=skipped_id, actor=request.auth.actor, now=request.now
        )
    return Status(204, None)


@router.get(
    "/inboxes/{inbox_id}/outgoing-server",
    auth=ADMIN,
    response=OutgoingServerShown,
    summary="Show by which server its answers leave",
)
def get_outgoing_server(request: ApiRequest, inbox_id: Id) -> OutgoingServerShown:
    with reading(request.auth.scope):
        return OutgoingServerShown.model_validate(_outgoing_server(request, inbox_id))


@router.put(
    "/inboxes/{inbox_id}/outgoing-server",
    auth=ADMIN,
    response=OutgoingServerShown,
    summary="Send its answers by a server of its own",
)
def set_outgoing_server(
    request: ApiRequest, inbox_id: Id, asked: OutgoingServerAsked
) -> OutgoingServerShown:
    with writing(request.auth.scope):
        require_client(clients.inbox(inbox_id).client_id, request.auth)
        server = operations.set_outgoing_server(
            inbox_id=inbox_id,
            settings=asked.settings(),
            password=asked.password,
            actor=request.auth.actor,
            now=request.now,
        )
        return OutgoingServerShown.model_validate(server)


@router.delete(
    "/inboxes/{inbox_id}/outgoing-server",
    auth=ADMIN,
    response={204: None},
    summary="Send its answers as the installation does",
)
def remove_outgoing_server(request: ApiRequest, inbox_id: Id) -> Status[None]:
    with writing(request.auth.scope):
        _outgoing_server(request, inbox_id)
        operations.remove_outgoing_server(
            inbox_id=inbox_id, actor=request.auth.actor, now=request.now
        )
    return Status(204, None)


@router.post(
    "/inboxes/{inbox_id}/outgoing-server/check",
    auth=ADMIN,
    response=CheckedShown,
    summary="Try whether its server lets us in",
)
def check_inbox_outgoing_server(request: ApiRequest, inbox_id: Id) -> Checked:
    with reading(request.auth.scope):
        _outgoing_server(request, inbox_id)
        server, mailbox = queries.way_out_of(inbox_id)
    if server is None:
        raise Refused(NOT_FOUND)
    return check_outgoing_server(server, mailbox, now=timezone.now)


def _mailbox(request: ApiRequest, inbox_id: int) -> Mailbox:
    """Raises Refused."""
    mailbox = queries.mailbox_of(inbox_id, viewer=request.auth)
    if mailbox is None:
        raise Refused(NOT_FOUND)
    return mailbox


def _outgoing_server(request: ApiRequest, inbox_id: int) -> OutgoingServer:
    """Raises Refused."""
    server = queries.outgoing_server_of(inbox_id, viewer=request.auth)
    if server is None:
        raise Refused(NOT_FOUND)
    return server
