"""What a case carries, as its page shows and edits it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import formats
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from keskio.cases.field_values import BadValue, Value, checked_value
from keskio.cases.models import Case, Priority
from keskio.cases.queries import Properties, Said
from keskio.clients.models import FieldKind
from keskio.interfaces.desk.forms import SnoozeForm
from keskio.interfaces.desk.words import PRIORITIES, WANTED
from keskio.look.times import number

if TYPE_CHECKING:
    from keskio.clients.models import Field

NO, YES = "no", "yes"


class ReminderForm(SnoozeForm):
    returns = forms.BooleanField(required=False)


class FieldsForm(forms.Form):
    """The client's own fields, each with the control of its kind."""

    def __init__(self, data: Any = None, *, said: Sequence[Said]) -> None:
        super().__init__(data, auto_id="field-%s")
        self.said = {str(one.field.pk): one.field for one in said}
        for one in said:
            self.fields[str(one.field.pk)] = _control(one)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, field in self.said.items():
            try:
                cleaned[name] = checked_value(field, cleaned.get(name))
            except BadValue:
                self.add_error(name, str(WANTED[FieldKind(field.kind)]))
        return cleaned


def carried(
    case: Case, properties: Properties, names: Mapping[int, str], *, agent_id: int
) -> dict[str, Any]:
    """For the templates; `names` are the agents'."""
    return {
        "carried": properties,
        "priority": Priority(case.priority),
        "priority_word": PRIORITIES[Priority(case.priority)],
        "values": [(one.field, _shown(one.field, one.value)) for one in properties.fields],
        "is_followed": agent_id in properties.followers,
        "followers": [names[pk] for pk in sorted(properties.followers) if pk in names],
        "done": sum(item.done_at is not None for item in properties.checklist),
    }


def _control(said: Said) -> forms.Field:
    field, value = said.field, said.value
    common: dict[str, Any] = {
        "label": field.name,
        "required": False,
        "initial": {True: YES, False: NO}.get(value, value) if isinstance(value, bool) else value,
        "help_text": _("Needed before the case can be resolved.") if field.required else "",
    }
    match field.kind:
        case FieldKind.CHOICE:
            return forms.CharField(widget=_select([(one, one) for one in field.choices]), **common)
        case FieldKind.YES_NO:
            return forms.CharField(widget=_select([(YES, _("yes")), (NO, _("no"))]), **common)
        case FieldKind.DATE:
            widget: forms.Widget = forms.DateInput(attrs={"type": "date"})
        case FieldKind.NUMBER:
            widget = forms.TextInput(attrs={"inputmode": "decimal"})
        case FieldKind.LINK:
            widget = forms.URLInput()
        case _:
            widget = forms.TextInput()
    return forms.CharField(widget=widget, max_length=2000, **common)


def _select(choices: list[tuple[str, str]]) -> forms.Select:
    return forms.Select(choices=[("", "–"), *choices])


def _shown(field: "Field", value: Value | None) -> str:
    """In the reader's own form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return number(value)
    if field.kind == FieldKind.DATE and (day := parse_date(value)):
        return formats.date_format(day)
    return value
