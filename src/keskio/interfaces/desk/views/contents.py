"""What came with messages: mail as it was designed, and files."""

from io import BytesIO
from typing import IO

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from keskio.cases import queries as cases
from keskio.cases.models import Attachment, Message
from keskio.channels.mail.sanitize import with_inline_images, with_remote_images
from keskio.interfaces.desk.access import DeskRequest, for_agents
from keskio.interfaces.desk.story import SHOWN_TYPES
from keskio.kit import blobs
from keskio.kit.scopes import reading

MAIL_POLICY = (
    "default-src 'none'; img-src {images}; style-src 'unsafe-inline'; frame-ancestors 'self';"
    " base-uri 'none'; form-action 'none';"
    " sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)
"""No script ever; remote images, which tell the sender who read it, only when asked for."""
FILE_POLICY = "default-src 'none'; sandbox"


@for_agents
@require_safe
def message_html(request: DeskRequest, message_id: int) -> HttpResponse:
    """A mail in its own frame; `?images=1` lets its remote images load."""
    with reading(request.viewer.scope):
        message = cases.message(message_id, viewer=request.viewer)
    html = with_inline_images(message.html, _inline_addresses(message))
    wants_images = request.GET.get("images") == "1"
    if wants_images:
        html = with_remote_images(html)
    context = {"message": message, "html": SafeString(html)}  # sanitised when it came in
    response = render(request, "desk/mail.html", context)
    images = "'self' data: http: https:" if wants_images else "'self' data:"
    response["Content-Security-Policy"] = MAIL_POLICY.format(images=images)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _inline_addresses(message: Message) -> dict[str, str]:
    return {
        attachment.content_id: reverse("attachment", args=[attachment.pk])
        for attachment in message.attachments.all()
        if attachment.content_id and attachment.content_type in SHOWN_TYPES
    }


@for_agents
@require_safe
def attachment(request: DeskRequest, attachment_id: int) -> FileResponse:
    """Pictures are shown, everything else is only handed over to be kept."""
    with reading(request.viewer.scope):
        found = cases.attachment(attachment_id, viewer=request.viewer)
    shown = found.content_type in SHOWN_TYPES
    response = FileResponse(
        _opened(found),
        as_attachment=not shown or "download" in request.GET,
        filename=found.name,
        content_type=found.content_type if shown else "application/octet-stream",
    )
    response["Content-Security-Policy"] = FILE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _opened(found: Attachment) -> IO[bytes]:
    path = blobs.path_of(found.digest)
    try:
        return path.open("rb") if path else BytesIO(blobs.load(found.digest))
    except (FileNotFoundError, blobs.BlobMissing) as error:
        raise Http404 from error
