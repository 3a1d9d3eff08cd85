"""Who changed which setting when."""

from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router

from keskio.interfaces.api.access import ADMIN, ApiRequest, require_whole_installation
from keskio.interfaces.api.paging import Page, each, linked, newest_first
from keskio.interfaces.api.schemas.audit import AuditFilter, SettingChanged
from keskio.journal import queries as journal
from keskio.kit.scopes import SYSTEM, reading

router = Router(tags=["audit"])


@router.get(
    "/audit",
    auth=ADMIN,
    response=Page[SettingChanged],
    summary="List who changed which setting, newest first",
)
def list_settings_changed(
    request: ApiRequest, response: HttpResponse, asked: Annotated[AuditFilter, Query()]
) -> Page[SettingChanged]:
    with reading(SYSTEM):
        require_whole_installation(request.auth)
        found = journal.settings_changed(
            actor=asked.actor, stream=asked.subject, since=asked.since, until=asked.until
        )
        page = newest_first(found, asked, each(SettingChanged))
    return linked(page, request, response)
