"""Settings as YAML: taken out, compared, put in."""

from collections.abc import Callable

from django.http import HttpResponse
from ninja import Router

from keskio.interfaces.api.access import ADMIN, ApiRequest, require_whole_installation
from keskio.interfaces.api.bodies import read_raw
from keskio.interfaces.api.openapi import takes
from keskio.interfaces.api.problems import SETTINGS_REFUSED, Refused
from keskio.interfaces.api.schemas.settings_file import DifferenceShown
from keskio.kit.scopes import SYSTEM, reading
from keskio.settings_file import applying
from keskio.settings_file.text import LONGEST, export_text

router = Router(tags=["settings"])
YAML = "application/yaml"
TAKES_YAML = takes(YAML, {"type": "string"})


@router.get("/settings", auth=ADMIN, summary="Take the settings out, as YAML")
def export_settings(request: ApiRequest) -> HttpResponse:
    """What your role may manage. Passwords and keys are never in it."""
    with reading(SYSTEM):
        require_whole_installation(request.auth)
        text = export_text(request.auth.rights)
    return HttpResponse(text, content_type=f"{YAML}; charset=utf-8")


@router.post(
    "/settings/diff",
    auth=ADMIN,
    response=list[DifferenceShown],
    summary="Say what a file of settings would change",
    openapi_extra=TAKES_YAML,
)
def compare_settings(request: ApiRequest) -> list[DifferenceShown]:
    """Nothing is changed."""
    return _does(request, applying.compare_text)


@router.put(
    "/settings",
    auth=ADMIN,
    response=list[DifferenceShown],
    summary="Put a file of settings in",
    openapi_extra=TAKES_YAML,
)
def apply_settings(request: ApiRequest) -> list[DifferenceShown]:
    """All of it or nothing; what it does not mention stays. The answer says what was changed."""
    return _does(request, applying.apply_text)


def _does(
    request: ApiRequest, does: Callable[..., list[applying.Difference]]
) -> list[DifferenceShown]:
    with reading(SYSTEM):
        require_whole_installation(request.auth)
    try:
        text = read_raw(request, limit=LONGEST).decode()
        found = does(
            text, own_rights=request.auth.rights, actor=request.auth.actor, now=request.now
        )
    except UnicodeDecodeError as error:
        raise Refused(SETTINGS_REFUSED, "The body is no UTF-8.") from error
    except applying.Refused as refusal:
        raise Refused(SETTINGS_REFUSED, str(refusal)) from refusal
    return [DifferenceShown.model_validate(one) for one in found]
