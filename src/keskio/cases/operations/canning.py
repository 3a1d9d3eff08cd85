"""Canned responses, kept by administrators for the agents of a client."""

import re
from collections.abc import Mapping
from datetime import datetime

from keskio.cases.canned import unknown_variables
from keskio.cases.events import CannedResponseDeleted, CannedResponseSaved
from keskio.cases.models import CannedResponse
from keskio.clients.settings import BadSetting, require_language
from keskio.journal.actors import Actor
from keskio.journal.operations import record

SHORTCUT = re.compile(r"[\w-]{1,40}")
LONGEST_TEXT = 20_000


class UnknownVariable(BadSetting):
    """The text has a variable that would stay as it is written."""


def add_canned_response(
    *,
    client_id: int,
    name: str,
    shortcut: str,
    texts: Mapping[str, str],
    actor: Actor,
    now: datetime,
) -> CannedResponse:
    """Raises BadSetting, UnknownVariable."""
    response = CannedResponse(client_id=client_id, created_at=now)
    return _save(response, name=name, shortcut=shortcut, texts=texts, actor=actor, now=now)


def change_canned_response(
    *,
    canned_response_id: int,
    name: str,
    shortcut: str,
    texts: Mapping[str, str],
    actor: Actor,
    now: datetime,
) -> CannedResponse:
    """Raises BadSetting, UnknownVariable, CannedResponse.DoesNotExist."""
    response = CannedResponse.objects.select_for_update().get(pk=canned_response_id)
    return _save(response, name=name, shortcut=shortcut, texts=texts, actor=actor, now=now)


def delete_canned_response(*, canned_response_id: int, actor: Actor, now: datetime) -> None:
    """Raises CannedResponse.DoesNotExist."""
    response = CannedResponse.objects.select_for_update().get(pk=canned_response_id)
    event = CannedResponseDeleted(
        client_id=response.client_id, canned_response_id=canned_response_id
    )
    response.delete()
    record(event, client_id=event.client_id, actor=actor, at=now)


def _save(
    response: CannedResponse,
    *,
    name: str,
    shortcut: str,
    texts: Mapping[str, str],
    actor: Actor,
    now: datetime,
) -> CannedResponse:
    response.name, response.shortcut = name.strip()[:100], shortcut.strip().lstrip("/").lower()
    response.texts = {language: text for language, text in texts.items() if text.strip()}
    _require_sense(response)
    response.save()
    event = CannedResponseSaved(client_id=response.client_id, canned_response_id=response.pk)
    record(event, client_id=response.client_id, actor=actor, at=now)
    return response


def _require_sense(response: CannedResponse) -> None:
    if not response.name:
        raise BadSetting("name", "it needs a name")
    if not SHORTCUT.fullmatch(response.shortcut):
        raise BadSetting("shortcut", "letters, digits, - and _, at most forty")
    others = CannedResponse.objects.filter(
        client=response.client_id, shortcut=response.shortcut
    ).exclude(pk=response.pk)
    if others.exists():
        raise BadSetting("shortcut", "another response has it")
    if not response.texts:
        raise BadSetting("texts", "it needs a text in some language")
    for language, text in response.texts.items():
        require_language(language)
        if len(text) > LONGEST_TEXT:
            raise BadSetting("texts", f"longer than {LONGEST_TEXT} characters")
        if unknown := unknown_variables(text):
            raise UnknownVariable("texts", ", ".join(unknown))
