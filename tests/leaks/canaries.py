"""Strings that must not leave their client, painted into every column that holds text."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Model

from keskio.kit.scopes import SYSTEM, reading, writing

SHORT = 30
"""A column for less is for codes, and cannot hold a canary."""
KEPT = {
    "cases.Attachment.content_type": "what it says decides how a file is shown",
    "cases.Attachment.digest": "names the content, which has the canary inside",
    "cases.CannedResponse.texts": "by language, each told with a canary",
    "cases.DraftFile.content_type": "as Attachment.content_type",
    "cases.DraftFile.digest": "names the content, which has the canary inside",
    "cases.Message.case_before": "restored as it is; what it names is in the case",
    "channels.Arrival.body_hash": "of the body, which has the canary inside",
    "channels.Arrival.digest": "names the content",
    "channels.Mailbox.host": "where a check connects to",
    "channels.OutgoingServer.host": "where a check connects to",
    "clients.Client.time_zone": "must be one that exists",
    "journal.Entry.actor": "what it says is parsed; entries are not changed, so told with canaries",
    "journal.Entry.kind": "what it says is parsed",
    "journal.Entry.payload": "told with a canary, in arrival_failed and delivery_failed",
    "journal.Entry.stream": "what it says is parsed",
    "journal.Timer.actor": "what it says is parsed",
    "journal.Timer.kind": "what it says is parsed",
    "journal.Timer.payload": "ids only, as told by the event",
    "journal.Timer.stream": "what it says is parsed",
    "staff.AgentNotification.actor": "what it says is parsed",
}


def canary(who: str) -> str:
    """Made of what a slug, an address and HTML leave as it is."""
    return f"canary-{who}-"


def models_of_clients() -> list[type[Model]]:
    """Every table whose rows belong to a client."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("keskio.") and _client_column(model)
    ]


def rows_of(model: type[Model], client_id: int) -> "models.QuerySet[Model]":
    return model._default_manager.filter(**{_client_column(model): client_id})


def paintable(model: type[Model]) -> Iterator[str]:
    for field in model._meta.concrete_fields:
        named = f"{model._meta.app_label}.{model.__name__}.{field.name}"
        if named not in KEPT and _holds_text(field):
            yield field.name


def paint(client_id: int, who: str) -> None:
    """Put the client's canary before whatever its rows say."""
    for model in models_of_clients():
        with writing(SYSTEM):
            for row in rows_of(model, client_id):
                paint_row(row, who)


def paint_row(row: Model, who: str) -> None:
    names = list(paintable(type(row)))
    for name in names:
        field = row._meta.get_field(name)
        painted = _painted(getattr(row, name), canary(who))
        length = getattr(field, "max_length", None)
        setattr(row, name, painted[:length] if isinstance(painted, str) else painted)
    if names:
        row.save(update_fields=names)


def unpainted(client_id: int, who: str) -> Iterator[str]:
    """Tables without a row of the client, and columns of text without its canary."""
    with reading(SYSTEM):
        for model in models_of_clients():
            rows = list(rows_of(model, client_id))
            if not rows:
                yield model.__name__
            for name in paintable(model):
                if rows and not any(canary(who) in str(getattr(row, name)) for row in rows):
                    yield f"{model.__name__}.{name}"


def _client_column(model: type[Model]) -> str:
    if model._meta.label == "clients.Client":
        return "pk"
    columns = {field.attname for field in model._meta.concrete_fields}
    return "client_id" if "client_id" in columns else ""


def _holds_text(field: "models.Field[Any, Any]") -> bool:
    if isinstance(field, models.JSONField):
        return True
    is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
    return is_text and (field.max_length or SHORT) >= SHORT


def _painted(value: Any, mark: str) -> Any:
    """Strings at any depth; an empty list gets one, so that the column is not empty."""
    if isinstance(value, str):
        return value if value.startswith(mark) else mark + value
    if isinstance(value, list):
        return [_painted(one, mark) for one in value]
    return value
