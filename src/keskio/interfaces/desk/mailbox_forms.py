"""What an administrator sends in about how mail gets to an inbox and leaves it."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keskio.channels.accounts import MailboxSettings, OutgoingSettings, Secrets
from keskio.channels.models import Afterwards, Auth, Mailbox, OutgoingServer, Tls
from keskio.clients.settings import BadSetting

TLS = [
    (Tls.TLS, _("TLS from the start")),
    (Tls.STARTTLS, _("STARTTLS")),
    (Tls.PLAIN, _("None (same machine only)")),
]
AFTERWARDS = [
    (Afterwards.LEAVE, _("Leave it as it is")),
    (Afterwards.SEEN, _("Mark it as read")),
    (Afterwards.MOVE, _("Move it to another folder")),
]
KEPT = _("Stays as it is when left empty; never shown again.")
REFUSALS: dict[str, Promise] = {
    "host": _("A server's name, such as imap.company.example."),
    "password": _("Needed. After a change of the server, enter it again."),
    "refresh_token": _("Needed. After a change of the server, enter it again."),
    "token_url": _("An address that begins with https://."),
    "move_to": _("Name a folder that is not one of those that are read."),
    "folders": _("Name at least one folder, and at most twenty."),
    "auth": _("OAuth2 needs a mailbox with OAuth2 on this inbox."),
}


class Secret(forms.CharField):
    """Taken, never shown."""

    def __init__(self, **chosen: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": "off"})
        super().__init__(
            required=False, strip=False, max_length=10_000, widget=widget, help_text=KEPT, **chosen
        )


class _ServerForm(forms.Form):
    host = forms.CharField(label=_("Server"), max_length=255)
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535)
    tls = forms.TypedChoiceField(label=_("Protection"), coerce=Tls, choices=TLS)

    def refuse(self, refusal: BadSetting) -> None:
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, str(REFUSALS.get(refusal.field, _("This cannot be used."))))

    def named(self, *names: str) -> list[BoundField]:
        return [self[name] for name in names]


class MailboxForm(_ServerForm):
    auth = forms.TypedChoiceField(
        label=_("Sign in with"),
        coerce=Auth,
        choices=[
            (Auth.PASSWORD, _("Password")),
            (Auth.OAUTH, _("OAuth2 (Microsoft 365, Google)")),
        ],
    )
    user = forms.CharField(label=_("User"), max_length=320)
    password = Secret(label=_("Password"))
    oauth_client_id = forms.CharField(
        label=_("Application (client) id"), max_length=255, required=False
    )
    client_secret = Secret(label=_("Client secret"))
    refresh_token = Secret(label=_("Refresh token"))
    token_url = forms.CharField(label=_("Token address"), max_length=500, required=False)
    oauth_scope = forms.CharField(
        label=_("Scope"),
        max_length=500,
        required=False,
        help_text=_("Microsoft needs it, Google does not."),
    )
    folders = forms.CharField(
        label=_("Folders to read, one a line"), widget=forms.Textarea(attrs={"rows": 2})
    )
    afterwards = forms.TypedChoiceField(
        label=_("Once a mail is here"), coerce=Afterwards, choices=AFTERWARDS
    )
    move_to = forms.CharField(
        label=_("Folder to move to"),
        max_length=200,
        required=False,
        help_text=_("Made if it is not there."),
    )
    from_beginning = forms.TypedChoiceField(
        label=pgettext_lazy("mailbox", "Begin"),
        coerce=lambda value: value == "True",
        choices=[("False", _("with mail that comes from now on")), ("True", _("with all of it"))],
    )

    def server_fields(self) -> list[BoundField]:
        return self.named("host", "port", "tls", "user", "auth")

    def oauth_fields(self) -> list[BoundField]:
        names = ("token_url", "oauth_scope", "oauth_client_id", "client_secret", "refresh_token")
        return self.named(*names)

    def reading_fields(self) -> list[BoundField]:
        return self.named("folders", "from_beginning", "afterwards", "move_to")

    @staticmethod
    def initial_of(mailbox: Mailbox | None, address: str) -> dict[str, Any]:
        if mailbox is None:
            return {"port": 993, "tls": Tls.TLS, "user": address, "folders": "INBOX"}
        names = ("host", "port", "tls", "user", "auth", "oauth_client_id", "token_url")
        more = ("oauth_scope", "afterwards", "move_to", "from_beginning")
        shown = {name: getattr(mailbox, name) for name in (*names, *more)}
        return shown | {"folders": "\n".join(mailbox.folders)}

    def settings(self) -> MailboxSettings:
        given = self.cleaned_data
        names = ("host", "port", "tls", "user", "auth", "oauth_client_id", "token_url")
        more = ("oauth_scope", "afterwards", "move_to", "from_beginning")
        chosen = {name: given[name] for name in (*names, *more)}
        return MailboxSettings(**chosen, folders=tuple(given["folders"].splitlines()))

    def secrets(self) -> Secrets:
        given = self.cleaned_data
        return Secrets(given["password"], given["client_secret"], given["refresh_token"])


class OutgoingForm(_ServerForm):
    auth = forms.TypedChoiceField(
        label=_("Sign in with"),
        coerce=Auth,
        choices=[
            (Auth.PASSWORD, _("Password")),
            (Auth.OAUTH, _("OAuth2 of the mailbox above")),
            (Auth.NONE, _("Nothing: it knows this server")),
        ],
    )
    user = forms.CharField(label=_("User"), max_length=320, required=False)
    password = Secret(label=_("Password"))

    def server_fields(self) -> list[BoundField]:
        return self.named("host", "port", "tls", "user", "auth")

    @staticmethod
    def initial_of(server: OutgoingServer | None, address: str) -> dict[str, Any]:
        if server is None:
            return {"port": 587, "tls": Tls.STARTTLS, "user": address}
        return {name: getattr(server, name) for name in ("host", "port", "tls", "user", "auth")}

    def settings(self) -> OutgoingSettings:
        given = self.cleaned_data
        names = ("host", "port", "tls", "user", "auth")
        return OutgoingSettings(**{name: given[name] for name in names})


class RecordForm(forms.Form):
    address = forms.EmailField(label=_("Address"))
