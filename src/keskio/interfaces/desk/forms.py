"""What agents and administrators send in."""

from collections.abc import Sequence
from datetime import datetime
from email.utils import getaddresses
from typing import Any
from uuid import uuid4
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keskio.cases.models import Outcome
from keskio.cases.operations import OutgoingFile


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        chosen = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in chosen if one]


class AddressesField(forms.CharField):
    """Mail addresses with or without names, parted by commas."""

    def clean(self, value: Any) -> list[tuple[str, str]]:
        found = getaddresses([super().clean(value)])
        addresses = [(name, address) for name, address in found if name or address]
        for _name, address in addresses:
            validate_email(address)
        return addresses


class WritingForm(forms.Form):
    """`request_key` makes a form that is sent twice be heard once."""

    text = forms.CharField(required=False, max_length=1_000_000, strip=False)
    request_key = forms.UUIDField(initial=uuid4)


class ReplyForm(WritingForm):
    cc = AddressesField(required=False, max_length=10_000)
    attached = FilesField(required=False)
    last_seen = forms.IntegerField()

    def outgoing_files(self) -> Sequence[OutgoingFile]:
        return [
            OutgoingFile(
                name=file.name or "file",
                content_type=file.content_type or "application/octet-stream",
                content=file.read(),
            )
            for file in self.cleaned_data["attached"]
        ]


class ResolveForm(forms.Form):
    reason = forms.IntegerField(required=False)
    outcome = forms.TypedChoiceField(
        coerce=Outcome, choices=[(outcome, outcome) for outcome in Outcome]
    )


class SnoozeForm(forms.Form):
    """`until` is one of the moments offered, or `other` for the moment written in `at`."""

    until = forms.CharField()
    at = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M"])

    def moment(self) -> datetime | None:
        """When to wake it; None when what was sent is no time."""
        if self.cleaned_data["until"] == "other":
            at: datetime | None = self.cleaned_data["at"]
            return at
        try:
            chosen = datetime.fromisoformat(self.cleaned_data["until"])
        except ValueError:
            return None
        return chosen if timezone.is_aware(chosen) else None


class TimeForm(forms.Form):
    visit = forms.UUIDField()
    seconds = forms.IntegerField(min_value=0)


class CorrectTimeForm(forms.Form):
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=24 * 60)


class FirstVisitForm(forms.Form):
    code = forms.CharField(
        label=_("Set-up code"),
        help_text=_("Printed where Keskiö was started: only who runs the server knows it."),
    )
    name = forms.CharField(label=_("Your name"), max_length=200)
    email = forms.EmailField(
        label=_("Your address"), help_text=_("You sign in with it, as the first administrator.")
    )
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        validators=[validate_password],
    )
    company = forms.CharField(label=_("Company whose customers you serve"), max_length=200)
    address = forms.EmailField(
        label=_("Address its customers write to"),
        help_text=_("Mail to it becomes cases. You can add more later."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        initial="Europe/Helsinki",
        choices=[(zone, zone) for zone in sorted(available_timezones()) if "/" in zone],
    )
