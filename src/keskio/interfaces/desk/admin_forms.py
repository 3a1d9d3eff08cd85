"""What administrators send in."""

from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keskio.clients.models import Catches
from keskio.interfaces.desk.admin_words import RIGHTS, field_of, refusal_in_words
from keskio.staff.models import Agent, Role
from keskio.staff.rights import Right

Choices = Sequence[tuple[Any, Any]]
ZONES = [(zone, zone) for zone in sorted(available_timezones()) if "/" in zone]
DAYS = (
    ("1", _("Monday")),
    ("2", _("Tuesday")),
    ("3", _("Wednesday")),
    ("4", _("Thursday")),
    ("5", _("Friday")),
    ("6", _("Saturday")),
    ("7", _("Sunday")),
)
CATCHES = (
    (Catches.OWN, _("its own address only")),
    (Catches.DOMAIN, _("every address of its domain that no other inbox has")),
    (Catches.EVERYTHING, _("everything that no other inbox takes")),
)


class Refusable(forms.Form):
    """Says on the form why an operation would not."""

    def refuse(self, refusal: Exception) -> None:
        field = field_of(refusal)
        self.add_error(field if field in self.fields else None, refusal_in_words(refusal))


class PersonForm(Refusable):
    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(
        label=_("Address"), max_length=254, help_text=_("They sign in with it.")
    )
    role = forms.ChoiceField(label=_("Role"), initial=Role.AGENT)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), initial="Europe/Helsinki", choices=ZONES)
    client_ids = forms.TypedMultipleChoiceField(
        label=_("Serves"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Roles that serve every client need none."),
    )

    def __init__(self, *args: Any, clients: Choices, roles: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "client_ids", clients)
        _choose(self, "role", roles)

    def own_settings(self) -> dict[str, Any]:
        """All but the clients served."""
        return {name: value for name, value in self.cleaned_data.items() if name != "client_ids"}


class RoleForm(Refusable):
    name = forms.CharField(label=_("Name"), max_length=100)
    rights = forms.TypedMultipleChoiceField(
        label=pgettext_lazy("role", "May"),
        coerce=Right,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, own_rights: Iterable[Right], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = set(own_rights)
        _choose(self, "rights", [(right, word) for right, word in RIGHTS.items() if right in own])


class NewRoleForm(RoleForm):
    slug = forms.SlugField(
        label=_("Short name"),
        max_length=50,
        help_text=_("Small letters, digits and hyphens; it never changes."),
    )
    field_order = ("name", "slug", "rights")


class ClientForm(Refusable):
    name = forms.CharField(label=_("Name"), max_length=200)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), initial="Europe/Helsinki", choices=ZONES)
    opens_at = forms.TimeField(
        label=_("Opens"), initial="09:00", widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    closes_at = forms.TimeField(
        label=_("Closes"), initial="17:00", widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    open_days = forms.MultipleChoiceField(
        label=_("Open on"),
        choices=DAYS,
        initial=list("12345"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Promises count these hours only."),
    )

    def clean_open_days(self) -> str:
        return "".join(sorted(self.cleaned_data["open_days"]))


class NewClientForm(ClientForm):
    slug = forms.SlugField(
        label=_("Short name"),
        max_length=50,
        help_text=_("Small letters, digits and hyphens; it never changes."),
    )
    field_order = ("name", "slug")


class InboxForm(Refusable):
    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("Customers see it as the sender.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    answer_within_hours = forms.IntegerField(
        label=_("Answered within, opening hours"),
        min_value=1,
        max_value=240,
        initial=8,
        help_text=_("The promise that customers are told."),
    )
    acknowledges = forms.BooleanField(
        label=_("Tell customers at once that their mail has come"), required=False, initial=True
    )
    catches = forms.ChoiceField(label=_("Takes mail to"), choices=CATCHES)
    signature = forms.CharField(
        label=_("Signature"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea({"rows": 4}),
    )


class NewInboxForm(InboxForm):
    address = forms.EmailField(
        label=_("Address"),
        max_length=254,
        help_text=_("Customers write to it; it never changes."),
    )
    field_order = ("name", "address")


class DoorForm(Refusable):
    closed = forms.BooleanField(label=_("Only these people may enter"), required=False)
    agent_ids = forms.TypedMultipleChoiceField(
        label=_("People"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, agents: Iterable[Agent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "agent_ids", [(agent.pk, str(agent)) for agent in agents])

    def let_in(self) -> list[int] | None:
        """None for everybody."""
        return self.cleaned_data["agent_ids"] if self.cleaned_data["closed"] else None


class ReasonForm(Refusable):
    name = forms.CharField(label=_("Name"), max_length=100)


class TokenForm(Refusable):
    name = forms.CharField(label=_("What it is for"), max_length=200)
    role = forms.ChoiceField(label=_("Role"))
    scopes = forms.MultipleChoiceField(
        label=pgettext_lazy("token", "May"),
        choices=(("read", _("read")), ("write", _("write")), ("admin", _("administer"))),
        initial=["read"],
        widget=forms.CheckboxSelectMultiple,
    )
    agent_id = forms.TypedChoiceField(
        label=_("Stands for"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("Needed to take work; it may then never more than this person."),
    )

    def __init__(self, *args: Any, roles: Choices, agents: Iterable[Agent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "role", roles)
        people = [(agent.pk, str(agent)) for agent in agents if agent.is_active]
        _choose(self, "agent_id", [("", _("itself, a program")), *people])


class AuditForm(forms.Form):
    actor = forms.CharField(label=_("By"), required=False, max_length=100)
    subject = forms.CharField(required=False, max_length=100)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput({"type": "date"})
    )


class SettingsFileForm(forms.Form):
    text = forms.CharField(
        label=_("Settings, as YAML"),
        max_length=1_000_000,
        strip=False,
        widget=forms.Textarea({"rows": 16, "spellcheck": "false"}),
    )


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, agent: Agent | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._agent = agent

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self._agent)
        return password


def _choose(form: forms.Form, name: str, choices: Choices) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]
