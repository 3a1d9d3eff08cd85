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

from keskio.cases.models import Draft, Outcome
from keskio.cases.operations import DraftPlace, OutgoingFile, Written

MAX_ID = 2**63 - 1


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
    draft_id = forms.IntegerField(required=False)


class LetterForm(WritingForm):
    """Recipients left empty are those that go without saying."""

    to = AddressesField(required=False, max_length=20_000)
    cc = AddressesField(required=False, max_length=20_000)
    bcc = AddressesField(required=False, max_length=20_000)
    attached = FilesField(required=False)

    def outgoing_files(self) -> Sequence[OutgoingFile]:
        return [outgoing(file) for file in self.cleaned_data["attached"]]

    def letter(self) -> dict[str, Any]:
        """What every way of sending is told."""
        given = self.cleaned_data
        return {
            "text": given["text"],
            "to": given["to"],
            "cc": given["cc"],
            "bcc": given["bcc"],
            "files": self.outgoing_files(),
            "draft_id": given["draft_id"],
            "request_key": str(given["request_key"]),
        }


class ReplyForm(LetterForm):
    last_seen = forms.IntegerField()


class NewMailForm(LetterForm):
    subject = forms.CharField(required=False, max_length=500)


class ForwardForm(LetterForm):
    with_attachments = forms.BooleanField(required=False)


class PlaceForm(forms.Form):
    """Where something is being written: in a case, or to begin one by an inbox."""

    kind = forms.TypedChoiceField(coerce=Draft.Kind, choices=Draft.Kind.choices)
    case = forms.IntegerField(required=False, min_value=1, max_value=MAX_ID)
    inbox = forms.IntegerField(required=False, min_value=1, max_value=MAX_ID)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        begins = given.get("kind") == Draft.Kind.NEW
        if not given.get("inbox" if begins else "case"):
            raise forms.ValidationError("no place")
        return given

    def place(self) -> DraftPlace:
        given = self.cleaned_data
        begins = given["kind"] == Draft.Kind.NEW
        return DraftPlace(
            kind=given["kind"],
            case_id=None if begins else given["case"],
            inbox_id=given["inbox"] if begins else None,
        )


class DraftForm(PlaceForm):
    text = forms.CharField(required=False, max_length=1_000_000, strip=False)
    to = forms.CharField(required=False, max_length=20_000)
    cc = forms.CharField(required=False, max_length=20_000)
    bcc = forms.CharField(required=False, max_length=20_000)
    subject = forms.CharField(required=False, max_length=500)
    forwards = forms.IntegerField(required=False, min_value=1, max_value=MAX_ID)
    version = forms.IntegerField(required=False, min_value=0)

    def written(self) -> Written:
        given = self.cleaned_data
        names = ("text", "to", "cc", "bcc", "subject")
        return Written(**{name: given[name] for name in names}, forwards_id=given["forwards"])


class PresenceForm(forms.Form):
    last_seen = forms.IntegerField(required=False, min_value=0, max_value=MAX_ID)
    writing = forms.BooleanField(required=False)


class WhoseForm(forms.Form):
    agent = forms.IntegerField(required=False, min_value=1, max_value=MAX_ID)


class MomentForm(forms.Form):
    """`moment` is one of the times offered, or `other` for the time written in `other_moment`."""

    moment = forms.CharField()
    other_moment = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M"])

    def chosen(self) -> datetime | None:
        """None when what was sent is no time."""
        if self.cleaned_data["moment"] == "other":
            at: datetime | None = self.cleaned_data["other_moment"]
            return at
        try:
            chosen = datetime.fromisoformat(self.cleaned_data["moment"])
        except ValueError:
            return None
        return chosen if timezone.is_aware(chosen) else None


class CannedForm(forms.Form):
    """One text for each language that customers are answered in."""

    client = forms.TypedChoiceField(label=_("Client"), coerce=int)
    name = forms.CharField(label=_("Name"), max_length=100)
    shortcut = forms.CharField(
        label=_("Shortcut"), max_length=40, help_text=_("What follows the / while writing.")
    )

    def __init__(self, *args: Any, clients: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client"].choices = clients  # type: ignore[attr-defined]
        for code, name in settings.LANGUAGES:
            self.fields[f"text_{code}"] = forms.CharField(
                label=name,
                required=False,
                max_length=20_000,
                widget=forms.Textarea(attrs={"rows": 4, "lang": code}),
            )

    def texts(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"text_{code}"] for code, _name in settings.LANGUAGES}


def outgoing(file: "UploadedFile[Any]") -> OutgoingFile:
    return OutgoingFile(
        name=file.name or "file",
        content_type=file.content_type or "application/octet-stream",
        content=file.read(),
    )


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
