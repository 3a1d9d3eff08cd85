"""What somebody chooses about a mailbox and a server elsewhere, and the secrets for them."""

import ipaddress
import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from keskio.channels.models import Afterwards, Auth, Tls
from keskio.clients.settings import BadSetting
from keskio.kit.sealing import seal, unseal

if TYPE_CHECKING:
    from keskio.channels.models import Mailbox, OutgoingServer

HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._:-]{0,253}[A-Za-z0-9])?")
UNFIT = re.compile(r"[\x00-\x1f\x7f]")
MAX_PORT = 65535
MAX_FOLDERS = 20
MAX_FOLDER_NAME = 200
MAX_SECRET = 10_000


@dataclass(frozen=True, repr=False)
class Secrets:
    """What is sealed; an empty one was not given."""

    password: str = ""
    client_secret: str = ""
    refresh_token: str = ""

    def sealed(self) -> str:
        return seal(json.dumps(vars(self)))

    def over(self, before: "Secrets") -> "Secrets":
        """These, and where one was not given, the one from before."""
        return Secrets(**{name: vars(self)[name] or kept for name, kept in vars(before).items()})

    @property
    def given(self) -> bool:
        return any(vars(self).values())


def secrets_of(account: "Mailbox | OutgoingServer") -> Secrets:
    """Raises CannotUnseal."""
    return Secrets(**json.loads(unseal(account.secret))) if account.secret else Secrets()


@dataclass(frozen=True, kw_only=True)
class MailboxSettings:
    """All about a mailbox but its secrets."""

    host: str
    port: int = 993
    tls: Tls = Tls.TLS
    user: str
    auth: Auth = Auth.PASSWORD
    oauth_client_id: str = ""
    token_url: str = ""
    oauth_scope: str = ""
    folders: tuple[str, ...] = ("INBOX",)
    afterwards: Afterwards = Afterwards.LEAVE
    move_to: str = ""
    from_beginning: bool = False

    def checked(self) -> "MailboxSettings":
        """Tidied. Raises BadSetting."""
        folders = tuple(dict.fromkeys(name.strip() for name in self.folders if name.strip()))
        _require_server(self.host, self.port)
        _require("user", self.user.strip(), "the name you sign in with there")
        if self.auth not in {Auth.PASSWORD, Auth.OAUTH}:
            raise BadSetting("auth", "a mailbox needs a password or OAuth2")
        if self.auth == Auth.OAUTH:
            _require("oauth_client_id", self.oauth_client_id, "the id of your registered app")
            require_token_url(self.token_url)
        self._require_folders(folders)
        return replace(self, user=self.user.strip(), folders=folders, move_to=self.move_to.strip())

    def _require_folders(self, folders: tuple[str, ...]) -> None:
        if not 0 < len(folders) <= MAX_FOLDERS:
            raise BadSetting("folders", f"from one to {MAX_FOLDERS} folders")
        for name in folders:
            _require("folders", name, "a folder's name", MAX_FOLDER_NAME)
        if self.afterwards == Afterwards.MOVE:
            _require("move_to", self.move_to.strip(), "the folder to move to", MAX_FOLDER_NAME)
            if self.move_to.strip() in folders:
                raise BadSetting("move_to", "not one of those that are read")


@dataclass(frozen=True, kw_only=True)
class OutgoingSettings:
    """All about an outgoing server but its password."""

    host: str
    port: int = 587
    tls: Tls = Tls.STARTTLS
    user: str = ""
    auth: Auth = Auth.PASSWORD

    def checked(self) -> "OutgoingSettings":
        """Tidied. Raises BadSetting."""
        _require_server(self.host, self.port)
        if self.auth == Auth.PASSWORD:
            _require("user", self.user.strip(), "the name you sign in with there")
        return replace(self, user=self.user.strip())


def require_token_url(address: str) -> None:
    """Secrets travel there. Raises BadSetting."""
    parts = _split(address)
    if not parts or parts.username or len(address) > 500 or UNFIT.search(address):  # noqa: PLR2004
        raise BadSetting("token_url", "an address such as https://…/token")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_here(parts.hostname)):
        raise BadSetting("token_url", "https only")


def require_secrets(secrets: Secrets, auth: Auth) -> None:
    """Raises BadSetting."""
    for name, secret in vars(secrets).items():
        if len(secret) > MAX_SECRET or UNFIT.search(secret):
            raise BadSetting(name, "too long, or with a line end inside")
    if auth == Auth.PASSWORD and not secrets.password:
        raise BadSetting("password", "needed; after a change of the server, needed again")
    if auth == Auth.OAUTH and not secrets.refresh_token:
        raise BadSetting("refresh_token", "needed; after a change of the server, needed again")


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if has_host else None


def _is_here(host: str | None) -> bool:
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"


def _require_server(host: str, port: int) -> None:
    if not HOST.fullmatch(host):
        raise BadSetting("host", "a server's name, such as imap.company.example")
    if not 0 < port <= MAX_PORT:
        raise BadSetting("port", "a number up to 65535")


def _require(field: str, value: str, why: str, longest: int = 255) -> None:
    if not value or len(value) > longest or UNFIT.search(value):
        raise BadSetting(field, why)
