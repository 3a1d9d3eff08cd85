"""What administrators say of tags, statuses, fields and teams."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keskio.cases.models import State
from keskio.clients.models import Colour, FieldKind, StatusOf
from keskio.clients.settings import BadSetting
from keskio.interfaces.desk.words import COLOURS, FIELD_KINDS, STATES


class DefinitionForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)

    def said(self) -> dict[str, Any]:
        """What the operation is told."""
        return dict(self.cleaned_data)


class TagForm(DefinitionForm):
    colour = forms.TypedChoiceField(
        label=gettext_lazy("Colour"), coerce=Colour, choices=list(COLOURS.items())
    )


class StatusForm(DefinitionForm):
    position = forms.IntegerField(label=gettext_lazy("Place"), min_value=1, max_value=32_000)


class NewStatusForm(DefinitionForm):
    state = forms.TypedChoiceField(
        label=gettext_lazy("Within"),
        coerce=StatusOf,
        choices=[(state.value, STATES[State(state.value)]) for state in StatusOf],
    )


class FieldForm(DefinitionForm):
    """Without `choices` where there is nothing to choose from."""

    position = forms.IntegerField(label=gettext_lazy("Place"), min_value=1, max_value=32_000)
    choices = forms.CharField(
        label=gettext_lazy("Choices, one on each line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    required = forms.BooleanField(label=gettext_lazy("Needed to resolve"), required=False)

    def said(self) -> dict[str, Any]:
        choices = self.cleaned_data.get("choices", "")
        return self.cleaned_data | {"choices": choices.splitlines()}


class NewFieldForm(DefinitionForm):
    kind = forms.TypedChoiceField(
        label=gettext_lazy("Kind"), coerce=FieldKind, choices=list(FIELD_KINDS.items())
    )
    choices = forms.CharField(
        label=gettext_lazy("Choices, one on each line"),
        help_text=gettext_lazy("Only for a choice from a list."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    required = forms.BooleanField(label=gettext_lazy("Needed to resolve"), required=False)

    def said(self) -> dict[str, Any]:
        choices = self.cleaned_data.get("choices", "")
        return self.cleaned_data | {"choices": choices.splitlines()}


class TeamForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    agent_ids = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Members"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    client_ids = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Serves"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        agents: Sequence[tuple[int, str]],
        clients: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agent_ids"].choices = agents  # type: ignore[attr-defined]
        self.fields["client_ids"].choices = clients  # type: ignore[attr-defined]


def complain(form: forms.Form, refusal: BadSetting) -> None:
    """What the operation refused, beside the control that it is about."""
    said = {
        "name": _("Another one has this name, or it cannot be used."),
        "choices": _("Write 1 to 100 choices for a choice from a list, and none for other kinds."),
    }.get(refusal.field, _("This cannot be used."))
    form.add_error(refusal.field if refusal.field in form.fields else None, said)
