"""Does it work? Connections tried at once, with the servers' own words as the answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from keskio.channels import oauth
from keskio.channels.accounts import secrets_of
from keskio.channels.imap import CannotRead, signed_in
from keskio.channels.models import Auth
from keskio.channels.transports import CannotSendNow, Connection, Submission, submitting
from keskio.kit.sealing import CannotUnseal

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from keskio.channels.models import Mailbox, OutgoingServer

LONGEST = 25
SHOWN_FOLDERS = 100


@dataclass(frozen=True)
class Checked:
    """What came of it; `words` are the server's, and empty when all is well."""

    is_well: bool
    words: str = ""
    folders: tuple[str, ...] = ()
    """Those the mailbox has, when it could be opened."""
    missing: tuple[str, ...] = ()
    """Those that are to be read and are not there."""


def check_mailbox(mailbox: "Mailbox", *, now: Callable[[], datetime]) -> Checked:
    """Sign in and look for the folders; nothing is read."""
    try:
        with signed_in(mailbox, longest=LONGEST, largest=1_000_000, now=now) as client:
            listed = client.list_folders()
    except CannotRead as error:
        return Checked(False, str(error))  # noqa: FBT003
    names = tuple(str(name) for _, _, name in listed)
    known = {name.upper() if name.upper() == "INBOX" else name for name in names}
    wanted = [name.upper() if name.upper() == "INBOX" else name for name in mailbox.folders]
    missing = tuple(name for name in wanted if name not in known)
    return Checked(not missing, "", names[:SHOWN_FOLDERS], missing)


def check_outgoing_server(
    server: "OutgoingServer", mailbox: "Mailbox | None", *, now: Callable[[], datetime]
) -> Checked:
    """Sign in; no mail is sent."""
    try:
        with way_through(server, mailbox, longest=LONGEST, now=now):
            return Checked(True)  # noqa: FBT003
    except CannotSendNow as error:
        return Checked(False, str(error)[:500])  # noqa: FBT003


def way_through(
    server: "OutgoingServer",
    mailbox: "Mailbox | None",
    *,
    longest: float,
    now: Callable[[], datetime],
) -> "AbstractContextManager[Connection]":
    """The inbox's own way out; `mailbox` is whose OAuth2 it uses. Raises CannotSendNow."""
    return submitting(submission(server, mailbox, now=now), longest=longest)


def submission(
    server: "OutgoingServer", mailbox: "Mailbox | None", *, now: Callable[[], datetime]
) -> Submission:
    """Raises CannotSendNow."""
    try:
        token = password = ""
        if server.auth == Auth.OAUTH:
            if mailbox is None:
                raise CannotSendNow("the inbox has no mailbox with OAuth2 any more")
            token = oauth.access_token(mailbox, now=now)
        elif server.auth == Auth.PASSWORD:
            password = secrets_of(server).password
    except (oauth.CannotGetToken, CannotUnseal) as error:
        raise CannotSendNow(str(error)) from error
    user = server.user or (mailbox.user if mailbox else "")
    return Submission(
        host=server.host,
        port=server.port,
        tls=server.tls,
        user=user if server.auth != Auth.NONE else "",
        password=password,
        access_token=token,
    )
